import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis, convocation } from '../world/team.ts';
import { type Stand, startStand } from './stand.ts';

let stand: Stand;
beforeAll(async () => {
  stand = await startStand();
});
afterAll(() => stand.close());

const paolo = 'paolo.verdi@cpi.borgoverde.example';

/** What the mail to the operator of the employment centre, and their page, say that they are not told of. */
async function accountFor(key: string, day: string, assessed: object | null) {
  const post = async (path: string, body: object) => {
    const headers = {
      authorization: `Bearer ${await stand.tokenOf('comune-sportello')}`,
      'content-type': 'application/json',
      'idempotency-key': `withheld-${key}-${path.length}`,
    };
    const reply = await stand.send({ method: 'POST', path, headers, body: JSON.stringify(body) });
    expect([reply.status, reply.text]).toEqual([201, reply.text]);
    return reply.json;
  };
  const { agenda, meeting, ...rest } = convocation();
  const analysed = assessed && (await post('/v1/preliminary-analyses', assessed));
  await post('/v1/convocations', {
    ...rest,
    meeting: { ...meeting, starts_at: `${day}T09:30:00+01:00`, ends_at: `${day}T11:30:00+01:00` },
    agenda: agenda.map((item, at) => (at === 0 && analysed ? { ...item, analysis_id: analysed.id } : item)),
  });
  await stand.tick();
  const mail = (await stand.postbox.to(paolo)).at(-1)?.text ?? '';
  const token = await stand.postbox.tokenFor(paolo, 'answers');
  const page = await stand.send({
    method: 'GET',
    path: `/v1/answers/${token}`,
    headers: { accept: 'application/json' },
  });
  return { mail: mail.slice(mail.indexOf('Che cosa non è comunicato')), page: page.json.withheld };
}

describe('what is said to be withheld', () => {
  it('is the same whether there is something of it or not', async () => {
    const none = await accountFor('none', '2026-12-10', null);
    const little = await accountFor('little', '2026-12-11', analysis({ health: undefined }));
    const much = await accountFor('much', '2026-12-14', analysis({ judicial: 'Affidata in prova.' }));
    expect(none.page).toEqual(expect.arrayContaining(['health', 'judicial', 'violence_protection']));
    expect(none.mail).toContain('salute');
    expect(little).toEqual(none);
    expect(much).toEqual(none);
  });
});
