import {
  answerReasons,
  type ConvocationStatus,
  caseWithdrawalReasons,
  meetingCancellationReasons,
  rescheduleReasons,
} from '../../../contracts/canonical/convocation-codes.ts';
import type { ConvocationEventType } from '../../../contracts/canonical/convocation-event.ts';

export type Actor = 'organizer' | 'member' | 'gateway';

/** `same`: the state stays. `by_answers`: confirmed when everybody required accepted, else convened; see `statusByAnswers`. */
export type Next = ConvocationStatus | 'same' | 'by_answers';

export type Transition = {
  readonly event: ConvocationEventType;
  readonly by: Actor;
  readonly from: readonly ConvocationStatus[];
  readonly next: Next;
  /** Against the beginning of the meeting; absent: at any time. */
  readonly when?: 'before_start' | 'from_start';
  readonly reasons?: readonly string[];
};

const open: readonly ConvocationStatus[] = ['convened', 'confirmed'];
const notCancelled: readonly ConvocationStatus[] = [...open, 'held', 'minuted'];
const any: readonly ConvocationStatus[] = [...notCancelled, 'cancelled'];

/**
 * The life of a convocation as a table. Nobody sets `confirmed`: it follows from the answers. `convene` is the first event, so it follows no
 * state. Published as `available_events`.
 */
export const transitions: readonly Transition[] = [
  { event: 'convene', by: 'organizer', from: [], next: 'convened' },
  { event: 'answer', by: 'member', from: open, next: 'by_answers', when: 'before_start', reasons: answerReasons },
  { event: 'reschedule', by: 'organizer', from: open, next: 'by_answers', reasons: rescheduleReasons },
  { event: 'change_members', by: 'organizer', from: open, next: 'by_answers' },
  { event: 'withdraw_case', by: 'organizer', from: open, next: 'by_answers', reasons: caseWithdrawalReasons },
  { event: 'cancel', by: 'organizer', from: open, next: 'cancelled', reasons: meetingCancellationReasons },
  { event: 'remind', by: 'organizer', from: open, next: 'same', when: 'before_start' },
  { event: 'remind', by: 'gateway', from: open, next: 'same', when: 'before_start' },
  { event: 'record_attendance', by: 'organizer', from: open, next: 'held', when: 'from_start' },
  { event: 'record_minutes', by: 'organizer', from: ['held', 'minuted'], next: 'minuted' },
  { event: 'record_evidence', by: 'gateway', from: any, next: 'same' },
  { event: 'answers_overdue', by: 'gateway', from: notCancelled, next: 'same' },
];

/** One event may be of several actors, with the same states and the same next one. */
export const transitionsOf = (event: ConvocationEventType): readonly Transition[] =>
  transitions.filter((t) => t.event === event);
