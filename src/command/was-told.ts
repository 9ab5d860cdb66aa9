import type { Delivery } from '../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import type { Listed } from '../ports.ts';
import type { Deps } from './deps.ts';

/** Records of one referral looked through, 100 at a time. A delivery is given up long before it leaves so many. */
const pagesMax = 50;
const pageItems = 100;

/**
 * Whether a body knows of the referral: it was delivered to it or may have been, it fetched it from its mailbox, read it, or
 * said something about it. Looking at an open referral is not knowing of it.
 */
export async function wasTold(deps: Pick<Deps, 'store'>, referral_id: string, body: string): Promise<boolean> {
  const about = { referral_id, organization: body };
  return (
    (await anyOf((cursor) => deps.store.listDeliveries(about, cursor, pageItems), isHad)) ||
    (await anyOf((cursor) => deps.store.listExchanges({ ...about, permitted: true }, cursor, pageItems), knows(body)))
  );
}

/** What waits to be fetched carries `sent_at` once it was. */
const isHad = ({ task, state, sent_at }: Delivery): boolean =>
  task === 'deliver' &&
  (state === 'delivered' || state === 'unknown' || (state === 'awaiting_pickup' && sent_at !== undefined));

const knows =
  (body: string) =>
  ({ operation, from, to, rule, outcome }: Exchange): boolean =>
    (operation === 'referral.event' && from === body && outcome === 'accepted') ||
    ((operation === 'referral.read' || operation === 'referral.timeline') &&
      to === body &&
      outcome === 'read' &&
      rule !== 'permit/open-referral');

async function anyOf<T>(page: (cursor: string | null) => Promise<Listed<T>>, holds: (item: T) => boolean) {
  let cursor: string | null = null;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const got: Listed<T> = await page(cursor);
    if (got === 'invalid_cursor') return false;
    if (got.items.some(holds)) return true;
    cursor = got.next_cursor;
    if (cursor === null) return false;
  }
  return false;
}
