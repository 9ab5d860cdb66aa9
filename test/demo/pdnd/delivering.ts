import { minuteMs } from '../../world/clock.ts';
import { pdndIds } from '../../world/pdnd-network.ts';
import { toAsl, toCpi } from '../../world/people.ts';
import { hourInRome } from '../narrator.ts';
import { anna } from './calling.ts';
import { networkFile, raccordo } from './command.ts';
import { type Act, deliveryTo, named, type Scene } from './scene.ts';
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
    ['who acts, says the evidence', 'what GovWay made of the request'],
    judged
      .map(({ status, check: failed, userId }) => [userId ?? '', `${status}, ${failed ?? 'every check held'}`])
      .toSorted(),
  );
  narrator.space();
  check(
    'GovWay objected to nothing',
    judged.flatMap(({ check: failed }) => failed ?? []),
    [],
  );
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
  const { health } = stage.partners;
  narrator.act('An answer that was changed on its way', stage.clock.now());
  narrator.say(
    'One more referral to the ASL. This time something on the way back changes one character of the signed answer, which says that all went well. The operator of the ATS looks at the delivery.',
  );
  const request = toAsl({
    service: 'consultorio-familiare',
    circumstances: { social: 'Chiede un secondo colloquio.' },
  });
  const { reply } = await comune.post(named(sessions, anna), '/v1/referrals', request);
  referrals.set('tampered', reply.body.id ?? '');
  around.govway.misbehave('tamper');
  const effects = health.effects();
  await stage.tick();
  const seen = await deliveryTo(scene, 'tampered', aslSystem);
  narrator.fields([
    ['state', seen.state],
    ['code', seen.code ?? ''],
    ['detail', seen.detail ?? ''],
    ['again', hourInRome(seen.due_at ?? '')],
  ]);
  narrator.space();
  check(
    'the answer is not believed, though it says 200',
    [seen.state, seen.code, around.govway.judged.at(-1)?.status],
    ['queued', 'dispatch/answer-unproven', 200],
  );
  check(
    'and the operator is told which check failed',
    /\(digest\/value-wrong, status 200\)$/.test(seen.detail ?? ''),
    true,
  );
  if (seen.due_at !== undefined) stage.clock.until(seen.due_at);
  await stage.tick();
  const last = await deliveryTo(scene, 'tampered', aslSystem);
  narrator.say(
    'A transaction of this adapter may be repeated, so a second later the gateway sends it again: under the same voucher, with a new signature. To a system that cannot bear a repeat it would not: the delivery would be unknown, until a person asks there.',
  );
  narrator.space();
  check('the second answer is sound, and believed', [last.state, last.attempts], ['delivered', 2]);
  check('the ASL holds one Task for it', health.effects(), effects + 1);
  return `${seen.code} at first, ${last.state} at attempt ${last.attempts}`;
};

const looksMax = 500;

/** PDND's token endpoint hangs, then refuses: who needs no voucher of it does not notice. */
export const hanging: Act = async (scene, check) => {
  const { stage, narrator, around, comune, referrals } = scene;
  const { registry, front, refused } = around.pdnd;
  stage.clock.advance(minuteMs);
  narrator.act('PDND hangs, then refuses', stage.clock.now());
  narrator.say(
    "Anna Bianchi sends Elena Marini to the CPI, whose system asks for no voucher. Dora Neri sends somebody to the ASL, for which the gateway needs a voucher that is bound to the evidence of hers. PDND's token endpoint takes the request, and does not answer. Meanwhile the ASL suspends the purpose of the ATS: once PDND answers, it says no.",
  );
  const [labour, health] = [
    await comune.begin(pdndIds.labourPurpose, anna),
    await comune.begin(pdndIds.healthPurpose, 'dora.neri'),
  ];
  const request = toAsl({ service: 'consultorio-familiare', circumstances: { social: 'Chiede un terzo colloquio.' } });
  const sent = [
    await comune.post(labour, '/v1/referrals', toCpi()),
    await comune.post(health, '/v1/referrals', request),
  ].map(({ reply }) => reply.body.id ?? '');
  for (const [at, name] of ['to the CPI', 'to the ASL'].entries()) referrals.set(name, sent[at] ?? '');

  const { release } = front.hold(tokenPath);
  const asked = front.count(tokenPath);
  const ticking = stage.tick();
  const isHanging = async () =>
    (await deliveryTo(scene, 'to the CPI', 'cpi-sil')).state === 'delivered' && front.count(tokenPath) > asked;
  for (let looks = 0; looks < looksMax && !(await isHanging()); looks += 1);
  const hung = await states(scene);
  registry.suspendPurpose(pdndIds.partnerPurpose);
  release();
  await ticking;
  const denied = await deliveryTo(scene, 'to the ASL', aslSystem);
  const then = await states(scene);
  const { err } = await raccordo(scene, 'pdnd', 'token', '--system', aslSystem, '--network', networkFile(scene));
  narrator.table(
    ['delivery', 'while PDND hangs', 'once it answers'],
    ['to the CPI', 'to the ASL'].map((name, at) => [name, hung[at] ?? '', then[at] ?? '']),
  );
  narrator.fields([
    ['code', denied.code ?? ''],
    ['detail', denied.detail ?? ''],
    ['again', hourInRome(denied.due_at ?? '')],
  ]);
  narrator.quote(`the operator: raccordo pdnd token --system ${aslSystem}`, err.slice(0, 3));
  narrator.space();
  check('the CPI was reached while the delivery to the ASL waited for PDND', hung, ['delivered', 'leased']);
  check(
    'PDND refused, for a purpose that is not active (its reason 0020); nothing was sent to the ASL',
    [refused.at(-1), denied.state, /\(voucher-refused\)$/.test(denied.detail ?? '')],
    [['0020'], 'queued', true],
  );
  registry.activatePurpose(pdndIds.partnerPurpose);
  if (denied.due_at !== undefined) stage.clock.until(denied.due_at);
  await stage.tick();
  check('once the purpose is active again the ASL is reached', (await states(scene))[1], 'delivered');
  return 'the CPI was reached while PDND hung, the ASL once PDND gave a voucher';
};

const tokenPath = '/token.oauth2';
const states = async (scene: Scene) => [
  (await deliveryTo(scene, 'to the CPI', 'cpi-sil')).state,
  (await deliveryTo(scene, 'to the ASL', aslSystem)).state,
];
