import type { ClaimedDelivery, Clock, SendFor, Settlement, Store, Verdict } from '../ports.ts';
import { backoffMs } from './backoff.ts';
import type { Facts } from './conclude.ts';
import { notClosed } from './conclude.ts';
import type { Conversation } from './converse.ts';
import { followIsOver } from './follow.ts';
import { msBetween, plusMs } from './instant.ts';
import { keptLocations } from './kept-locations.ts';
import type { DispatchLimits } from './limits.ts';
import type { Partner } from './partner.ts';
import { settlementOf } from './settlement.ts';
import { awaitingResult } from './transport.ts';

/** The partner took the request of an earlier attempt, and said where its answer would be (NONBLOCK_PULL_REST). */
export const isAwaiting = ({ code, sent_step }: ClaimedDelivery): boolean =>
  code === awaitingResult && sent_step === 'effect';

/** What an attempt finds of earlier ones. A look-up that waits may be sent again if need be; an effect is not. */
export function earlierOf(delivery: ClaimedDelivery): SendFor['earlier'] {
  if (isAwaiting(delivery)) return 'waits';
  return delivery.code === awaitingResult || delivery.sent_step === 'effect' ? 'may_wait' : 'none';
}

/** Of a delivery whose holder died: an effect that was taken and whose answer can still be asked for. */
export async function effectAwaited(
  { id, sent_step }: ClaimedDelivery,
  { store, clock }: { readonly store: Pick<Store, 'kept'>; readonly clock: Clock },
): Promise<Conversation['awaiting']> {
  if (sent_step !== 'effect') return undefined;
  const kept = await keptLocations({ store, now: clock }).of(id);
  const last = Object.values(kept).findLast(({ effect }) => effect);
  return last && { since: last.since, effect: true };
}

const neverFinished: Pick<Verdict, 'code' | 'detail'> = {
  code: 'dispatch/never-finished',
  detail: 'The system took the request and gave no result in all the time allowed. Rerun to ask for it once more.',
};

/**
 * How a delivery goes on whose request was taken and not answered yet: it is asked for again, until `awaitResultMsMax` after it was
 * taken. Null when nothing is awaited, or an answer came.
 */
export function concludeAwaiting(
  delivery: ClaimedDelivery,
  { verdict, findings, effect = false, awaiting }: Pick<Conversation, 'verdict' | 'findings' | 'effect' | 'awaiting'>,
  { follow }: Partner,
  { at, random }: Facts,
  limits: DispatchLimits,
): Settlement | null {
  // Something else failed on the way to what is awaited: that does not change what the partner said earlier.
  const before = isAwaiting(delivery) && !effect && verdict.outcome === 'deferred';
  const awaited = awaiting ?? (before ? { since: delivery.created_at, effect: true } : undefined);
  if (awaited === undefined) return null;
  const uncertain = awaited.effect || delivery.sent_step === 'effect';
  const settle = (state: Settlement['state'], said: Pick<Verdict, 'code' | 'detail'>) =>
    settlementOf(delivery, state, said, at, findings);
  if (delivery.task === 'follow' && follow !== undefined && followIsOver(delivery, follow, at))
    return settle('refused', notClosed);
  if (msBetween(awaited.since, at) >= limits.awaitResultMsMax)
    return settle(uncertain ? 'unknown' : 'refused', neverFinished);
  const waitMs = Math.max(limits.awaitResultMsMin, backoffMs(delivery.attempts, random, verdict.retryAfterMs, limits));
  return {
    ...settle('queued', { code: awaitingResult, detail: verdict.detail }),
    due_at: plusMs(at, waitMs),
    uncertain,
  };
}
