import type { ReferralStatus } from '../../contracts/canonical/codes.ts';
import type { ReferralEventType } from '../../contracts/canonical/referral-event.ts';
import type { TaskStatus } from './vocabulary.ts';

type Plan = Readonly<Partial<Record<ReferralStatus, readonly ReferralEventType[]>>>;

const fromOpen = (...events: ReferralEventType[]): Plan => ({
  requested: events,
  received: events,
  on_hold: events,
});
const fromWorking = (...events: ReferralEventType[]): Plan => ({
  accepted: events,
  scheduled: events,
  in_progress: events,
});
const withdrawn: Plan = { cancellation_requested: ['confirm_cancellation'] };
const accepted: Plan = { ...fromOpen('accept'), cancellation_requested: ['refuse_cancellation'] };

/**
 * Which events lead from a state of the referral to a status of the Task, in an order that the referral's own table allows.
 * What is not here is no news. A Task that ends while we ask for its cancellation confirms it, unless it was completed.
 */
export const plan: Readonly<Record<TaskStatus, Plan>> = {
  draft: {},
  requested: {},
  received: { requested: ['acknowledge'], on_hold: ['resume'] },
  accepted,
  ready: accepted,
  'on-hold': { requested: ['acknowledge', 'hold'], received: ['hold'], accepted: ['hold'] },
  'in-progress': {
    ...fromOpen('accept', 'start'),
    accepted: ['start'],
    scheduled: ['start'],
    cancellation_requested: ['refuse_cancellation'],
  },
  completed: {
    ...fromOpen('accept', 'complete'),
    ...fromWorking('complete'),
    cancellation_requested: ['complete'],
  },
  rejected: { ...fromOpen('decline'), ...fromWorking('decline'), ...withdrawn },
  cancelled: { ...fromOpen('decline'), ...fromWorking('decline'), in_progress: ['interrupt'], ...withdrawn },
  failed: { ...fromOpen('decline'), ...fromWorking('decline'), in_progress: ['interrupt'], ...withdrawn },
  'entered-in-error': {},
};

/** The state from which a pushed Task, alone, is one step: the partner tells each step as it happens. */
export const supposedBefore: Readonly<Record<TaskStatus, ReferralStatus>> = {
  draft: 'requested',
  requested: 'requested',
  received: 'requested',
  accepted: 'received',
  ready: 'received',
  'on-hold': 'received',
  'in-progress': 'accepted',
  completed: 'accepted',
  rejected: 'received',
  cancelled: 'received',
  failed: 'in_progress',
  'entered-in-error': 'requested',
};

/** Statuses in which nobody is seen: visits say nothing new. */
export const withoutVisits: ReadonlySet<TaskStatus> = new Set([
  'draft',
  'requested',
  'received',
  'on-hold',
  'rejected',
]);
