import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { WireMessage } from '../../src/ports.ts';
import { readMessage } from '../../test/conformance/adapter-golden.ts';
import { fullMessage } from '../../test/conformance/adapter-message.ts';
import { adapterSuite, type Trial } from '../../test/conformance/adapter-suite.ts';
import { caseSystem, demoNetwork } from '../../test/conformance/demo-case-system.ts';
import { municipalJson } from './index.ts';
import { type misunderstandings, type OutcomeName, outcomes } from './outcomes.ts';
import { simulateCaseSystem } from './simulator.ts';

type Partner = ReturnType<typeof simulateCaseSystem>;

const options: Record<string, unknown> & { profile?: object } = caseSystem.options ?? {};

const [comune, cpi] = ['comune-borgoverde', 'cpi-borgoverde'].map((id) =>
  demoNetwork.organizations.find((o) => o.id === id),
);
const message = fullMessage({
  from: cpi,
  to: comune,
  purpose: 'LAV-ESITO',
  version: 4,
  status: 'in_progress',
  event_type: 'record_attendance',
  event: { type: 'record_attendance', attendance: 'attended', on: '2026-12-01', note: 'presenza segnata' },
  progress: {
    recipient_reference: 'RIF-DESTINATARIO',
    appointment: { start: '2026-12-01T09:30:00+01:00', place: 'Stanza segnata' },
    attendance: 'attended',
    labour: { did_date: '2026-11-24', service_pact: 'signed', service_pact_date: '2026-12-01' },
    note: 'presenza segnata',
  },
});

/** The same message about a case whose number makes the simulator fail. */
const about = (sentinel: string): Trial<Partner> => ({
  message: (full: PartialReferralMessage) => ({
    ...full,
    request: { ...full.request, case: { ...full.request.case, case_id: sentinel } },
  }),
});
const withOutbound = (outbound: string): Trial<Partner> => ({
  options: { ...options, profile: { ...options.profile, outbound } },
});

const trials: Record<OutcomeName, Trial<Partner>> = {
  accepted: {},
  not_wanted: withOutbound('event_type = "record_attendance" ? null : { "id_messaggio": message_id }'),
  answered_no: about('SIM-CHIUSA'),
  answered_later: about('SIM-OCCUPATO'),
  answer_not_understood: about('SIM-PAGINA'),
  rejected: about('SIM-422'),
  not_found: about('SIM-404'),
  conflict: about('SIM-409'),
  credentials: about('SIM-401'),
  busy: about('SIM-503'),
  failed: about('SIM-504'),
  unexpected_status: about('SIM-206'),
  not_mapped: withOutbound('event_type = "submit" ? { "id_messaggio": message_id }'),
  profile_failed: withOutbound('event.on + 1'),
};

const read = (name: string): WireMessage => readMessage(new URL(`./examples/${name}/read.http`, import.meta.url));
const household = read('household');
const body = (text: string): WireMessage => ({ ...household, body: text });
const changed = (from: string, to: string): WireMessage => body(household.body.replace(from, to));

const refused: Record<(typeof misunderstandings)[keyof typeof misunderstandings]['code'], WireMessage> = {
  'municipal-json/not-json': body('<xml/>'),
  'municipal-json/too-deep': body(`${'['.repeat(40)}${']'.repeat(40)}`),
  'municipal-json/inbound-failed': changed('"codice_fiscale": "MRNLNE79E54B000M"', '"codice_fiscale": 17'),
  'municipal-json/nothing-said': changed('SEGNALAZIONE_NUCLEO', 'BATTITO'),
  'municipal-json/too-many': body(manyReferrals(51)),
  'municipal-json/not-canonical': changed('"ambito": "SANITA"', '"ambito": "SANITARIO"'),
  'municipal-json/repeated-message-id': changed('SEG-2026-0202', 'SEG-2026-0201'),
};

function manyReferrals(count: number): string {
  const whole = JSON.parse(household.body);
  const [person] = whole.nucleo.componenti;
  const [referral] = person.segnalazioni;
  person.segnalazioni = Array.from({ length: count }, (_, at) => ({ ...referral, numero: `SEG-${at}` }));
  return JSON.stringify(whole);
}

adapterSuite({
  adapter: municipalJson,
  system: caseSystem,
  message,
  outcomes,
  trials,
  start: () => simulateCaseSystem(),
  examples: new URL('./examples/', import.meta.url),
  inbound: { good: [household, read('cancellation')], refused },
});
