import type { ReferralStatus } from '../../../contracts/canonical/codes.ts';
import {
  cancellationReasons,
  declineReasons,
  errorReasons,
  holdReasons,
  interruptReasons,
  refusalReasons,
} from '../../../contracts/canonical/codes.ts';
import type { ReferralEventType } from '../../../contracts/canonical/referral-event.ts';

export type Actor = 'initiator' | 'recipient' | 'eligible_body' | 'gateway';

/** `same`: the state stays. `held_from`, `cancelled_from`: back to where the referral was. `by_event`: see `nextStatus`. */
export type Next = ReferralStatus | 'same' | 'held_from' | 'cancelled_from' | 'by_event';

export type Transition = {
  readonly event: Exclude<ReferralEventType, 'submit'>;
  readonly by: Actor;
  readonly from: readonly ReferralStatus[];
  readonly next: Next;
  readonly reasons?: readonly string[];
};

const working: readonly ReferralStatus[] = ['accepted', 'scheduled', 'in_progress'];
const talking: readonly ReferralStatus[] = ['received', 'on_hold', ...working];
const open: readonly ReferralStatus[] = ['requested', ...talking];
const notFinal: readonly ReferralStatus[] = [...open, 'cancellation_requested'];

/** The life of a referral as a table: from which states, by whom, to which state. Published as `available_events`. */
export const transitions: readonly Transition[] = [
  { event: 'acknowledge', by: 'recipient', from: ['requested'], next: 'received' },
  { event: 'claim', by: 'eligible_body', from: ['requested'], next: 'received' },
  { event: 'request_information', by: 'recipient', from: talking, next: 'same' },
  { event: 'supply_information', by: 'initiator', from: talking, next: 'same' },
  { event: 'hold', by: 'recipient', from: ['received', 'accepted'], next: 'on_hold', reasons: holdReasons },
  { event: 'resume', by: 'recipient', from: ['on_hold'], next: 'held_from' },
  { event: 'accept', by: 'recipient', from: ['requested', 'received', 'on_hold'], next: 'accepted' },
  { event: 'decline', by: 'recipient', from: open, next: 'declined', reasons: declineReasons },
  { event: 'schedule', by: 'recipient', from: working, next: 'by_event' },
  { event: 'reschedule', by: 'recipient', from: working, next: 'by_event' },
  { event: 'cancel_appointment', by: 'recipient', from: ['scheduled'], next: 'accepted' },
  { event: 'record_attendance', by: 'recipient', from: ['scheduled', 'in_progress'], next: 'by_event' },
  { event: 'start', by: 'recipient', from: ['accepted', 'scheduled'], next: 'in_progress' },
  { event: 'report_progress', by: 'recipient', from: working, next: 'same' },
  { event: 'complete', by: 'recipient', from: [...working, 'cancellation_requested'], next: 'completed' },
  { event: 'interrupt', by: 'recipient', from: ['in_progress'], next: 'interrupted', reasons: interruptReasons },
  { event: 'request_cancellation', by: 'initiator', from: open, next: 'by_event', reasons: cancellationReasons },
  { event: 'confirm_cancellation', by: 'recipient', from: ['cancellation_requested'], next: 'cancelled' },
  {
    event: 'refuse_cancellation',
    by: 'recipient',
    from: ['cancellation_requested'],
    next: 'cancelled_from',
    reasons: refusalReasons,
  },
  { event: 'expire', by: 'gateway', from: ['requested', 'received'], next: 'expired' },
  { event: 'mark_entered_in_error', by: 'initiator', from: notFinal, next: 'entered_in_error', reasons: errorReasons },
];

const byEvent: ReadonlyMap<string, Transition> = new Map(transitions.map((t) => [t.event, t]));

export const transitionOf = (event: string): Transition | undefined => byEvent.get(event);
