import type { DeliveryId } from '../../contracts/canonical/ids.ts';
import type { System } from '../../contracts/canonical/network.ts';
import type { Referral } from '../../contracts/canonical/referral.ts';
import type { ReferralEventType } from '../../contracts/canonical/referral-event.ts';
import type { Call, NetworkView, NewDelivery } from '../ports.ts';
import type { Deps } from './deps.ts';
import { returnPurpose } from './gate.ts';

type Said = { readonly type: ReferralEventType; readonly by: string };
/** Who said what is told; null: the gateway, or a partner in its answer. */
type Asker = Pick<Call['caller'], 'client_id' | 'acting_user'> | null;
type Told = { readonly to: string; readonly under: string; readonly type: ReferralEventType };

/**
 * Who is told of an event: every system of the body on the other side, or the one that the initiator named. An open referral is told to nobody until it is claimed;
 * then the new recipient hears the whole of it, and the initiator who it was. An expiry is told to both.
 */
export function deliveriesFor(
  deps: Pick<Deps, 'newId' | 'adapterOf'>,
  network: NetworkView,
  referral: Referral,
  event: Said & { readonly at: string; readonly correlation_id: string },
  asker: Asker,
): readonly NewDelivery[] {
  return toldOf(network, referral, event).flatMap(({ to, under, type }) =>
    systemsFor(network, referral, to).map(({ system, correlation_id = event.correlation_id }) => ({
      id: deps.newId() as DeliveryId,
      referral_id: referral.id,
      version: referral.version,
      task: 'deliver' as const,
      event: type,
      initiator: referral.request.initiator,
      recipient: to,
      system: system.id,
      purpose: under,
      created_at: event.at,
      correlation_id,
      acting_user: asker?.acting_user ?? null,
      client: asker?.client_id ?? null,
      lane: `${referral.id}:${system.id}`,
      state: system.adapter === 'mailbox' ? ('awaiting_pickup' as const) : ('queued' as const),
      due_at: event.at,
    })),
  );
}

/** Whether a body on the other side has no system that takes the event: nothing is sent to it, and it reads by the API. */
export const someoneUntold = (network: NetworkView, referral: Referral, event: Said): boolean =>
  toldOf(network, referral, event).some(({ to }) => to !== event.by && systemsFor(network, referral, to).length === 0);

function toldOf(network: NetworkView, referral: Referral, event: Said): readonly Told[] {
  const { initiator, purpose } = referral.request;
  const told: Told[] = [];
  if (event.by !== initiator) told.push({ to: initiator, under: returnPurpose(network, purpose), type: event.type });
  if (referral.recipient !== null && event.by !== referral.recipient)
    told.push({ to: referral.recipient, under: purpose, type: event.type });
  if (event.type === 'claim' && referral.recipient !== null)
    told.push({ to: referral.recipient, under: purpose, type: 'submit' });
  return told;
}

type Destination = { readonly system: System; readonly correlation_id?: string };

/** An initiator that said where it wants its answers gets them there, as answers to that request, as long as the system is its own. */
function systemsFor(network: NetworkView, { request, reply_to }: Referral, body: string): readonly Destination[] {
  const chosen = reply_to && body === request.initiator ? network.system(reply_to.system) : undefined;
  if (reply_to !== undefined && chosen?.organization === body)
    return [{ system: chosen, correlation_id: reply_to.correlation_id }];
  return network
    .systemsOf(body)
    .filter((system) => system.referral_kinds === undefined || system.referral_kinds.includes(request.kind))
    .map((system) => ({ system }));
}
