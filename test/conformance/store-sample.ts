import type { Consent } from '../../contracts/canonical/consent.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import { Network } from '../../contracts/canonical/network.ts';
import { type Referral, type ReferralRequest, referralRequestExample } from '../../contracts/canonical/referral.ts';
import type { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import { checkLetter } from '../../contracts/canonical/tax-code.ts';
import { evolve } from '../../src/core/referral/index.ts';
import type { NewDelivery, Settlement, StoredEvent, SubjectIdentifier, Unit } from '../../src/ports.ts';

export const at = '2026-11-20T09:00:00.000Z';

/** Instants after `at`. */
export const seconds = (count: number) => new Date(Date.parse(at) + count * 1000).toISOString();

/** Identifiers of one series, counted: the same on every run, and rising as UUIDs version 7 do. */
export function countedIds(series: number) {
  let count = 0;
  return () => {
    count += 1;
    return `019aa3c0-${hex(series, 4)}-7000-8000-${hex(count, 12)}`;
  };
}
const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

/** An invented tax code with a valid check letter. */
export function taxCode(index: number): SubjectIdentifier {
  const letters = 'ABCDEFGHILMNOPRSTUVZ';
  const name = [0, 1, 2, 3, 4, 5].map((place) => letters.charAt(Math.floor(index / 20 ** place) % 20)).join('');
  const body = `${name}80A41H501`;
  return { system: 'tax_code', value: body + checkLetter(body) };
}

/** Values that must be found nowhere in a database. */
export const planted = {
  family_name: 'Quattropani-Segretissimo',
  health: 'segue una terapia sostitutiva dal 2019',
  document_reference: 'PAD-RISERVATO-77120',
  birth_date: '1951-02-03',
  phone: '+39 0759990001',
};

/** Everything the store's suite writes, for one invented person and body, with its own counted identifiers. */
export function createSample(series: number) {
  const newId = countedIds(series);

  const exchange = (more: Partial<Exchange> = {}): Exchange => ({
    id: newId() as Exchange['id'],
    at,
    correlation_id: newId(),
    operation: 'referral.submit',
    direction: 'in',
    from: 'comune-borgoverde',
    to: 'cpi-borgoverde',
    evidence: [],
    network_version: 0,
    permitted: true,
    rule: 'permit/matrix',
    classes_asked: ['identity', 'health'],
    classes_disclosed: ['identity'],
    classes_withheld: ['health'],
    outcome: 'accepted',
    ...more,
  });

  const request = (identifier: SubjectIdentifier, more: Partial<ReferralRequest> = {}): ReferralRequest =>
    ({
      ...referralRequestExample,
      subject: {
        [identifier.system]: identifier.value,
        family_name: planted.family_name,
        contacts: { phone: planted.phone },
      },
      circumstances: { health: { reason: planted.health } },
      ...more,
    }) as ReferralRequest;

  const event = (state: Referral, said: ReferralEventRequest, by = 'cpi-borgoverde'): StoredEvent => ({
    stream: state.id,
    version: state.version + 1,
    type: said.type,
    at,
    by,
    subject_id: state.subject_id,
    payload: { event: said },
  });

  return {
    newId,
    exchange,
    event,

    /** A new person with a referral: the unit, and the referral it leads to. */
    submission(
      identifier: SubjectIdentifier,
      more: { readonly request?: Partial<ReferralRequest>; readonly known?: string } = {},
    ) {
      const subject_id = more.known ?? newId();
      const submitted: StoredEvent = {
        stream: newId(),
        version: 1,
        type: 'submit',
        at,
        by: 'comune-borgoverde',
        subject_id,
        payload: { request: request(identifier, more.request), conversation_id: newId() },
      };
      const referral = evolve(null, submitted);
      const unit: Unit = {
        exchanges: [exchange({ subject_id, referral_id: referral.id })],
        events: [submitted],
        referrals: [referral],
        ...(more.known === undefined
          ? { subject: { id: subject_id, identifiers: [identifier], created_at: at, birth_date: planted.birth_date } }
          : {}),
      };
      return { unit, referral, subject_id };
    },

    /** One more event of a referral. */
    step(state: Referral, said: ReferralEventRequest) {
      const stored = event(state, said);
      const referral = evolve(state, stored);
      const unit: Unit = {
        exchanges: [exchange({ operation: 'referral.event', subject_id: state.subject_id, referral_id: state.id })],
        events: [stored],
        referrals: [referral],
      };
      return { unit, referral };
    },

    consent: (subject_id: string, more: Partial<Consent> = {}): Consent =>
      ({
        id: newId(),
        version: 1,
        subject_id,
        registered_by: 'comune-borgoverde',
        kind: 'statutory_authorisation',
        scope: { purpose: 'LAV-INV' },
        given_by: 'self',
        given_at: '2026-11-02T10:00:00+01:00',
        valid_from: '2026-11-02',
        source: 'pad',
        document_reference: planted.document_reference,
        status: 'active',
        registered_at: at,
        ...more,
      }) as Consent,

    delivery: (more: Partial<NewDelivery> = {}): NewDelivery =>
      ({
        id: newId(),
        referral_id: newId(),
        version: 1,
        task: 'deliver',
        event: 'submit',
        initiator: 'comune-borgoverde',
        recipient: 'cpi-borgoverde',
        system: 'cpi-sil',
        purpose: 'LAV-INV',
        created_at: at,
        correlation_id: newId(),
        lane: newId(),
        state: 'queued',
        due_at: at,
        ...more,
      }) as NewDelivery,

    settlement: (delivery_id: string, more: Partial<Settlement> = {}): Settlement => ({
      delivery_id,
      state: 'delivered',
      code: 'labour-sap/notified',
      detail: 'The partner took it.',
      findings: [],
      due_at: null,
      at: seconds(1),
      ...more,
    }),
  };
}

export type Sample = ReturnType<typeof createSample>;

export const network: Network = Network.parse({
  territory: { id: 'ats-borgoverde', name: 'ATS di Borgoverde' },
  organizations: [
    { id: 'comune-borgoverde', name: 'Comune di Borgoverde', kind: 'comune' },
    { id: 'cpi-borgoverde', name: "Centro per l'impiego di Borgoverde", kind: 'cpi' },
  ],
  services: [
    { id: 'patto-di-servizio', name: 'Patto di servizio', kind: 'labour_activation', providers: ['cpi-borgoverde'] },
  ],
  agreements: [],
  systems: [
    { id: 'cpi-sil', organization: 'cpi-borgoverde', adapter: 'labour-sap', address: 'https://sil.example.it' },
  ],
  clients: [],
});
