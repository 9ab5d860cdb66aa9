import type { Store } from '../ports.ts';
import type { Context } from './context.ts';
import { toClaimed } from './deliveries.ts';
import { read, write } from './statement.ts';
import { claimFor, type DestinationRow, destinations } from './statements/claim.ts';

type Area = Pick<Store, 'claim' | 'nextDue'>;

/**
 * What is due leaves per destination: first which systems have something that may leave now, then a claim for each. The
 * places of a claim are shared out evenly, so that the long queue of one system does not hold up the others.
 */
export function claimsArea({ engine }: Context): Area {
  return {
    claim: async ({ now, lease, leaseUntil, limit, exceptSystems }) => {
      const [rows] = await read(engine, destinations({}));
      const open = rows
        .filter((row) => !exceptSystems.includes(row.system) && (opensAt(row) ?? never) <= now)
        .sort((a, b) => ((a.due_at ?? never) < (b.due_at ?? never) ? -1 : 1))
        .slice(0, limit);
      if (open.length === 0) return [];
      const share = Math.ceil(limit / open.length);
      const asked = open.map(({ system }) => claimFor({ system, now, lease, lease_until: leaseUntil, limit: share }));
      const claimed = (await write(engine, ...asked)).flat();
      return claimed.sort((a, b) => ((a.due_at ?? '') < (b.due_at ?? '') ? -1 : 1)).map(toClaimed);
    },
    nextDue: async () => {
      const [rows] = await read(engine, destinations({}));
      return rows
        .map(opensAt)
        .reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null);
    },
  };
}

/** Later than every instant of the calendar. */
const never = '~';

/** When something may leave for a destination: not while it is suspended, not before its circuit lets a probe through. */
function opensAt({ due_at, suspended, open_until }: DestinationRow): string | null {
  if (due_at === null || suspended === 1) return null;
  return open_until !== null && open_until > due_at ? open_until : due_at;
}
