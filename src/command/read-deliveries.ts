import type { Delivery, DeliveryState } from '../../contracts/canonical/delivery.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import { publish } from '../policy/index.ts';
import type { Call, Outcome, Page } from '../ports.ts';
import type { Deps } from './deps.ts';

export type ListDeliveries = {
  readonly referral_id?: string | undefined;
  readonly system?: string | undefined;
  readonly state?: DeliveryState | undefined;
  readonly cursor: string | null;
  readonly limit: number;
};

export const operates = (call: Call): boolean => call.caller.scopes.includes('deliveries:operate');

/** Deliveries of the referrals a body is party to; an operator of the gateway sees all. They hold codes, never content. */
export const listDeliveries =
  (deps: Deps) =>
  async (call: Call, { cursor, limit, ...filter }: ListDeliveries): Promise<Outcome<Page<Delivery>>> => {
    // Of an onward or claimed referral the present recipient is party too: it sees the whole of that referral's deliveries.
    const ofOwn = filter.referral_id !== undefined && (await isPartyOf(deps, call, filter.referral_id));
    const organization = operates(call) || ofOwn ? undefined : call.caller.organization;
    const page = await deps.store.listDeliveries({ organization, ...filter }, cursor, limit);
    if (page === 'invalid_cursor') return refuse('request/invalid-cursor');
    return { refused: false, status: 200, headers: {}, body: publish(page) };
  };

export const readDelivery =
  (deps: Deps) =>
  async (call: Call, { delivery_id }: { readonly delivery_id: string }): Promise<Outcome<Delivery>> => {
    const delivery = await deps.store.delivery(delivery_id);
    if (delivery === null || !(await isParty(deps, call, delivery))) return refuse('delivery/not-found');
    return { refused: false, status: 200, headers: {}, body: publish(delivery) };
  };

async function isParty(deps: Deps, call: Call, delivery: Delivery): Promise<boolean> {
  if (operates(call) || delivery.recipient === call.caller.organization) return true;
  return delivery.referral_id !== undefined && isPartyOf(deps, call, delivery.referral_id);
}

async function isPartyOf(deps: Deps, call: Call, referralId: string): Promise<boolean> {
  const own = call.caller.organization;
  const referral = await deps.store.referral(referralId);
  return referral !== null && (referral.request.initiator === own || referral.recipient === own);
}
