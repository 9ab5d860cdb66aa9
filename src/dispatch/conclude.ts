import type { ClaimedDelivery, Settlement, Verdict } from '../ports.ts';
import { concludeAwaiting, isAwaiting } from './await-result.ts';
import { backoffMs } from './backoff.ts';
import type { Conversation } from './converse.ts';
import { followIsOver } from './follow.ts';
import { msBetween, plusMs } from './instant.ts';
import type { DispatchLimits } from './limits.ts';
import type { Partner } from './partner.ts';
import { settlementOf } from './settlement.ts';

export type Facts = {
  readonly at: string;
  readonly random: number;
  /** The referral has reached a final state. */
  readonly closed: boolean;
};

/** How a delivery goes on after a conversation with the partner. */
export function conclude(
  delivery: ClaimedDelivery,
  conversation: Pick<Conversation, 'verdict' | 'findings' | 'effect' | 'awaiting'>,
  partner: Partner,
  facts: Facts,
  limits: DispatchLimits,
): Settlement {
  const { at } = facts;
  const { verdict, findings, effect = false } = conversation;
  const settle = (state: Settlement['state'], said: Pick<Verdict, 'code' | 'detail'> = verdict) =>
    settlementOf(delivery, state, said, at, findings);
  // An answer now speaks for every attempt: the partner knows the message by its id.
  const uncertain =
    delivery.sent_step === 'effect' && verdict.outcome === 'deferred' && !(isAwaiting(delivery) && effect);
  const again = (afterMs: number): Settlement => ({
    ...settle('queued'),
    due_at: plusMs(at, afterMs),
    uncertain: uncertain || verdict.outcome === 'unknown',
  });
  const backedOffMs = () => backoffMs(delivery.attempts, facts.random, verdict.retryAfterMs, limits);

  const awaiting = concludeAwaiting(delivery, conversation, partner, facts, limits);
  if (awaiting !== null) return awaiting;
  if (verdict.outcome === 'refused') return settle('refused');
  if (verdict.outcome === 'unknown' && !partner.deduplicates) return settle('unknown');
  const follow = delivery.task === 'follow' ? partner.follow : undefined;
  if (follow !== undefined) {
    if (verdict.outcome === 'delivered' && facts.closed) return settle('delivered', followed);
    if (followIsOver(delivery, follow, at)) return settle('refused', notClosed);
    return again(verdict.outcome === 'delivered' ? follow.everyMs : backedOffMs());
  }
  if (verdict.outcome === 'delivered') return settle('delivered');
  if (!isExhausted(delivery, at, limits)) return again(backedOffMs());
  return uncertain || verdict.outcome === 'unknown' ? settle('unknown') : settle('refused', gaveUp(verdict));
}

export const followed = {
  code: 'dispatch/followed',
  detail: 'The referral is closed; the system is not asked any more.',
};

export const notClosed = {
  code: 'dispatch/follow-over',
  detail: 'The system was asked as long as agreed and the referral is not closed. Rerun to ask once more.',
};

const gaveUp = (last: Verdict) => ({
  code: 'dispatch/gave-up',
  detail: `Not taken in all the time allowed; last: ${last.code}. Rerun when the system is up again.`,
});

/** Old enough after a fair number of attempts, or far too many attempts. */
const isExhausted = (delivery: ClaimedDelivery, at: string, limits: DispatchLimits): boolean =>
  delivery.attempts >= limits.attemptsMax ||
  (delivery.attempts >= limits.attemptsMin && msBetween(delivery.created_at, at) >= limits.ageMsMax);
