import type { Delivery } from '../../contracts/canonical/delivery.ts';
import type { Call } from '../ports.ts';
import type { Deps } from './deps.ts';

type Needs = Pick<Deps, 'network' | 'store'>;

/** Whether the caller operates the whole gateway: its body is the territory's ATS, which runs it. Every other body operates what is its own. */
export async function operatesAll({ network }: Needs, { caller }: Call): Promise<boolean> {
  if (!caller.scopes.includes('deliveries:operate')) return false;
  return (await network()).organization(caller.organization)?.kind === 'ats';
}

/** Whether the delivery concerns the caller's body: it goes to it, or belongs to a referral to which it is party. */
export async function isOwnDelivery(needs: Needs, call: Call, delivery: Delivery): Promise<boolean> {
  if (delivery.recipient === call.caller.organization) return true;
  // The mails of a convocation are its organizer's.
  if (delivery.referral_id === undefined) return delivery.initiator === call.caller.organization;
  return isPartyOf(needs, call, delivery.referral_id);
}

/** Of an onward or claimed referral the present recipient is party, too. */
export async function isPartyOf({ store }: Needs, { caller }: Call, referralId: string): Promise<boolean> {
  const referral = await store.referral(referralId);
  return (
    referral !== null &&
    (referral.request.initiator === caller.organization || referral.recipient === caller.organization)
  );
}
