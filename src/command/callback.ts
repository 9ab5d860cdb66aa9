import { isUuid } from '../../contracts/canonical/ids.ts';
import type { System } from '../../contracts/canonical/network.ts';
import type { WireMessage } from '../ports.ts';
import type { Deps } from './deps.ts';

const exchangesMax = 100;
const deliveriesMax = 100;

/**
 * Whether a message of a system that answers by callback (NONBLOCK_PUSH_REST) may be what it seems: with an X-Correlation-ID it answers
 * a request of ours, and then a delivery with that correlation must have gone to the system. Without one, and of any other system, it
 * is a message like any other.
 */
export async function answersOurs(deps: Deps, system: System, { headers }: WireMessage): Promise<boolean> {
  const given = headers['x-correlation-id'];
  if (system.modi?.pattern !== 'push' || given === undefined) return true;
  if (!isUuid(given)) return false;
  const correlation_id = given.toLowerCase();
  // What was asked for under the correlation is in the ledger before anything is delivered for it.
  const asked = await deps.store.listExchanges({ correlation_id }, null, exchangesMax);
  if (asked === 'invalid_cursor') return false;
  const referrals = new Set(asked.items.flatMap(({ referral_id }) => referral_id ?? []));
  for (const referral_id of referrals) {
    const sent = await deps.store.listDeliveries({ referral_id, system: system.id }, null, deliveriesMax);
    if (sent === 'invalid_cursor') continue;
    if (sent.items.some((each) => each.correlation_id === correlation_id && each.sent_at !== undefined)) return true;
  }
  return false;
}
