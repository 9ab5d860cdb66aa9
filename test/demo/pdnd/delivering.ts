import { taken, toAsl } from '../../world/people.ts';
import { pdndIds } from '../../world/pdnd-network.ts';
import { hourInRome } from '../narrator.ts';
import { anna } from './calling.ts';
import { type Act, deliveryTo, of } from './scene.ts';
import { aslSystem } from './surroundings.ts';

/** The gateway as a caller. */
export const delivered: Act = async (scene, check) => {
  const { stage, narrator, around } = scene;
  const before = around.govway.judged.length;
  await stage.tick();
  narrator.act('The gateway calls the ASL', stage.clock.now());
  narrator.say(
    'Now the gateway is the caller. It gets vouchers of PDND for the e-service of the ASL, each bound to the evidence of who acts, signs what it sends, and believes the answer only with the signature of the ASL. GovWay checks everything that the gateway checked of the Comune.',
  );
  const paolo = await deliveryTo(scene, 'Paolo', aslSystem);
  const judged = around.govway.judged.slice(before);
  narrator.table(
    ['call', 'what GovWay made of it', 'who acts, says the evidence'],
    judged.map(({ status, check: failed, userId }, at) => [
      String(at + 1),
      `${status}, ${failed ?? 'every check held'}`,
      userId ?? '',
    ]),
  );
  narrator.space();
  check('GovWay objected to nothing', judged.flatMap(({ check: failed }) => failed ?? []), []);
  check(
    'it was told who acts at the Comune',
    new Set(judged.map(({ userId }) => userId)),
    new Set([anna, 'carla.verdi']),
  );
  check('its signed answer was believed', [paolo.state, paolo.attempts], ['delivered', 1]);
  return `${judged.length} requests, every check of GovWay held`;
};

/** An answer that was changed on its way. */
export const tampered: Act = async (scene, check) => {
  const { stage, narrator, around, comune, sessions, referrals } = scene;
  narrator.act('An answer that nobody signed so', stage.clock.now());
  narrator.say(
    'One more referral. This time something between the ASL and the gateway changes one character of the answer, which says that all is well.',
  );
  const request = toAsl({ service: 'consultorio-familiare', circumstances: { social: 'Secondo colloquio.' } });
  const { reply } = await comune.post(of(sessions, anna), '/v1/referrals', request);
  referrals.set('tampered', reply.body.id ?? '');
  around.govway.misbehave('tamper');
  const effects = stage.partners.health.effects();
  await stage.tick();
  const seen = await deliveryTo(scene, 'tampered', aslSystem);
  narrator.fields([
    ['state', seen.state],
    ['code', seen.code ?? ''],
    ['detail', seen.detail ?? ''],
    ['again', seen.due_at === undefined ? 'never by itself' : hourInRome(seen.due_at)],
  ]);
  narrator.space();
  console.log(seen, around.govway.judged.slice(-3), effects, stage.partners.health.effects());
  check('the answer is not believed', seen.code, 'dispatch/answer-unproven');
  return `${seen.state}, ${seen.code}`;
};

const asksMax = 300;

/** PDND's token endpoint hangs: who needs no voucher does not notice. */
export const hanging: Act = async (scene, check) => {
  const { stage, narrator, around, comune, sessions, referrals } = scene;
  stage.clock.advance(60_000);
  narrator.act('PDND hangs', stage.clock.now());
  narrator.say(
    "PDND's token endpoint takes requests and answers none. A colleague's referral to the ASL needs a new voucher, bound to the evidence of hers; that of Elena Marini to the CPI needs none.",
  );
  const session = await comune.begin(pdndIds.healthPurpose, 'dora.neri');
  sessions.set('dora.neri', session);
  const request = toAsl({ service: 'consultorio-familiare', circumstances: { social: 'Terzo colloquio.' } });
  const { reply } = await comune.post(session, '/v1/referrals', request);
  referrals.set('held', reply.body.id ?? '');
  const { release } = around.pdnd.front.hold('/token.oauth2');
  const ticking = stage.tick();
  let cpi = await deliveryTo(scene, 'Elena to the CPI', 'cpi-sil');
  for (let asks = 0; cpi.state !== 'delivered' && asks < asksMax; asks += 1)
    cpi = await deliveryTo(scene, 'Elena to the CPI', 'cpi-sil');
  const held = await deliveryTo(scene, 'held', aslSystem);
  // While it hung, the ASL suspended the purpose of the gateway.
  around.pdnd.registry.suspendPurpose(pdndIds.partnerPurpose);
  release();
  await ticking;
  const refused = await deliveryTo(scene, 'held', aslSystem);
  console.log(held, refused, around.pdnd.refused.at(-1));
  narrator.table(
    ['delivery', 'while PDND hangs', 'once it answers'],
    [
      ['to the CPI', cpi.state, ''],
      ['to the ASL', held.state, `${refused.state}: ${refused.code}. ${refused.detail}`],
    ],
  );
  narrator.space();
  check('the CPI was reached while PDND hung', cpi.state, 'delivered');
  around.pdnd.registry.activatePurpose(pdndIds.partnerPurpose);
  if (refused.due_at !== undefined) stage.clock.until(refused.due_at);
  await stage.tick();
  const last = await deliveryTo(scene, 'held', aslSystem);
  check('and the ASL afterwards', last.state, 'delivered');
  void taken;
  return 'cpi delivered while PDND hung';
};
