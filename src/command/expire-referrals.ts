import { evolve } from '../core/referral/index.ts';
import { civilDate, daysAfter, startOfDay } from '../core/rome/index.ts';
import type { NetworkView, ReferralHead, StoredReferralEvent } from '../ports.ts';
import { deliveriesFor } from './deliveries.ts';
import type { Deps } from './deps.ts';
import { exchangeRecord } from './exchange-record.ts';
import { plainly } from './public-record.ts';

/** Ends referrals that nobody took on, where the agreement says after how many calendar days. `referralsMax` at most in one call. */
export function expireReferrals(deps: Deps) {
  return async (referralsMax: number): Promise<number> => {
    const network = await deps.network();
    const terms = network.document.agreements.flatMap((a) => a.expire_after_days ?? []);
    if (terms.length === 0) return 0;
    const today = civilDate(deps.clock());
    const before = startOfDay(daysAfter(today, -Math.min(...terms)));
    let expired = 0;
    for (const head of await deps.store.staleReferrals(['requested', 'received'], before, referralsMax)) {
      const days = termOf(network, head);
      if (
        days !== null &&
        daysAfter(civilDate(head.created_at), days) < today &&
        (await expire(deps, network, head.id))
      )
        expired += 1;
    }
    return expired;
  };
}

/** The shortest term of the agreements that cover the referral; of an open one, those with any provider. */
function termOf(network: NetworkView, head: ReferralHead): number | null {
  const others = head.recipient === null ? (network.service(head.service)?.providers ?? []) : [head.recipient];
  const days = others
    .flatMap((other) => network.agreementsBetween(head.initiator, other))
    .filter((a) => a.purposes.includes(head.purpose))
    .flatMap((a) => a.expire_after_days ?? []);
  return days.length === 0 ? null : Math.min(...days);
}

async function expire(deps: Deps, network: NetworkView, id: string): Promise<boolean> {
  const referral = await deps.store.referral(id);
  if (referral === null || (referral.status !== 'requested' && referral.status !== 'received')) return false;
  const at = deps.clock();
  const correlation_id = deps.newId();
  const event: StoredReferralEvent = {
    stream: id,
    version: referral.version + 1,
    type: 'expire',
    at,
    by: 'gateway',
    subject_id: referral.subject_id,
    payload: { event: { type: 'expire' } },
  };
  const after = evolve(referral, event);
  const record = exchangeRecord({
    id: deps.newId(),
    at,
    correlation_id,
    operation: 'referral.expire',
    direction: 'in',
    network,
    decision: plainly('permit/supplied'),
    subject_id: referral.subject_id,
    referral_id: id,
    outcome: 'expired',
  });
  const deliveries = deliveriesFor(deps, network, after, { ...event, correlation_id }, null);
  // A body that answered meanwhile wins: the version conflicts and nothing expires.
  const result = await deps.store.commit({ exchanges: [record], events: [event], referrals: [after], deliveries });
  return result.committed;
}
