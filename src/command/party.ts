import type { Referral } from '../../contracts/canonical/referral.ts';
import type { Actor } from '../core/referral/index.ts';
import type { NetworkView } from '../ports.ts';

/** What a body is to a referral: initiator, recipient, or a provider that may claim it. Empty: it is none of its business. */
export function actorsOf(referral: Referral, organization: string, network: NetworkView): readonly Actor[] {
  const actors: Actor[] = [];
  if (referral.request.initiator === organization) actors.push('initiator');
  if (referral.recipient === organization) actors.push('recipient');
  const open = referral.request.recipient === undefined;
  const provides = network.service(referral.request.service)?.providers.some((p) => p === organization) === true;
  if (open && provides && referral.request.initiator !== organization) actors.push('eligible_body');
  return actors;
}

/** Whether the body may see the referral at all: a provider only as long as nobody claimed it. */
export const maySee = (referral: Referral, actors: readonly Actor[]): boolean =>
  actors.includes('initiator') ||
  actors.includes('recipient') ||
  (actors.includes('eligible_body') && referral.recipient === null);
