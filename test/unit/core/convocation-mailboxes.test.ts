import { describe, expect, it } from 'vitest';
import { check } from '../../../src/core/convocation/check.ts';
import { convene, convened, convenedAt, facts, requestWith, teamMember } from './convocation-sample.ts';

const gateway = ['convocazioni@posta.example.it', 'raccordo@pec.example.it'];
const own = { ...facts, gateway };
const brief = (errors: readonly { pointer: string; code: string }[]) =>
  errors.map(({ pointer, code }) => `${pointer} ${code}`);
const sample = requestWith();
const withFirst = (more: object) => {
  const [first, ...others] = sample.members;
  return convene(requestWith({ members: [{ ...first, ...more }, ...others] }));
};

describe('an address of the gateway itself', () => {
  it.each([
    [{ email: 'Convocazioni@posta.example.it' }, '/members/0/email'],
    [{ email: 'convocazioni+r-x@posta.example.it' }, '/members/0/email'],
    [{ pec: 'raccordo@pec.example.it' }, '/members/0/pec'],
  ])('is nobody whom a meeting calls: %j', (more, pointer) => {
    expect(brief(check(null, withFirst(more), convenedAt, own))).toEqual([`${pointer} not_allowed`]);
    expect(check(null, withFirst(more), convenedAt, facts)).toEqual([]);
    const add = [teamMember('nuova', more)];
    expect(brief(check(convened(), { type: 'change_members', add }, convenedAt, own))).toContain(
      `${pointer.replace('members', 'add')} not_allowed`,
    );
  });

  it('is neither the organizer, a beneficiary nor a delegate', () => {
    const email = 'convocazioni+x@posta.example.it';
    const organizer = convene(requestWith({ organizer_contact: { ...sample.organizer_contact, email } }));
    expect(brief(check(null, organizer, convenedAt, own))).toEqual(['/organizer_contact/email not_allowed']);
    const beneficiaries = (sample.beneficiaries ?? []).map((each) => ({ ...each, email }));
    const asked = brief(check(null, convene(requestWith({ beneficiaries })), convenedAt, own));
    expect(asked).toEqual(beneficiaries.map((_, i) => `/beneficiaries/${i}/email not_allowed`));
    const delegate = { given_name: 'Ada', family_name: 'Neri', email };
    const [member_id = ''] = sample.members.map((member) => member.member_id);
    const answer = { answer: 'delegated' as const, delegate };
    const said = { type: 'answer' as const, member_id, answer, sequence: 0, channel: 'api' as const };
    expect(brief(check(convened(), said, convenedAt, own))).toEqual(['/delegate/email not_allowed']);
  });
});

describe('a certified address', () => {
  const [, second] = sample.members;
  it('is not the e-mail address of another member', () => {
    const pec = second?.email.toUpperCase();
    expect(brief(check(null, withFirst({ pec }), convenedAt, own))).toEqual(['/members/0/pec duplicate']);
    const add = [teamMember('nuova', { email: 'nuova@asl.example.it', pec: second?.email })];
    expect(brief(check(convened(), { type: 'change_members', add }, convenedAt, own))).toEqual([
      '/add/0/pec duplicate',
    ]);
  });

  it("may be one's own e-mail address", () => {
    expect(check(null, withFirst({ pec: sample.members[0]?.email }), convenedAt, own)).toEqual([]);
  });
});
