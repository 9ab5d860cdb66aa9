import { operations } from '../../contracts/api/operations.ts';
import { purposes } from '../../contracts/catalogue/purposes.ts';
import { publish } from '../../src/policy/index.ts';
import type { Call, Gateway, Outcome } from '../../src/ports.ts';

export type Asked = { readonly verb: string; readonly call: Call; readonly input: unknown };
type AnyVerb = (call: Call, input: unknown) => Promise<Outcome<unknown>>;

/** A gateway that answers every verb with the example of its operation and remembers what it was asked. */
export function fakeGateway(replaced: Readonly<Record<string, AnyVerb>> = {}) {
  const asked: Asked[] = [];
  const verbs = Object.fromEntries(
    Object.entries(operationOf).map(([verb, id]) => [
      verb,
      async (call: Call, input: unknown) => {
        asked.push({ verb, call, input });
        return replaced[verb]?.(call, input) ?? exampleReply(id);
      },
    ]),
  );
  return { asked, gateway: verbs as unknown as Gateway };
}

function exampleReply(id: string): Outcome<unknown> {
  const declared = operations.find((operation) => operation.id === id);
  if (declared === undefined) throw new Error(`no operation ${id}`);
  const { status, schema, example } = declared.reply;
  const body = special[id] ?? example;
  return { refused: false, status, headers: headers(id), body: schema === null ? null : publish(body) };
}

const partnerReply = { status: 200, contentType: 'text/xml', body: '<ok/>' };
const purposePage = { items: purposes.slice(0, 2), next_cursor: null };
const calendar = {
  status: 200,
  contentType: 'text/calendar; charset=utf-8',
  body: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n',
};
const pdf = { content: new TextEncoder().encode('%PDF-1.7'), filename: 'documenti.pdf' };
const special: Readonly<Record<string, unknown>> = {
  receive_message: partnerReply,
  read_convocation_calendar: calendar,
  read_tracing: {
    ...{ status: 200, contentType: 'text/csv; charset=utf-8' },
    body: 'date,purpose_id,status,token_id,requests_count\n',
  },
  list_purposes: purposePage,
  open_documents: pdf,
  read_convocation_letter: pdf,
};
const headers = (id: string): Record<string, string> =>
  id.startsWith('submit') ? { etag: '"v1"', location: '/v1/referrals/1' } : {};

/** Which operation each verb serves. */
export const operationOf: Readonly<Record<keyof Gateway, string>> = {
  submitReferral: 'submit_referral',
  recordReferralEvent: 'record_referral_event',
  readReferral: 'read_referral',
  readOutcome: 'read_referral_outcome',
  listReferrals: 'list_referrals',
  readTimeline: 'read_referral_timeline',
  registerConsent: 'register_consent',
  readConsent: 'read_consent',
  listConsents: 'list_consents',
  withdrawConsent: 'withdraw_consent',
  searchSubject: 'search_subject',
  listPurposes: 'list_purposes',
  readPurpose: 'read_purpose',
  listOrganizations: 'list_organizations',
  readOrganization: 'read_organization',
  listServices: 'list_services',
  readService: 'read_service',
  listAgreements: 'list_agreements',
  readAgreement: 'read_agreement',
  listSystems: 'list_systems',
  readSystem: 'read_system',
  readNetwork: 'read_network',
  applyNetwork: 'apply_network',
  listExchanges: 'list_exchanges',
  readExchange: 'read_exchange',
  readTracing: 'read_tracing',
  listDeliveries: 'list_deliveries',
  readDelivery: 'read_delivery',
  rerunDelivery: 'rerun_delivery',
  resolveDelivery: 'settle_delivery',
  suspendSystem: 'suspend_system',
  resumeSystem: 'resume_system',
  listMailbox: 'list_mailbox',
  readMailboxMessage: 'read_mailbox_message',
  acknowledgeMailboxMessage: 'acknowledge_mailbox_message',
  receive: 'receive_message',
  recordAnalysis: 'record_preliminary_analysis',
  reviseAnalysis: 'revise_preliminary_analysis',
  listAnalyses: 'list_preliminary_analyses',
  readAnalysis: 'read_preliminary_analysis',
  convene: 'convene_team',
  listConvocations: 'list_convocations',
  readConvocation: 'read_convocation',
  recordConvocationEvent: 'record_convocation_event',
  answerConvocation: 'answer_convocation',
  readCalendar: 'read_convocation_calendar',
  readLetter: 'read_convocation_letter',
  proposeMeetings: 'propose_meetings',
  takeMail: 'take_mail',
  readAnswer: 'read_answer',
  answerByLink: 'answer_by_link',
  readDocuments: 'read_documents',
  openDocuments: 'open_documents',
  status: 'show_status',
};
