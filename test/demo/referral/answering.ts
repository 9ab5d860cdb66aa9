import { dayMs, hourMs } from '../../world/clock.ts';
import { numbers } from '../../world/household.ts';
import { elena } from '../../world/people.ts';
import { fhirLines, jsonLines } from '../excerpt.ts';
import { type Act, names, referralOf, type Scene, tellDelivery } from './scene.ts';

const told = ({ stage }: Scene, number: string) =>
  stage.partners.caseSystem.received.filter(({ segnalazione }) => segnalazione === number);

/** The ASL speaks FHIR; the case system hears its own words. */
export const aslAnswers: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  const referral = referralOf(scene, 'paolo');
  stage.clock.advance(4 * hourMs);
  narrator.act('The ASL answers', stage.clock.now());
  narrator.say(
    "The SerD takes the person in care (presa in carico) and gives him an appointment. Its system pushes the Task and the Appointment to the gateway, with a note for colleagues that is nobody else's business. The gateway turns them into events, asks the gate what the Comune may know, and tells the case system.",
  );
  const note = 'Riferisce gioco quotidiano, valutare comorbilità.';
  await stage.partners.health.change(referral, { status: 'accepted', note: [{ text: note }] });
  await stage.partners.health.schedule(referral, { start: '2026-11-25T09:30:00+01:00', place: 'SerD, stanza 2' });
  await stage.tick();
  const [accepted = '{}', scheduled = '{}'] = stage.partners.pushed;
  narrator.quote('POST /v1/inbound/asl-fhir, twice (excerpts)', [
    ...fhirLines({ body: accepted }, ['Task.status', 'Task.note.0.text']),
    ...fhirLines({ body: scheduled }, ['Appointment.status', 'Appointment.start']),
  ]);
  const { delivery, line } = await tellDelivery(scene, 'paolo', 'comune-cartella');
  const received = told(scene, numbers.paolo);
  const last = received.at(-1) ?? {};
  narrator.quote(
    'what the case system got, in its own words',
    jsonLines(last, ['segnalazione', 'ente', 'servizio', 'stato', 'appuntamento', 'non_comunicati']),
  );
  narrator.space();
  check(
    'the case system knows that he was taken on, then that he has an appointment',
    received.map(({ stato }) => stato),
    ['PRESA_IN_CARICO', 'APPUNTAMENTO_FISSATO'],
  );
  check('it knows when and where', Reflect.get(last, 'appuntamento'), {
    inizio: '2026-11-25T09:30:00+01:00',
    luogo: 'SerD, stanza 2',
  });
  check('state and references came back, and nothing else', line.classes_disclosed.toSorted(), [
    'case_reference',
    'service_status',
  ]);
  check(
    'the note of the SerD stayed there',
    JSON.stringify(stage.partners.caseSystem.received).includes('gioco'),
    false,
  );
  return `${received.length} messages to the case system, the last delivered as ${delivery.event}`;
};

/** The CPI never calls: the gateway asks it. */
export const cpiAnswers: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  const day = '2026-11-23';
  stage.clock.until(`${day}T10:00:00.000Z`);
  stage.partners.labour.declareDid(elena.tax_code, '2026-11-20');
  stage.partners.labour.signPact(elena.tax_code, day);
  await followUntil(
    scene,
    new Date(Date.parse(stage.clock.now()) + dayMs).toISOString(),
    () => told(scene, numbers.elena).length > 2,
  );
  narrator.act('The CPI signs the service pact', stage.clock.now());
  narrator.say(
    `On Monday ${names.elena} signs her patto di servizio at the CPI. The labour network never calls anybody: the gateway asks it every six hours, finds the pact (activity A02), and tells the Comune what follows from it.`,
  );
  const { line } = await tellDelivery(scene, 'elena', 'comune-cartella');
  const received = told(scene, numbers.elena);
  const last = received.at(-1) ?? {};
  narrator.quote(
    'what the case system got, in its own words',
    jsonLines(last, ['segnalazione', 'ente', 'stato', 'lavoro', 'non_comunicati']),
  );
  narrator.space();
  check(
    'the case system knows that she was taken on, and that the work has begun',
    [...new Set(received.map(({ stato }) => stato))],
    ['PRESA_IN_CARICO', 'IN_CORSO'],
  );
  check('and that the pact is signed', Reflect.get(last, 'lavoro'), {
    data_did: '2026-11-20',
    patto_servizio: 'SOTTOSCRITTO',
    data_patto: day,
  });
  check('the state of her work came back with it', line.classes_disclosed.includes('labour'), true);
  return `service pact of ${day} told to the case system`;
};

const ticksMax = 100;

/** Does what becomes due, one thing after the other, until `there` or `end`. */
async function followUntil({ stage }: Scene, end: string, there: () => boolean): Promise<void> {
  for (let ticks = 0; ticks < ticksMax && !there(); ticks += 1) {
    await stage.tick();
    const due = await stage.nextDue();
    if (due === null || due > end) return;
    stage.clock.until(due);
  }
}
