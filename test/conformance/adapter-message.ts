import { type PartialReferralMessage, ReferralMessage } from '../../contracts/canonical/message.ts';
import type { Service } from '../../contracts/canonical/network.ts';
import type { Organization } from '../../contracts/canonical/organization.ts';
import type { ReferralEventRequest, ReferralEventType } from '../../contracts/canonical/referral-event.ts';
import { checkLetter } from '../../contracts/canonical/tax-code.ts';
import type { Disclosed } from '../../src/ports.ts';

const id = (n: number) => `019aa3c0-7d52-7a10-8f00-${String(n).padStart(12, '0')}`;

/** A tax code of nobody, closed with its check letter. `fifteen`: the characters before it. */
export const inventedTaxCode = (fifteen: string): string => `${fifteen}${checkLetter(fifteen)}`;

const comune = {
  id: 'comune-borgoverde',
  name: 'Comune di Borgoverde',
  kind: 'comune',
  codes: { ipa: 'c_b000', belfiore: 'B000' },
};
const cpi = {
  id: 'cpi-borgoverde',
  name: "Centro per l'impiego di Borgoverde",
  kind: 'cpi',
  codes: { operator: 'H501X000004' },
};
const service = {
  id: 'patto-di-servizio',
  name: 'Patto di servizio personalizzato',
  kind: 'labour_activation',
  providers: [cpi.id],
};

/** A message with every member filled, one mark per place, so that a value found where it must not be names its origin. */
const everything = {
  message_id: id(5),
  correlation_id: id(4),
  conversation_id: 'conversazione-17',
  referral_id: id(6),
  version: 1,
  at: '2026-11-20T09:00:00Z',
  purpose: 'LAV-INV',
  from: comune,
  to: cpi,
  service,
  status: 'requested',
  event_type: 'submit',
  request: {
    kind: 'labour_activation',
    purpose: 'LAV-INV',
    initiator: comune.id,
    recipient: cpi.id,
    service: service.id,
    subject: {
      tax_code: inventedTaxCode('VRDMRA84T52B000'),
      stp_eni_code: 'STP0123456789012',
      anpr_id: 'AB12345CD',
      given_name: 'Nomeprova',
      family_name: 'Cognomeprova',
      birth_date: '1984-12-12',
      birth_place: 'B000',
      sex: 'female',
      citizenship: '000',
      residence: { municipality: 'B000', address: 'Via Segnata 17', postal_code: '06999' },
      contacts: { phone: '+39 0755550177', email: 'cittadina.segnata@example.it', language: 'ita' },
      guardian: {
        given_name: 'Nometutore',
        family_name: 'Cognometutore',
        tax_code: inventedTaxCode('NRALCU50A01B000'),
        phone: '+39 0755550188',
        email: 'tutore.segnato@example.it',
      },
    },
    household: { reference: 'NUCLEO-SEGNATO', size: 3, member_ages: [41, 12, 9] },
    case: {
      case_id: 'BV-2026-0107',
      inps_protocol: 'INPS-ADI-2026-SEGNATO',
      case_manager: {
        given_name: 'Nomeassistente',
        family_name: 'Cognomeassistente',
        phone: '+39 0755550199',
        email: 'assistente.segnata@example.it',
      },
    },
    activable: true,
    needs: [
      { domain: 'work_and_employability', code: 'no_qualification', text: 'lavoro segnato' },
      { domain: 'economic', text: 'economia segnata' },
      { domain: 'housing', text: 'casa segnata' },
    ],
    interventions: ['i_active_labour_policy'],
    priority: { level: 'urgent', justification: 'giustificazione segnata' },
    safety: { do_not_contact_directly: false, protected_address: false },
    circumstances: {
      labour: 'circostanza di lavoro',
      economic: { isee_value_eur: 4321.09, below_isee_threshold: true, note: 'nota economica segnata' },
      education: 'istruzione segnata',
      housing: 'abitazione segnata',
      social: 'socialità segnata',
      health: { reason: 'salute segnata', specialty: 'specialità segnata' },
      disability: 'disabilità segnata',
      violence_protection: 'protezione segnata',
      judicial: 'giustizia segnata',
      exemption_reason: 'esonero segnato',
    },
    evidence: [id(7)],
    initiator_reference: 'RIF-MITTENTE-SEGNATO',
    part_of: id(8),
    urgent_reason: 'urgenza segnata',
  },
  progress: {},
  withheld: [],
};

/** The full message, checked against the contract; members given replace whole members. */
export function fullMessage(over: Readonly<Record<string, unknown>> = {}): PartialReferralMessage {
  return ReferralMessage.parse({ ...structuredClone(everything), ...over });
}

/** What an adapter may look up in a test: the bodies and the service of the message. */
export const directoryOf = (
  message: PartialReferralMessage,
): { organizations: Organization[]; services: Service[] } => ({
  organizations: [message.from, message.to],
  services: [message.service],
});

/** The gate itself is tested elsewhere: here a test says that what it wrote by hand would have passed. */
export const asDisclosed = (message: PartialReferralMessage) => message as Disclosed<PartialReferralMessage>;

/** The same message with nothing left but the envelope. */
export const emptied = ({ event: _, ...message }: PartialReferralMessage): PartialReferralMessage => ({
  ...message,
  request: {},
  progress: {},
  withheld: ['identity', 'contact', 'residence', 'household', 'labour', 'case_reference', 'service_status', 'social'],
});

/** One event of each kind that a message can carry, beside `submit`. */
export const events: Readonly<Partial<Record<ReferralEventType, ReferralEventRequest>>> = {
  acknowledge: { type: 'acknowledge', recipient_reference: 'RIF-DESTINATARIO' },
  claim: { type: 'claim' },
  request_information: { type: 'request_information', topic: 'documents', text: 'documento segnato' },
  supply_information: { type: 'supply_information', text: 'risposta segnata' },
  hold: { type: 'hold', reason: 'waiting_list', note: 'attesa segnata' },
  resume: { type: 'resume' },
  accept: { type: 'accept', recipient_reference: 'RIF-DESTINATARIO', contact: 'Sportello segnato' },
  decline: { type: 'decline', reason: 'no_capacity', note: 'rifiuto segnato' },
  schedule: { type: 'schedule', appointment: { start: '2026-12-01T09:30:00+01:00', place: 'Stanza segnata' } },
  reschedule: { type: 'reschedule', appointment: { start: '2026-12-02T09:30:00+01:00' } },
  cancel_appointment: { type: 'cancel_appointment' },
  record_attendance: { type: 'record_attendance', attendance: 'attended', on: '2026-12-01', note: 'presenza segnata' },
  start: { type: 'start', started_on: '2026-12-01' },
  report_progress: { type: 'report_progress', labour: { service_pact: 'signed', service_pact_date: '2026-12-01' } },
  complete: { type: 'complete', outcome: 'goals_achieved', ended_on: '2027-03-01', note: 'esito segnato' },
  interrupt: { type: 'interrupt', reason: 'moved_away', ended_on: '2027-02-01' },
  request_cancellation: { type: 'request_cancellation', reason: 'no_longer_needed', note: 'annullamento segnato' },
  confirm_cancellation: { type: 'confirm_cancellation' },
  refuse_cancellation: { type: 'refuse_cancellation', reason: 'already_started' },
  mark_entered_in_error: { type: 'mark_entered_in_error', reason: 'wrong_person', note: 'errore segnato' },
};

// Codes, not values of a person: they may stand anywhere.
const coded = new Set([
  'kind',
  'purpose',
  'initiator',
  'recipient',
  'service',
  'type',
  'domain',
  'level',
  'sex',
  'reason',
  'topic',
]);
const codedToo = new Set([
  'code',
  'interventions',
  'evidence',
  'part_of',
  'outcome',
  'attendance',
  'service_pact',
  'language',
]);
export const isCoded = (member: string): boolean => coded.has(member) || codedToo.has(member);

/** Every value of the message that says something about a person, long enough to be searched for. */
export function personalValues({ request, progress, event }: PartialReferralMessage): string[] {
  const values = (value: unknown): string[] => {
    if (typeof value === 'string') return value.length > 4 ? [value] : [];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([member, inner]) => (isCoded(member) ? [] : values(inner)));
  };
  return [request, progress, event].flatMap(values);
}
