import type { attendanceOutcomes } from './codes.ts';
import type { AgendaCase, Beneficiary, ConvocationRequest, Delegate, Meeting, TeamMember } from './convocation.ts';
import type { AnswerChannel, AnswerState, ConvocationStatus, MailEvidenceState } from './convocation-codes.ts';
import type { CaseMinutes } from './convocation-event.ts';

export type MemberAnswer = {
  readonly state: AnswerState;
  /** The SEQUENCE that was answered. */
  readonly sequence: number;
  /** When it came, or since when it is waited for. */
  readonly at: string;
  /** Absent while nobody answered. */
  readonly by?: AnswerChannel | undefined;
  /** DTSTAMP of the calendar reply that it was, RFC 3339 in UTC: by it a later reply is told from one that was overtaken (RFC 5546 section 2.1.5). */
  readonly replied_at?: string | undefined;
  readonly reason?: string | undefined;
  readonly delegate?: Delegate | undefined;
};

export type MemberEvidence = {
  readonly channel: 'mail' | 'pec';
  readonly state: MailEvidenceState;
  readonly at: string;
  /** Status code of the bounce (RFC 3463), type of the receipt, or code of the delivery that never left; never the text of the mail. */
  readonly code?: string | undefined;
};

/** A line of the meeting. A delegate is a line of their own, from the moment of the delegation. */
export type MemberState = {
  readonly member: TeamMember;
  /** In whose place they come. */
  readonly delegate_of?: string | undefined;
  readonly answer: MemberAnswer;
  readonly evidence: readonly MemberEvidence[];
  /** They left the team; what they are still to be told is that. */
  readonly removed: boolean;
  /** The version of the convocation by which they left; absent while they are called. */
  readonly left_version?: number | undefined;
  readonly attended?: readonly string[] | undefined;
};

/** An adult of a case who is asked to come. Known as long as the person's key is. */
export type BeneficiaryState = Beneficiary & {
  readonly evidence: readonly MemberEvidence[];
  /** They are not asked any more, be it that their case was withdrawn. */
  readonly removed: boolean;
  /** The version of the convocation by which they left; absent while they are asked. */
  readonly left_version?: number | undefined;
  readonly attendance: (typeof attendanceOutcomes)[number] | null;
};

export type CaseState = {
  readonly item: AgendaCase;
  readonly subject_id: string;
  readonly analysis_version: number | null;
  readonly withdrawn: boolean;
  readonly minutes: CaseMinutes | null;
};

/** A convocation as folded from its events. `sequence` is that of iCalendar (RFC 5545 section 3.8.7.4). */
export type Convocation = {
  readonly id: string;
  readonly version: number;
  readonly status: ConvocationStatus;
  readonly sequence: number;
  readonly purpose: string;
  readonly organizer: string;
  readonly organizer_contact: ConvocationRequest['organizer_contact'];
  readonly meeting: Meeting;
  readonly answer_by: string | null;
  readonly reminder_days: readonly number[];
  /** Reminders that are done, by days before the meeting: sent, or past already when the meeting got its present time. */
  readonly reminded_days: readonly number[];
  /** The end of `answer_by` was noted, and told where answers were missing. */
  readonly answer_overdue_told: boolean;
  /** Null where the person's key was destroyed: what is left of the case is that it was. */
  readonly cases: readonly (CaseState | null)[];
  /** By `case_ref`, also where the person's key was destroyed. */
  readonly withdrawn_cases: readonly string[];
  readonly members: readonly MemberState[];
  readonly beneficiaries: readonly BeneficiaryState[];
  readonly minutes_text: string | null;
  readonly created_at: string;
  readonly updated_at: string;
};
