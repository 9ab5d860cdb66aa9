import { checkLetter } from '../../contracts/canonical/tax-code.ts';
import type { Client, Reply } from './clients.ts';

/** A tax code of nobody: `fifteen` characters, and their check letter. */
export const taxCode = (fifteen: string): string => `${fifteen}${checkLetter(fifteen)}`;

export const elena = {
  tax_code: taxCode('MRNLNE79E54B000'),
  given_name: 'Elena',
  family_name: 'Marini',
  birth_date: '1979-05-14',
  sex: 'female',
  residence: { municipality: 'B000', address: 'Via dei Tigli 4', postal_code: '06999' },
  contacts: { phone: '+39 3335550111', email: 'elena.marini@posta.example' },
};
export const paolo = {
  tax_code: taxCode('SRRPLA77M09B000'),
  given_name: 'Paolo',
  family_name: 'Serra',
  birth_date: '1977-08-09',
};
export const davide = {
  tax_code: taxCode('SRRDVD07A22B000'),
  given_name: 'Davide',
  family_name: 'Serra',
  birth_date: '2007-01-22',
};
export const lucia = {
  tax_code: taxCode('SRRLCU16R50B000'),
  given_name: 'Lucia',
  family_name: 'Serra',
  birth_date: '2016-10-10',
  guardian: { given_name: 'Elena', family_name: 'Marini', tax_code: elena.tax_code },
};

const common = {
  initiator: 'comune-borgoverde',
  household: { reference: 'N-2026-0107', size: 4, member_ages: [47, 49, 19, 10] },
  case: {
    case_id: 'BV-2026-0107',
    case_manager: { given_name: 'Anna', family_name: 'Bianchi', phone: '+39 0755550101' },
  },
};

/** A referral of each kind that the demo network agreed on; members given replace whole members. */
export const toCpi = (more: object = {}) => ({
  ...common,
  kind: 'labour_activation',
  purpose: 'LAV-INV',
  recipient: 'cpi-borgoverde',
  service: 'patto-di-servizio',
  subject: elena,
  activable: true,
  needs: [{ domain: 'work_and_employability', code: 'no_qualification' }],
  circumstances: {
    labour: 'Disponibile al mattino.',
    health: { reason: 'In cura per ansia.' },
    economic: { isee_value_eur: 5312.4 },
  },
  ...more,
});
export const toAsl = (more: object = {}) => ({
  ...common,
  kind: 'specialist_health',
  purpose: 'SAN-INV',
  recipient: 'asl-borgoverde',
  service: 'servizio-dipendenze',
  subject: paolo,
  circumstances: {
    health: { reason: 'Chiede aiuto per il gioco.' },
    labour: 'Senza impiego dal 2024.',
    social: 'Separato.',
  },
  ...more,
});
export const toSchool = (more: object = {}) => ({
  ...common,
  kind: 'school',
  purpose: 'SCU-INV',
  recipient: 'ic-borgoverde',
  service: 'frequenza-scolastica',
  subject: lucia,
  circumstances: { education: 'Molte assenze da settembre.', social: 'I genitori si stanno separando.' },
  ...more,
});
/** Open: whichever of its providers claims it first. */
export const toThirdSector = (more: object = {}) => ({
  ...common,
  kind: 'third_sector',
  purpose: 'TS-INV',
  service: 'accompagnamento-sociale',
  subject: elena,
  ...more,
});

/** The evidence that an exchange stands on; by default the authorisation given in the PAD. */
export const evidence = (tax_code: string, more: object = {}) => ({
  subject: { tax_code },
  kind: 'statutory_authorisation',
  scope: { purpose: 'LAV-INV' },
  given_by: 'self',
  given_at: '2026-11-02T10:00:00+01:00',
  valid_from: '2026-11-02',
  source: 'pad',
  ...more,
});

/** What a write on a referral answers. */
export type Receipt = {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly available_events: readonly { readonly type: string }[];
};

export const refer = async (client: Client, request: object): Promise<Receipt> =>
  taken(await client.post<Receipt>('/v1/referrals', request), 201);
export const attest = async (
  client: Client,
  request: object,
): Promise<{ readonly id: string; readonly subject_id: string }> =>
  taken(await client.post<{ id: string; subject_id: string }>('/v1/consents', request), 201);

/** The body of a reply that must have gone well. */
export function taken<T>(reply: Reply<T>, status = 200): T {
  if (reply.status !== status) throw new Error(`expected ${status}, got ${reply.status}: ${reply.text}`);
  return reply.body;
}
