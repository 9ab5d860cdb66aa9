import type { AvailableEvent } from '../../../contracts/canonical/available-event.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import { compareInstants } from '../rome/index.ts';
import { type Actor, type Transition, transitions } from './transitions.ts';

type Now = Pick<Convocation, 'status' | 'meeting'>;

/** Whether the meeting began: answers end, and attendance may be recorded. */
export const hasBegun = ({ meeting }: Pick<Convocation, 'meeting'>, at: string): boolean =>
  compareInstants(meeting.starts_at, at) <= 0;

/** Whether the table allows the transition at an instant; before the first event (null) only `convene` is. */
export function isAvailable({ event, from, when }: Transition, state: Now | null, at: string): boolean {
  if (state === null) return event === 'convene';
  if (!from.includes(state.status)) return false;
  return when === undefined || hasBegun(state, at) === (when === 'from_start');
}

/** What may be recorded at an instant, by the given actors. */
export const availableEvents = (state: Now | null, actors: readonly Actor[], at: string): readonly AvailableEvent[] =>
  transitions
    .filter((t) => actors.includes(t.by) && isAvailable(t, state, at))
    .map((t) => ({ type: t.event, by: t.by, ...(t.reasons ? { reasons: [...t.reasons] } : {}) }));
