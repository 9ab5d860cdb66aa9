import { isUuid } from '../../contracts/canonical/ids.ts';
import type { System } from '../../contracts/canonical/network.ts';
import type { WireMessage } from '../ports.ts';
import type { Deps } from './deps.ts';

/**
 * Whether a message of a system that answers by callback (NONBLOCK_PUSH_REST) may be what it seems: with an X-Correlation-ID it answers
 * a request of ours, and then a delivery with that correlation must have gone to the system. Without one, and of any other system, it
 * is a message like any other.
 */
export async function answersOurs(deps: Deps, system: System, { headers }: WireMessage): Promise<boolean> {
  const given = headers['x-correlation-id'];
  if (system.modi?.pattern !== 'push' || given === undefined) return true;
  if (!isUuid(given)) return false;
  return deps.store.wasSentUnder(given.toLowerCase(), system.id);
}
