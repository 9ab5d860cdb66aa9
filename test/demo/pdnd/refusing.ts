import * as modi from '../../world/pdnd/modi-tokens.ts';
import { pdndIds } from '../../world/pdnd-network.ts';
import { elena, evidence, toAsl, toCpi } from '../../world/people.ts';
import { anna } from './calling.ts';
import { early, type Prepared, sound } from './comune.ts';
import { type Act, lastCall, ledgerOf, named } from './scene.ts';
import { others } from './surroundings.ts';

/** Somebody who is not what they seem. */
type Impostor = {
  readonly who: string;
  readonly how: string;
  readonly request: Prepared;
  readonly told: readonly [status: number, code: string];
  /** Refused before the body was read. */
  readonly isEarly: boolean;
};

/** Four who come with something that is genuine, and are refused. */
export const impostors: Act = async (scene, check) => {
  const { stage, narrator, comune, sessions } = scene;
  narrator.act('Four who try', stage.clock.now());
  narrator.say(
    'Anybody may publish an e-service on PDND and write our audience on it. The squatter did, and let a client of the Comune in: its voucher is genuine, and the ATS never agreed to it. The replayer recorded a request of the Comune, and sends it once more. The first tamperer changes the person in one on its way; the second also writes a Digest that fits.',
  );
  const session = named(sessions, anna);
  const fresh = () => comune.prepare(session, '/v1/referrals', toAsl());
  const squatting = await comune.begin(others.squattedPurpose, 'nobody');
  const [changed, covered] = [await otherPerson(await fresh()), await otherPerson(await fresh())];
  const list: Impostor[] = [
    {
      who: 'squatter',
      how: 'a voucher of another e-service, our audience',
      request: await comune.prepare(squatting, '/v1/referrals', toAsl()),
      told: [403, 'voucher/producer-id-wrong'],
      isEarly: true,
    },
    {
      who: 'replayer',
      how: 'the same signature twice',
      request: comune.latestTaken(),
      told: [409, 'signature/jti-used'],
      isEarly: false,
    },
    {
      who: 'tamperer',
      how: 'another person in a signed body',
      request: changed,
      told: [400, 'digest/value-wrong'],
      isEarly: false,
    },
    {
      who: 'tamperer',
      how: 'and with a Digest that fits',
      request: { ...covered, headers: { ...covered.headers, digest: covered.digest } },
      told: [400, 'signature/digest-wrong'],
      isEarly: false,
    },
  ];
  const rows: string[][] = [];
  const seen: unknown[] = [];
  const before = (await ledgerOf(scene)).filter(({ operation }) => operation === 'referral.submit').length;
  for (const { who, how, request } of list) {
    const reply = await comune.send(request);
    rows.push([who, how, String(reply.status), reply.body.code ?? '']);
    seen.push([[reply.status, reply.body.code], await comune.verified(reply, request), (await lastCall(scene)).rule]);
  }
  narrator.table(['who', 'with what', 'status', 'code'], rows);
  narrator.space();
  check(
    'each is refused with a code of its own, by a signed answer, and the ledger has the reason',
    seen,
    list.map(({ told, isEarly }) => [told, isEarly ? early : sound, told[1]]),
  );
  const after = (await ledgerOf(scene)).filter(({ operation }) => operation === 'referral.submit').length;
  check('no referral came of it', after, before);
  return rows.map(([who, , status, code]) => `${who} ${status} ${code}`).join('; ');
};

/** The same request about somebody else. */
async function otherPerson(request: Prepared): Promise<Prepared> {
  const body = request.body.replace('Paolo', 'Paola');
  return { ...request, body, digest: await modi.digestOf(new TextEncoder().encode(body)) };
}

/** A voucher for one purpose does not open another. */
export const otherPurpose: Act = async (scene, check) => {
  const { stage, narrator, comune, sessions } = scene;
  narrator.act('A good voucher for something else', stage.clock.now());
  narrator.say(
    "Each purpose of PDND stands for purposes of the catalogue, as the network document says: one for SAN-INV, another for LAV-INV and LAV-ESITO. With the voucher for health Anna Bianchi tries to send Elena Marini to the Centro per l'impiego (CPI).",
  );
  const { prepared, reply } = await comune.post(named(sessions, anna), '/v1/referrals', toCpi());
  const denial = (await ledgerOf(scene)).find(({ operation }) => operation === 'referral.submit');
  narrator.fields([[`${reply.status} ${reply.body.code}`, reply.body.detail ?? '']]);
  narrator.space();
  check(
    'the gate says no, by a signed answer',
    [reply.status, reply.body.code, await comune.verified(reply, prepared)],
    [403, 'gate/denied', sound],
  );
  check(
    'the ledger has the rule and who tried, and that nothing was disclosed',
    [denial?.rule, denial?.permitted, denial?.acting_user, denial?.classes_disclosed],
    ['deny/voucher-purpose', false, anna, []],
  );
  const labour = await comune.begin(pdndIds.labourPurpose, anna);
  const { reply: consent } = await comune.post(labour, '/v1/consents', evidence(elena.tax_code));
  check('with the voucher for labour her authorisation is registered', consent.status, 201);
  return 'gate/denied, by deny/voucher-purpose';
};

/** What PDND no longer allows, though the voucher lives on. */
export const suspended: Act = async (scene, check) => {
  const { stage, narrator, around, comune } = scene;
  const { registry } = around.pdnd;
  narrator.act('A purpose is suspended', stage.clock.now());
  narrator.say(
    'PDND calls no voucher back: one counts for ten minutes, whatever happens to its purpose. Now the ATS suspends the purpose for health on PDND. The gateway reads the events of PDND every half minute, and asks for the state of each purpose that they name.',
  );
  const session = await comune.begin(pdndIds.healthPurpose, anna);
  const request = (social: string) => toAsl({ service: 'consultorio-familiare', circumstances: { social } });
  const post = (social: string) => comune.post(session, '/v1/referrals', request(social));
  registry.suspendPurpose(pdndIds.healthPurpose);
  const { reply: before } = await post('Prima.');
  stage.clock.advance(readEveryMs);
  await stage.tick();
  const { prepared, reply: after } = await post('Dopo.');
  const written = await lastCall(scene);
  registry.activatePurpose(pdndIds.healthPurpose);
  stage.clock.advance(readEveryMs);
  await stage.tick();
  const again = await comune.begin(pdndIds.healthPurpose, anna);
  const { reply: last } = await comune.post(again, '/v1/referrals', request('Di nuovo.'));
  narrator.table(
    ['when', 'status', 'code'],
    [
      ['suspended, not read yet', String(before.status), ''],
      ['the event was read', String(after.status), after.body.code ?? ''],
      ['active again, and read', String(last.status), ''],
    ],
  );
  narrator.space();
  check(
    'from then on the same voucher is refused',
    [before.status, after.status, after.body.code],
    [201, 403, 'voucher/purpose-id-suspended'],
  );
  check(
    'by a signed answer, and the ledger has the voucher',
    [await comune.verified(after, prepared), written.call?.token_id],
    [early, session.tokenId],
  );
  check('until the purpose is active again', last.status, 201);
  return 'refused once the event was read: voucher/purpose-id-suspended';
};

/** A little more than the time between two readings of the events. */
const readEveryMs = 31_000;
