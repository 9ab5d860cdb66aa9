import { describe, expect, it } from 'vitest';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import { delegationsMax, linesMax } from '../../../src/core/convocation/check-delegation.ts';
import { decide } from '../../../src/core/convocation/index.ts';
import { answer, convened, convenedAt, delegation, following } from './convocation-sample.ts';

const to = (email: string) =>
  answer('operatore', 'delegated', { delegate: { given_name: 'Bruno', family_name: 'Neri', email } });
const refused = (state: Convocation, event: ReturnType<typeof answer>, code: string) =>
  expect(decide(state, { event, actors: ['member'], at: convenedAt })).toMatchObject({
    code: 'convocation/not-consistent',
    errors: [{ pointer: '/delegate/email', code }],
  });

describe('whom a member delegates', () => {
  it('changes a few times and no more, and the one who stands may be named again', () => {
    let state = convened();
    for (let n = 1; n <= delegationsMax; n += 1) state = following(state, delegation('operatore', `Persona${n}`));
    refused(state, delegation('operatore', 'Carla'), 'too_many');
    const stands = delegation('operatore', `Persona${delegationsMax}`);
    expect(decide(state, { event: stands, actors: ['member'], at: convenedAt })).toMatchObject({ nothing_new: true });
    const back = following(state, answer('operatore'));
    refused(back, delegation('operatore', 'Carla'), 'too_many');
    following(back, delegation('psicologa', 'Carla'));
  });

  it('is nobody of a household and not who convened another body', () => {
    const state = convened();
    const email = 'Madre@Posta.example';
    const [first, ...others] = state.beneficiaries;
    if (first === undefined) throw new Error('the sample has beneficiaries');
    const with_address = { ...state, beneficiaries: [{ ...first, email, removed: true }, ...others] };
    refused(with_address, to('madre@posta.example'), 'not_allowed');
    refused(state, to(state.organizer_contact.email.toUpperCase()), 'not_allowed');
  });

  it('makes no more lines than a view holds, nor more members than a meeting has', () => {
    const state = convened();
    const [line] = state.members;
    if (line === undefined) throw new Error('the sample has members');
    const another = (removed: boolean) => (_: unknown, n: number) => ({
      ...line,
      removed,
      member: { ...line.member, member_id: `altro-${n}` },
    });
    const old = Array.from({ length: linesMax }, another(true));
    refused({ ...state, members: [...state.members, ...old] }, delegation('operatore'), 'too_many');
    const full = Array.from({ length: 60 }, another(false));
    refused({ ...state, members: [...state.members, ...full] }, delegation('operatore'), 'too_many');
  });
});
