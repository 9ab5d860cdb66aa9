import type { Delivery, DeliveryState } from '../../contracts/canonical/delivery.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import { accountOf, coversPurpose, publish } from '../policy/index.ts';
import type { Call, Outcome, Page } from '../ports.ts';
import type { Deps } from './deps.ts';
import { isOwnDelivery, isPartyOf, operatesAll } from './operators.ts';

export type ListDeliveries = {
  readonly referral_id?: string | undefined;
  readonly convocation_id?: string | undefined;
  readonly system?: string | undefined;
  readonly state?: DeliveryState | undefined;
  readonly cursor: string | null;
  readonly limit: number;
};

/** Deliveries of the referrals a body is party to; the operator of the whole gateway sees all. They hold codes, never content. */
export const listDeliveries =
  (deps: Deps) =>
  async (call: Call, { cursor, limit, ...filter }: ListDeliveries): Promise<Outcome<Page<Delivery>>> => {
    // Who is party to a referral sees the whole of that referral's deliveries.
    const ofOwn = filter.referral_id !== undefined && (await isPartyOf(deps, call, filter.referral_id));
    const organization = ofOwn || (await operatesAll(deps, call)) ? undefined : call.caller.organization;
    const { voucher } = call.caller;
    const wanted = { organization, purposes: voucher?.purposes, ...filter };
    const page = await deps.store.listDeliveries(wanted, cursor, limit);
    if (page === 'invalid_cursor') return refuse('request/invalid-cursor');
    return { refused: false, status: 200, headers: {}, body: publish(page) };
  };

export const readDelivery =
  (deps: Deps) =>
  async (call: Call, { delivery_id }: { readonly delivery_id: string }): Promise<Outcome<Delivery>> => {
    const delivery = await deps.store.delivery(delivery_id);
    const visible =
      delivery !== null &&
      coversPurpose(accountOf(call.caller), delivery.purpose) &&
      ((await operatesAll(deps, call)) || (await isOwnDelivery(deps, call, delivery)));
    if (!visible) return refuse('delivery/not-found');
    return { refused: false, status: 200, headers: {}, body: publish(delivery) };
  };
