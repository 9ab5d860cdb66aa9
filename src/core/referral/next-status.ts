import type { ReferralStatus } from '../../../contracts/canonical/codes.ts';
import type { Referral } from '../../../contracts/canonical/referral.ts';
import type { ReferralEventRequest } from '../../../contracts/canonical/referral-event.ts';
import type { Transition } from './transitions.ts';

type Now = Pick<Referral, 'status' | 'held_from' | 'cancelled_from'>;
type Said = { readonly type: string; readonly attendance?: string };

/** Where a transition leads from the present state. */
export function nextStatus(
  transition: Transition,
  now: Now,
  event: ReferralEventRequest | { readonly type: 'expire' },
): ReferralStatus {
  switch (transition.next) {
    case 'same':
      return now.status;
    case 'held_from':
      return now.held_from ?? 'received';
    case 'cancelled_from':
      return now.cancelled_from ?? 'received';
    case 'by_event':
      return statusByEvent(now, event);
    default:
      return transition.next;
  }
}

function statusByEvent(now: Now, event: Said): ReferralStatus {
  switch (event.type) {
    case 'schedule':
    case 'reschedule':
      return now.status === 'in_progress' ? 'in_progress' : 'scheduled';
    case 'record_attendance':
      return event.attendance === 'attended' ? 'in_progress' : 'accepted';
    case 'request_cancellation':
      // Nobody has taken it on yet, so nobody has to agree.
      return now.status === 'requested' ? 'cancelled' : 'cancellation_requested';
    default:
      throw new Error(`no rule for ${event.type}`);
  }
}
