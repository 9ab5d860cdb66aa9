import { type Delivery, isMailDelivery } from '../../contracts/canonical/delivery.ts';
import type { Call } from '../ports.ts';
import type { Deps } from './deps.ts';

type Needs = Pick<Deps, 'network' | 'store'>;

/** Whether the caller operates the whole gateway: its body is the territory's ATS, which runs it. Every other body operates what is its own. */
export async function operatesAll({ network }: Needs, { caller }: Call): Promise<boolean> {
  if (!caller.scopes.includes('deliveries:operate')) return false;
  return (await network()).organization(caller.organization)?.kind === 'ats';
}

/** Whether the delivery concerns the caller's body: it goes to it or to its people, or belongs to its convocation or to a referral to which it is party. */
export async function isOwnDelivery(needs: Needs, call: Call, delivery: Delivery): Promise<boolean> {
  if (delivery.recipient === call.caller.organization) return true;
  if (isMailDelivery(delivery)) return delivery.initiator === call.caller.organization;
  return delivery.referral_id !== undefined && isPartyOf(needs, call, delivery.referral_id);
}

/** Whether the caller's body decides on it. Of the mails of a convocation only its organizer does, who answers for what was sent. */
export const isOwnToOperate = async (needs: Needs, call: Call, delivery: Delivery): Promise<boolean> =>
  isMailDelivery(delivery) ? delivery.initiator === call.caller.organization : isOwnDelivery(needs, call, delivery);

/** Of an onward or claimed referral the present recipient is party, too. */
export async function isPartyOf({ store }: Needs, { caller }: Call, referralId: string): Promise<boolean> {
  const referral = await store.referral(referralId);
  return (
    referral !== null &&
    (referral.request.initiator === caller.organization || referral.recipient === caller.organization)
  );
}
