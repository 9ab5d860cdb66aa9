import type { SystemView } from '../../../contracts/api/replies.ts';
import { elena, paolo, taken } from '../../world/people.ts';
import { fhirLines, soapLines } from '../excerpt.ts';
import { hourInRome } from '../narrator.ts';
import { type Act, deliveryTo, names, referralOf, tellDelivery } from './scene.ts';

const ticksMax = 40;

/** The ASL does not answer; the gateway goes on trying, then leaves it in peace. */
export const aslDown: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  narrator.act('The ASL is down', stage.clock.now());
  narrator.say(
    'Nobody listens at the address of the ASL. The gateway tries again, each time a little later; after five failures in a row it opens the circuit, and leaves the ASL alone for a while. The CPI is reached all the same: no system holds up another.',
  );
  const referral = referralOf(scene, 'paolo');
  const attempts: string[][] = [];
  const systemNow = async () => taken(await stage.as('comune-sportello').get<SystemView>('/v1/systems/asl-fhir'));
  let system = await systemNow();
  for (let ticks = 0; system.open_until === undefined && ticks < ticksMax; ticks += 1) {
    await stage.tick();
    const { attempts: count, code = '', due_at } = await deliveryTo(scene, referral, 'asl-fhir');
    system = await systemNow();
    const next =
      system.open_until === undefined
        ? hourInRome(due_at ?? '')
        : `circuit open until ${hourInRome(system.open_until)}`;
    if (attempts.length < count) attempts.push([String(count), hourInRome(stage.clock.now()), code, next]);
    if (due_at !== undefined && system.open_until === undefined) stage.clock.until(due_at);
  }
  narrator.table(['attempt', 'at', 'what the gateway saw', 'again'], attempts);
  narrator.space();
  const waiting = await deliveryTo(scene, referral, 'asl-fhir');
  check('five attempts, and the circuit is open', [waiting.attempts, system.open_until !== undefined], [5, true]);
  check('the delivery waits', waiting.state, 'queued');
  check('nothing reached the ASL', stage.partners.sent.filter(({ system: id }) => id === 'asl-fhir').length, 0);
  return `5 attempts refused, circuit open until ${system.open_until}`;
};

/** An error inside a data field. */
export const quota: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  narrator.act("The CPI's quota is used up", stage.clock.now());
  const [asked] = stage.partners.sent.filter(({ system }) => system === 'cpi-sil');
  narrator.say(
    `Meanwhile the labour network was asked for the scheda anagrafico-professionale of ${names.elena}. It answered HTTP 200, and X001 where a number should be: its quota of requests is used up. The adapter knows that dialect, and the gateway comes back in a quarter of an hour.`,
  );
  narrator.quote('the answer of the CPI, HTTP 200', [
    /<CodiceSAP>[^<]*<\/CodiceSAP>/.exec(asked?.answer ?? '')?.[0] ?? '',
  ]);
  narrator.space();
  const waiting = await deliveryTo(scene, referralOf(scene, 'elena'), 'cpi-sil');
  check('the delivery waits, with the reason', [waiting.state, waiting.code], ['queued', 'labour-sap/quota-exceeded']);
  check(
    'the CPI was asked once, and notified of nothing',
    [stage.partners.labour.received.length, stage.partners.labour.effects()],
    [1, 0],
  );
  return `X001; asked again at ${waiting.due_at}`;
};

/** A probe finds it up. */
export const aslBack: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  await stage.bringBack('asl-fhir');
  const { open_until } = taken(await stage.as('comune-sportello').get<SystemView>('/v1/systems/asl-fhir'));
  if (open_until !== undefined) stage.clock.until(open_until);
  const due = (await deliveryTo(scene, referralOf(scene, 'paolo'), 'asl-fhir')).due_at;
  if (due !== undefined) stage.clock.until(due);
  await stage.tick();
  narrator.act('The ASL is back', stage.clock.now());
  narrator.say(
    'The rest is over: one delivery goes ahead as a probe, finds the ASL up, and closes the circuit. The gate was asked again at this moment, for every class of data that the referral holds.',
  );
  const { delivery, line } = await tellDelivery(scene, 'paolo', 'asl-fhir');
  const sent = stage.partners.sent.filter(({ system }) => system === 'asl-fhir');
  narrator.quote(
    'on the wire, POST (excerpt)',
    fhirLines(sent[0] ?? noRequest, [
      'Patient.name.0.family',
      'Patient.telecom.0.value',
      'ServiceRequest.code.text',
      'ServiceRequest.reasonCode.0.text',
      'ServiceRequest.priority',
    ]),
  );
  narrator.space();
  check(
    'the ASL holds one Task for it',
    [stage.partners.health.effects(), stage.partners.health.task(delivery.referral_id ?? '').status],
    [1, 'requested'],
  );
  check('the reason of health went with it', line.classes_disclosed.includes('health'), true);
  const wire = sent.map(({ body }) => body).join();
  check(
    'his work, his trial and his exemption did not',
    ['Senza impiego', 'Messa alla prova', 'servizio specialistico.'].filter((words) => wire.includes(words)),
    [],
  );
  check(
    'nor did a word about the others of the household',
    [elena.tax_code, elena.given_name].filter((words) => wire.includes(words)),
    [],
  );
  return `delivered at attempt ${delivery.attempts}, as a FHIR transaction`;
};

const noRequest = {
  system: 'asl-fhir',
  method: '',
  url: '',
  headers: '',
  body: '{"type":"none","entry":[]}',
  status: 0,
  answer: '',
} as const;

/** What the CPI is told, and what it is not. */
export const cpiAgain: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  const due = (await deliveryTo(scene, referralOf(scene, 'elena'), 'cpi-sil')).due_at;
  if (due !== undefined) stage.clock.until(due);
  await stage.tick();
  narrator.act('The CPI is asked again', stage.clock.now());
  narrator.say(
    'A quarter of an hour later the labour network answers. The gateway finds her scheda, then notifies whoever holds it. The notification has room for little more than the case number; what else the CPI may see it reads from the gateway.',
  );
  const { delivery, line } = await tellDelivery(scene, 'elena', 'cpi-sil');
  const notified = stage.partners.sent.filter(
    ({ system, body }) => system === 'cpi-sil' && body.includes('notificaSAP'),
  );
  narrator.quote('on the wire, POST (excerpt)', notified.flatMap(soapLines));
  narrator.space();
  check(
    'the CPI was notified once, at the second attempt',
    [stage.partners.labour.effects(), delivery.attempts],
    [1, 2],
  );
  check(
    'about the right person',
    stage.partners.labour.received.map(({ operation, taxCode }) => [operation, taxCode === elena.tax_code]),
    [
      ['verificaEsistenzaSAP', true],
      ['verificaEsistenzaSAP', true],
      ['notificaSAP', true],
    ],
  );
  check(
    'her health and her ISEE were withheld',
    ['health', 'economic'].filter((c) => line.classes_withheld.some((w) => w === c)),
    ['health', 'economic'],
  );
  const wire = stage.partners.sent
    .filter(({ system }) => system === 'cpi-sil')
    .map(({ body }) => body)
    .join();
  check(
    'and are nowhere on the wire',
    ['ansia', '5312', paolo.tax_code].filter((words) => wire.includes(words)),
    [],
  );
  return `notified at attempt ${delivery.attempts}, over SOAP`;
};
