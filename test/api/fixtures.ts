import { householdMessage } from '../world/household.ts';
import { elena, evidence, lucia, toSchool } from '../world/people.ts';
import { analysis, convocation } from '../world/team.ts';
import type { Filled, Stand } from './stand.ts';

/** What a body that has no part in it learns: the same as if it were not there, or an empty list. `directory`: the same for all. */
type Foreign =
  | { readonly client: string; readonly learns: readonly [status: number, code: string] | 'nothing' }
  | 'directory'
  | 'public';

export type Fixture = {
  /** Who may do it, in the world of stand.ts. */
  readonly client: string;
  readonly foreign: Foreign;
  readonly params?: (filled: Filled) => Readonly<Record<string, string>>;
  readonly query?: string;
  readonly version?: number;
  /** What is sent: text as it is, anything else as JSON. */
  readonly body?: (stand: Stand, filled: Filled) => unknown;
  /** Of what it then replies, where the status alone says little. */
  readonly says?: object;
};

const school = 'ic-segreteria';
const comune = 'comune-sportello';
const ats = 'ats-amministratore';
const cpi = 'cpi-sil';
/** A member of the network that has no part in anything of stand.ts. */
const other = 'casa-sportello';
const hidden = (status: number, code: string): Foreign => ({ client: other, learns: [status, code] });
const operatorOnly = hidden(403, 'auth/scope-missing');
const nothing: Foreign = { client: other, learns: 'nothing' };
const directory = (params?: Record<string, string>): Fixture => ({
  client: comune,
  foreign: 'directory',
  ...(params ? { params: () => params } : {}),
});
const open: Fixture = { client: comune, foreign: 'public' };
const answerLink: Fixture = { ...open, params: ({ answer_token }) => ({ token: answer_token }) };
const documentsLink: Fixture = { ...open, params: ({ documents_token }) => ({ token: documents_token }) };
const referral = ({ referral_id }: Filled) => ({ referral_id });
const consent = ({ consent_id }: Filled) => ({ consent_id });
const delivery = ({ delivery_id }: Filled) => ({ delivery_id });
const message = ({ message_id }: Filled) => ({ message_id });
const meeting = ({ convocation_id }: Filled) => ({ convocation_id });
const analysed = ({ analysis_id }: Filled) => ({ analysis_id });

/**
 * One entry for each operation of the document, in an order in which all of them can be done one after the other:
 * each finds what it needs, and leaves what the next one needs.
 */
export const fixtures: Readonly<Record<string, Fixture>> = {
  show_status: open,
  show_openapi: open,
  show_docs: open,
  show_keys: open,
  issue_token: open,
  list_purposes: directory(),
  read_purpose: directory({ purpose_code: 'LAV-INV' }),
  list_organizations: directory(),
  read_organization: directory({ organization_id: 'cpi-borgoverde' }),
  list_services: directory(),
  read_service: directory({ service_id: 'patto-di-servizio' }),
  list_agreements: directory(),
  read_agreement: directory({ agreement_id: 'protocollo-2026' }),
  list_systems: directory(),
  read_system: directory({ system_id: 'cpi-sil' }),
  list_referrals: { client: comune, foreign: nothing },
  read_referral: { client: comune, foreign: hidden(404, 'referral/not-found'), params: referral },
  read_referral_outcome: { client: comune, foreign: hidden(404, 'referral/not-found'), params: referral },
  read_referral_timeline: { client: comune, foreign: hidden(404, 'referral/not-found'), params: referral },
  list_consents: { client: comune, foreign: nothing },
  read_consent: { client: comune, foreign: hidden(404, 'consent/not-found'), params: consent },
  list_exchanges: { client: comune, foreign: nothing },
  read_exchange: {
    client: comune,
    foreign: hidden(404, 'exchange/not-found'),
    params: ({ exchange_id }) => ({ exchange_id }),
  },
  list_deliveries: { client: comune, foreign: nothing },
  read_delivery: { client: comune, foreign: hidden(404, 'delivery/not-found'), params: delivery },
  list_mailbox: { client: school, foreign: nothing },
  read_mailbox_message: { client: school, foreign: hidden(404, 'mailbox/not-found'), params: message },
  acknowledge_mailbox_message: { client: school, foreign: hidden(404, 'mailbox/not-found'), params: message },
  search_subject: {
    client: comune,
    foreign: hidden(404, 'subject/not-found'),
    body: () => ({ tax_code: lucia.tax_code }),
  },
  submit_referral: { client: comune, foreign: hidden(403, 'gate/denied'), body: () => toSchool() },
  record_referral_event: {
    client: school,
    foreign: hidden(404, 'referral/not-found'),
    params: referral,
    version: 2,
    body: () => ({ type: 'accept' }),
  },
  register_consent: { client: comune, foreign: hidden(403, 'gate/denied'), body: () => evidence(elena.tax_code) },
  withdraw_consent: {
    client: comune,
    foreign: hidden(404, 'consent/not-found'),
    params: consent,
    body: () => ({ withdrawn_at: '2026-11-20T08:00:00+01:00' }),
  },
  settle_delivery: {
    client: ats,
    foreign: operatorOnly,
    params: delivery,
    body: () => ({ as: 'abandoned', reason: 'The Comune had it by phone' }),
  },
  rerun_delivery: {
    client: ats,
    foreign: operatorOnly,
    params: delivery,
    body: () => ({ reason: 'Sent again on request' }),
  },
  suspend_system: {
    client: ats,
    foreign: operatorOnly,
    params: () => ({ system_id: 'cpi-sil' }),
    body: () => ({ reason: 'Maintenance' }),
  },
  resume_system: { client: ats, foreign: operatorOnly, params: () => ({ system_id: 'cpi-sil' }) },
  receive_message: {
    client: 'comune-cartella',
    foreign: hidden(404, 'inbound/system-unknown'),
    params: () => ({ system_id: 'comune-cartella' }),
    body: () => householdMessage(1),
  },
  record_preliminary_analysis: {
    client: comune,
    foreign: hidden(403, 'analysis/not-your-kind'),
    body: () => analysis({ case_id: 'BV-2026-0107-bis' }),
  },
  list_preliminary_analyses: { client: comune, foreign: nothing },
  read_preliminary_analysis: { client: comune, foreign: hidden(404, 'analysis/not-found'), params: analysed },
  revise_preliminary_analysis: {
    client: comune,
    foreign: hidden(404, 'analysis/not-found'),
    params: analysed,
    version: 1,
    body: () => analysis({ assessed_on: '2026-11-13' }),
  },
  convene_team: {
    client: comune,
    foreign: hidden(403, 'convocation/not-your-event'),
    body: () => convocation(),
  },
  list_convocations: { client: comune, foreign: nothing },
  read_convocation: { client: comune, foreign: hidden(404, 'convocation/not-found'), params: meeting },
  read_convocation_calendar: {
    client: cpi,
    foreign: hidden(404, 'convocation/not-found'),
    params: meeting,
    query: 'member_id=operatore-cpi',
  },
  read_convocation_letter: {
    client: comune,
    foreign: hidden(404, 'convocation/not-found'),
    params: meeting,
    query: 'member_id=madre',
  },
  propose_meetings: {
    client: comune,
    // It is arithmetic, about nobody.
    foreign: 'directory',
    body: () => ({
      starts_at: '2026-12-08T09:30:00+01:00',
      ends_at: '2026-12-08T11:00:00+01:00',
      rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
      count: 6,
    }),
  },
  record_convocation_event: {
    client: comune,
    foreign: hidden(404, 'convocation/not-found'),
    params: meeting,
    version: 1,
    body: () => ({ type: 'remind' }),
  },
  read_answer: answerLink,
  answer_by_link: { ...answerLink, body: () => ({ answer: 'tentative', sequence: 0 }) },
  read_documents: documentsLink,
  open_documents: documentsLink,
  answer_convocation: {
    client: cpi,
    foreign: hidden(404, 'convocation/not-found'),
    params: meeting,
    body: () => ({ member_id: 'operatore-cpi', sequence: 0, response: { answer: 'accepted' } }),
  },
  take_mail: {
    client: ats,
    foreign: operatorOnly,
    body: (_, { calendar_reply }) => calendar_reply,
    says: { taken: true, effect: 'answer' },
  },
  read_network: { client: ats, foreign: operatorOnly },
  read_tracing: { client: ats, foreign: operatorOnly, query: 'date=2026-11-20' },
  apply_network: { client: ats, foreign: operatorOnly, version: 1, body: ({ network }) => network },
};
