import type { AnswerView, DocumentsView } from '../../contracts/api/answer-views.ts';
import type {
  ConvocationHead,
  ConvocationReceipt,
  ConvocationView,
  MeetingProposals,
  PreliminaryAnalysisView,
} from '../../contracts/api/convocation-views.ts';
import type { MailIntakeReceipt } from '../../contracts/api/mail.ts';
import type {
  ConsentReceipt,
  DeliveryReceipt,
  NetworkReceipt,
  ReferralOutcome,
  ReferralReceipt,
  Status,
  SystemSuspension,
  SystemView,
} from '../../contracts/api/replies.ts';
import type {
  MailboxHead,
  MailboxMessage,
  ReferralHead,
  ReferralView,
  TimelineEntry,
} from '../../contracts/api/views.ts';
import type { ReferralStatus } from '../../contracts/canonical/codes.ts';
import type { Consent, ConsentRequest } from '../../contracts/canonical/consent.ts';
import type { ConvocationRequest } from '../../contracts/canonical/convocation.ts';
import type { ConvocationStatus } from '../../contracts/canonical/convocation-codes.ts';
import type { ConvocationAnswer, ConvocationEventRequest } from '../../contracts/canonical/convocation-event.ts';
import type { Delivery, DeliveryState } from '../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import type { Agreement, Network, Service } from '../../contracts/canonical/network.ts';
import type { Organization } from '../../contracts/canonical/organization.ts';
import type {
  PreliminaryAnalysisReceipt,
  PreliminaryAnalysisRequest,
} from '../../contracts/canonical/preliminary-analysis.ts';
import type { Purpose } from '../../contracts/canonical/purpose.ts';
import type { ReferralRequest } from '../../contracts/canonical/referral.ts';
import type { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import type { Refusal } from '../../contracts/canonical/refusal.ts';
import type { SubjectIdentifiers, SubjectSearchResult } from '../../contracts/canonical/subject.ts';
import type { WireMessage, WireReply } from './adapter.ts';
import type { Answer, Call, Outcome, Visitor } from './call.ts';
import type { MailDocument } from './mail.ts';

/** What a caller asks the gateway to do. Who may, about whom and for which purpose is decided behind it. */
type Verb<Input, Reply> = (call: Call, input: Input) => Promise<Outcome<Said<Reply>>>;

/** A reply as it is given: nobody changes it any more. */
export type Said<T> = T extends string | number | boolean | null
  ? T
  : T extends readonly (infer E)[]
    ? readonly Said<E>[]
    : T extends object
      ? { readonly [K in keyof T]: Said<T[K]> }
      : T;

/** Where a list goes on, and how much of it is wanted. */
export type PageAsk = { readonly cursor: string | null; readonly limit: number };
export type PageReply<T> = { readonly items: readonly T[]; readonly next_cursor: string | null };
type List<Reply, Filter = unknown> = Verb<PageAsk & Filter, PageReply<Reply>>;
/** Whoever holds the secret of a link may use it, and nobody else is asked for. */
type ByLink<Reply, Input = unknown> = (
  visitor: Visitor,
  input: { readonly token: string } & Input,
) => Promise<Outcome<Reply>>;
type ById<Reply> = Verb<{ readonly id: string }, Reply>;

export type ReferralListFilter = {
  readonly role?: 'initiator' | 'recipient' | 'claimable' | undefined;
  readonly status?: ReferralStatus | undefined;
  readonly service?: string | undefined;
  readonly subject_id?: string | undefined;
};
export type ExchangeListFilter = {
  readonly subject_id?: string | undefined;
  readonly referral_id?: string | undefined;
  readonly convocation_id?: string | undefined;
  readonly correlation_id?: string | undefined;
  readonly permitted?: boolean | undefined;
};
export type DeliveryListFilter = {
  readonly referral_id?: string | undefined;
  readonly convocation_id?: string | undefined;
  readonly system?: string | undefined;
  readonly state?: DeliveryState | undefined;
};

/** The verbs of the gateway, one for each operation of the API. */
export type Gateway = {
  readonly submitReferral: Verb<ReferralRequest, ReferralReceipt>;
  readonly recordReferralEvent: Verb<
    { readonly referral_id: string; readonly if_match_version: number; readonly event: ReferralEventRequest },
    ReferralReceipt
  >;
  readonly readReferral: Verb<{ readonly referral_id: string }, ReferralView>;
  readonly readOutcome: Verb<{ readonly referral_id: string }, ReferralOutcome>;
  readonly listReferrals: List<ReferralHead, ReferralListFilter>;
  readonly readTimeline: List<TimelineEntry, { readonly referral_id: string }>;

  readonly registerConsent: Verb<ConsentRequest, ConsentReceipt>;
  readonly readConsent: Verb<{ readonly consent_id: string }, Consent>;
  readonly listConsents: List<Consent, { readonly subject_id?: string | undefined }>;
  readonly withdrawConsent: Verb<{ readonly consent_id: string; readonly withdrawn_at: string }, ConsentReceipt>;
  readonly searchSubject: Verb<SubjectIdentifiers, SubjectSearchResult>;

  readonly listPurposes: List<Purpose>;
  readonly readPurpose: ById<Purpose>;
  readonly listOrganizations: List<Organization>;
  readonly readOrganization: ById<Organization>;
  readonly listServices: List<Service>;
  readonly readService: ById<Service>;
  readonly listAgreements: List<Agreement>;
  readonly readAgreement: ById<Agreement>;
  readonly listSystems: List<SystemView>;
  readonly readSystem: ById<SystemView>;

  readonly readNetwork: (call: Call) => Promise<Outcome<Said<Network>>>;
  /** `document` is as it was sent: every fault of it is told at once. */
  readonly applyNetwork: Verb<{ readonly document: unknown; readonly if_match_version: number }, NetworkReceipt>;

  readonly listExchanges: List<Exchange, ExchangeListFilter>;
  readonly readExchange: Verb<{ readonly exchange_id: string }, Exchange>;
  /** A day in Rome's time as CSV. */
  readonly readTracing: Verb<{ readonly date: string }, WireReply>;
  readonly listDeliveries: List<Delivery, DeliveryListFilter>;
  readonly readDelivery: Verb<{ readonly delivery_id: string }, Delivery>;
  readonly rerunDelivery: Verb<{ readonly delivery_id: string; readonly reason: string }, DeliveryReceipt>;
  readonly resolveDelivery: Verb<
    { readonly delivery_id: string; readonly as: 'delivered' | 'abandoned'; readonly reason: string },
    DeliveryReceipt
  >;
  readonly suspendSystem: Verb<{ readonly system_id: string; readonly reason: string }, SystemSuspension>;
  readonly resumeSystem: Verb<{ readonly system_id: string }, null>;

  readonly listMailbox: List<MailboxHead>;
  readonly readMailboxMessage: Verb<{ readonly message_id: string }, MailboxMessage>;
  readonly acknowledgeMailboxMessage: Verb<{ readonly message_id: string }, null>;
  /** A partner's own message; the reply is in the partner's words, with its own status. */
  readonly receive: Verb<{ readonly system_id: string; readonly message: WireMessage }, WireReply>;

  readonly recordAnalysis: Verb<PreliminaryAnalysisRequest, PreliminaryAnalysisReceipt>;
  readonly reviseAnalysis: Verb<
    {
      readonly analysis_id: string;
      readonly if_match_version: number;
      readonly content: PreliminaryAnalysisRequest;
    },
    PreliminaryAnalysisReceipt
  >;
  readonly listAnalyses: List<PreliminaryAnalysisReceipt, { readonly subject_id?: string | undefined }>;
  readonly readAnalysis: Verb<{ readonly analysis_id: string }, PreliminaryAnalysisView>;
  readonly convene: Verb<ConvocationRequest, ConvocationReceipt>;
  readonly listConvocations: List<ConvocationHead, { readonly status?: ConvocationStatus | undefined }>;
  readonly readConvocation: Verb<{ readonly convocation_id: string }, ConvocationView>;
  readonly recordConvocationEvent: Verb<
    {
      readonly convocation_id: string;
      readonly if_match_version: number;
      readonly event: ConvocationEventRequest;
    },
    ConvocationReceipt
  >;
  /** An answer counts by the sequence that it is to, so no version is asked for. */
  readonly answerConvocation: Verb<
    {
      readonly convocation_id: string;
      readonly member_id: string;
      readonly sequence: number;
      readonly response: ConvocationAnswer;
    },
    ConvocationReceipt
  >;
  readonly readCalendar: Verb<{ readonly convocation_id: string; readonly member_id: string }, WireReply>;
  readonly readLetter: (
    call: Call,
    input: { readonly convocation_id: string; readonly member_id: string },
  ) => Promise<Outcome<Pick<MailDocument, 'content' | 'filename'>>>;
  readonly proposeMeetings: Verb<
    { readonly starts_at: string; readonly ends_at: string; readonly rule: string; readonly count: number },
    MeetingProposals
  >;
  /** A mail that came in at the gateway's reply address, as bytes. */
  readonly takeMail: Verb<{ readonly raw: Uint8Array }, MailIntakeReceipt>;

  readonly readAnswer: ByLink<Said<AnswerView>>;
  /** `sequence` is that of the meeting as it was shown: an answer to another one does not count. The reply is the meeting after it. */
  readonly answerByLink: ByLink<Said<AnswerView>, { readonly answer: ConvocationAnswer; readonly sequence: number }>;
  readonly readDocuments: ByLink<Said<DocumentsView>>;
  /** Counts as a view. The name of the file is neutral: it tells nothing of a case. */
  readonly openDocuments: ByLink<Pick<MailDocument, 'content' | 'filename'>>;

  readonly status: () => Promise<Answer<Status> | Refusal>;
};
