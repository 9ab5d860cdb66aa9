import { DeliveryId } from '../../contracts/canonical/ids.ts';
import type { Adapter, ClaimedDelivery, NewDelivery } from '../ports.ts';
import { msBetween, plusMs } from './instant.ts';

type Follow = NonNullable<Adapter['follow']>;

/**
 * The delivery that asks the partner how the referral fares, queued by the settlement of the one that brought it there.
 * It has a lane of its own: asking never holds up what is to be told.
 */
export function followUp(delivery: ClaimedDelivery, follow: Follow, at: string, id: string): NewDelivery | null {
  if (delivery.task !== 'deliver' || delivery.event !== 'submit') return null;
  const { referral_id, version, event, initiator, recipient, system, purpose, correlation_id, acting_user, client } =
    delivery;
  return {
    id: DeliveryId.parse(id),
    referral_id,
    version,
    task: 'follow',
    event,
    initiator,
    recipient,
    system,
    purpose,
    correlation_id,
    acting_user,
    client,
    lane: `follow:${referral_id}:${system}`,
    state: 'queued',
    created_at: at,
    due_at: plusMs(at, follow.everyMs),
  };
}

/** Whether the partner was asked long enough: `timesMax` times `everyMs`, however many of the attempts failed. */
export const followIsOver = (delivery: ClaimedDelivery, follow: Follow, at: string): boolean =>
  msBetween(delivery.created_at, at) >= follow.everyMs * follow.timesMax;
