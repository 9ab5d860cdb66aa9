import type { Referral } from '../../../contracts/canonical/referral.ts';
import type { ReferralEventRequest, ReferralEventType } from '../../../contracts/canonical/referral-event.ts';
import { type Refusal, refuse } from '../../../contracts/canonical/refusal.ts';
import { availableEvents, isAvailable } from './available-events.ts';
import { type Actor, transitionOf } from './transitions.ts';

export type Command = {
  readonly event: ReferralEventRequest | { readonly type: 'expire' };
  /** What the speaker is to this referral. */
  readonly actors: readonly Actor[];
};

export type Decided = {
  readonly refused: false;
  readonly type: ReferralEventType;
  readonly payload: { readonly event: Command['event'] };
};

/** Whether the event may be recorded now by this speaker; the refusal says what would have been allowed, or what contradicts what was said before. */
export function decide(state: Referral, { event, actors }: Command): Decided | Refusal {
  const available_events = availableEvents(state, actors);
  const transition = transitionOf(event.type);
  if (transition === undefined) throw new Error(`no transition for ${event.type}`);
  if (event.type === 'claim' && state.recipient !== null)
    return refuse('referral/already-claimed', { available_events });
  if (!actors.includes(transition.by)) {
    return refuse('referral/not-your-event', {
      detail: `The event ${event.type} is recorded by the ${transition.by}.`,
      available_events,
    });
  }
  if (!isAvailable(transition, state)) {
    const detail =
      transition.by === 'recipient' && state.recipient === null
        ? `The event ${event.type} needs a recipient, and nobody has claimed the referral yet.`
        : `The event ${event.type} may follow ${transition.from.join(', ')}; the referral is ${state.status}.`;
    return refuse('referral/event-not-available', { detail, available_events });
  }
  return endsBeforeStart(state, event) ?? { refused: false, type: event.type, payload: { event } };
}

/** Dates are compared as text: all are full dates of ISO 8601. */
function endsBeforeStart({ progress }: Referral, event: Command['event']): Refusal | null {
  if (event.type !== 'complete' && event.type !== 'interrupt') return null;
  if (progress.started_on === undefined || event.ended_on >= progress.started_on) return null;
  const detail = 'is before the day on which the recipient said that it started';
  return refuse('referral/not-consistent', { errors: [{ pointer: '/ended_on', code: 'contradiction', detail }] });
}
