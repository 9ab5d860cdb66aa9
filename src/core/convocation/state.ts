import type {
  AgendaCase,
  Beneficiary,
  ConvocationRequest,
  TeamMember,
} from '../../../contracts/canonical/convocation.ts';
import type { AnswerChannel } from '../../../contracts/canonical/convocation-codes.ts';
import type {
  CaseMinutes,
  ConvocationAnswer,
  ConvocationEventRequest,
  ConvocationEventType,
  MailEvidence,
} from '../../../contracts/canonical/convocation-event.ts';
import type { StoredConvocationEvent } from '../../../contracts/canonical/stored-event.ts';

/** Who a case of the agenda is about on file, and which version of the analysis the extract is made of. */
export type CaseSubject = {
  readonly case_ref: string;
  readonly subject_id: string;
  readonly analysis_version: number | null;
};

/** A line of the meeting answers, a delegate as anybody; `sequence` is the one that was answered, null where the answer does not tell. */
export type Answering = {
  readonly type: 'answer';
  readonly member_id: string;
  readonly answer: ConvocationAnswer;
  readonly sequence: number | null;
  readonly channel: AnswerChannel;
  /** DTSTAMP of a calendar reply. */
  readonly replied_at?: string | undefined;
};

/** What may be said of a convocation. `remind` with `days` is the clock's; without, the organizer's. */
export type ConvocationSaid =
  | {
      readonly type: 'convene';
      readonly request: ConvocationRequest;
      readonly subjects: readonly CaseSubject[];
      /** As the network has it, where the request does not say. */
      readonly reminder_days?: readonly number[] | undefined;
    }
  | ConvocationEventRequest
  | Answering
  | { readonly type: 'remind'; readonly days: readonly number[] }
  | { readonly type: 'record_evidence'; readonly evidence: MailEvidence }
  | { readonly type: 'answers_overdue' };

export type SaidOf<T extends ConvocationEventType> = Extract<ConvocationSaid, { readonly type: T }>;

/**
 * What an event's `payload` holds: what is of the meeting and of the professionals, sealed under the key of the convocation. Cases appear by
 * their label alone, which tells nothing.
 */
export type Payloads = {
  readonly convene: Pick<ConvocationRequest, 'purpose' | 'organizer' | 'organizer_contact' | 'meeting' | 'members'> & {
    readonly answer_by: string | null;
    readonly reminder_days: readonly number[];
  };
  /** `delegate_id`: the member_id of the line that a delegation adds. */
  readonly answer: Pick<Answering, 'member_id' | 'answer' | 'channel' | 'replied_at'> & {
    readonly sequence: number;
    readonly delegate_id: string | null;
  };
  readonly reschedule: Omit<SaidOf<'reschedule'>, 'type'>;
  readonly change_members: { readonly add: readonly TeamMember[]; readonly remove: readonly string[] };
  readonly withdraw_case: { readonly case_ref: string };
  readonly cancel: Omit<SaidOf<'cancel'>, 'type'>;
  /** Days before the meeting that are done by it; empty for a reminder by the organizer. */
  readonly remind: { readonly days: readonly number[] };
  readonly record_attendance: Pick<SaidOf<'record_attendance'>, 'attendance'>;
  readonly record_minutes: { readonly text: string };
  readonly record_evidence: MailEvidence;
  readonly answers_overdue: Readonly<Record<string, never>>;
};

type Nothing = never;

/**
 * What the part of one case holds, sealed under the key of its person: everything that is of the case or of its household. `Nothing`: the
 * event has no parts.
 */
export type Parts = {
  readonly convene: {
    readonly item: AgendaCase;
    readonly analysis_version: number | null;
    readonly beneficiaries: readonly Beneficiary[];
  };
  readonly answer: Nothing;
  readonly reschedule: Nothing;
  readonly change_members: { readonly beneficiaries: readonly Beneficiary[] };
  /** Why a case left the agenda says something of the person. */
  readonly withdraw_case: Pick<SaidOf<'withdraw_case'>, 'reason'>;
  readonly cancel: Nothing;
  readonly remind: Nothing;
  readonly record_attendance: {
    readonly beneficiaries: NonNullable<SaidOf<'record_attendance'>['beneficiaries']>;
  };
  readonly record_minutes: CaseMinutes;
  readonly record_evidence: Nothing;
  readonly answers_overdue: Nothing;
};

/** The part of one case; `payload` is null where the person's key was destroyed. */
export type Part<T extends ConvocationEventType> = {
  readonly key: string;
  readonly subject_id: string;
  readonly payload: Parts[T] | null;
};

/** What is stored of an event, by its type. */
export type Content<T extends ConvocationEventType = ConvocationEventType> = {
  [K in T]: { readonly type: K; readonly payload: Payloads[K]; readonly parts: readonly Part<K>[] };
}[T];

/**
 * A stored event with its content typed. What was sealed under a type is what `split` made for it; the only cast. Throws where the key of the
 * convocation itself was destroyed: there is nothing to fold.
 */
export function contentOf({ type, payload, parts }: StoredConvocationEvent): Content {
  if (payload === null || payload === undefined) throw new Error('the key of the convocation was destroyed');
  return { type, payload, parts: parts ?? [] } as Content;
}
