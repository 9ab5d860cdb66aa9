import { z } from 'zod';
import type { Clock, Store } from '../ports.ts';
import { plusMs } from './instant.ts';

/** Longer than anybody waits for a result: an operator may still have it asked for. */
const keptMs = 30 * 24 * 3_600_000;
const locationsMax = 16;

const Locations = z.record(z.string(), z.strictObject({ path: z.string(), since: z.string(), effect: z.boolean() }));

/** Where a partner said that the answer to a request would be: `path` below the address of its system; `since`: when it took the request. */
export type KeptLocation = { readonly path: string; readonly since: string; readonly effect: boolean };

/**
 * The Locations of a delivery, by step of its conversation. Who holds its lease is the only one that writes them. They outlive the
 * answer: should the holder die before it is written down, it is asked for again and nothing is sent twice.
 */
export function keptLocations({ store, now }: { readonly store: Pick<Store, 'kept'>; readonly now: Clock }) {
  return {
    of: async (deliveryId: string): Promise<Readonly<Record<string, KeptLocation>>> => {
      const kept = await store.kept(keyOf(deliveryId), now());
      return kept === null ? {} : Locations.parse(JSON.parse(kept));
    },
  };
}

/** The same, and to change one of them; null forgets it. */
export function writtenLocations(ports: { readonly store: Pick<Store, 'kept' | 'keep'>; readonly now: Clock }) {
  const { of } = keptLocations(ports);
  return {
    of,
    set: async (deliveryId: string, step: number, location: KeptLocation | null): Promise<void> => {
      const { [step]: _, ...others } = await of(deliveryId);
      const all = location === null ? others : { ...others, [step]: location };
      if (Object.keys(all).length > locationsMax) throw new Error('a conversation has more steps than are allowed');
      await ports.store.keep(keyOf(deliveryId), JSON.stringify(all), plusMs(ports.now(), keptMs));
    },
  };
}

const keyOf = (deliveryId: string): string => `pull ${deliveryId}`;
