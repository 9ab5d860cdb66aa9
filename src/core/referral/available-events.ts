import type { AvailableEvent } from '../../../contracts/canonical/available-event.ts';
import type { Referral } from '../../../contracts/canonical/referral.ts';
import { type Actor, type Transition, transitions } from './transitions.ts';

/** Whether the table allows the transition now. An open referral has no recipient yet: it is claimed first. */
export function isAvailable(transition: Transition, state: Pick<Referral, 'status' | 'recipient'>): boolean {
  if (!transition.from.includes(state.status)) return false;
  if (transition.by === 'eligible_body') return state.recipient === null;
  if (transition.by === 'recipient') return state.recipient !== null;
  return true;
}

/** What may be recorded next, by the given actors. */
export const availableEvents = (
  state: Pick<Referral, 'status' | 'recipient'>,
  actors: readonly Actor[],
): readonly AvailableEvent[] =>
  transitions
    .filter((t) => actors.includes(t.by) && isAvailable(t, state))
    .map((t) => ({ type: t.event, by: t.by, ...(t.reasons ? { reasons: [...t.reasons] } : {}) }));
