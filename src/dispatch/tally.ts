import type { ClaimedDelivery, Log, Settlement } from '../ports.ts';

/** How an attempt ended: settled; given back untouched; or the lease was gone by then. */
export type Ended = Settlement | 'released' | 'lost';

/** How many deliveries of a run went which way. `lost` counts also those that threw: recovery takes care of them. */
export type Tally = Record<'delivered' | 'refused' | 'deferred' | 'unknown' | 'withheld' | 'released' | 'lost', number>;

export const newTally = (): Tally => ({
  delivered: 0,
  refused: 0,
  deferred: 0,
  unknown: 0,
  withheld: 0,
  released: 0,
  lost: 0,
});

const isCounted = (state: string): state is keyof Tally => state in newTally();

/** Counts an ended attempt, and says so in the log. */
export function record(tally: Tally, delivery: ClaimedDelivery, ended: Ended, log: Log): void {
  if (typeof ended === 'string') {
    tally[ended] += 1;
    return;
  }
  const { state, code } = ended;
  tally[state === 'queued' ? 'deferred' : isCounted(state) ? state : 'lost'] += 1;
  const { id: delivery_id, system, correlation_id, attempts } = delivery;
  log(state === 'delivered' ? 'debug' : 'info', 'dispatch.settled', {
    delivery_id,
    system,
    correlation_id,
    attempts,
    state,
    code,
  });
}
