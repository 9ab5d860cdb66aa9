import type { Listed, Shows } from '../ports.ts';
import { type Collection, cursorAfter, parseCursor } from './cursor.ts';

type Identified = { readonly id: string };

/** Where a statement starts and how many rows it gives: one more than the page shows, to know whether there are others. */
export type From = { readonly before: string; readonly limit: number };

/** What is asked for at a time where not everything is shown, and how often, for one page: what is opened for nothing costs as much. */
const searchedRows = 100;
const searchesMax = 5;

/**
 * A page of a collection, newest first, out of one or more statements that are each newest first. What `shows` leaves out makes no page
 * shorter and has no cursor, unless so much of it stands together that the search ends in the midst of it.
 */
export async function listed<R extends Identified, T>(
  collection: Collection,
  cursor: string | null,
  limit: number,
  turn: (row: R) => T | Promise<T>,
  rowsFrom: (from: From) => Promise<readonly (readonly R[])[]>,
  shows?: Shows<T>,
): Promise<Listed<T>> {
  const place = parseCursor(collection, cursor);
  if (!place.ok) return 'invalid_cursor';
  const rowsMax = (shows === undefined ? limit : Math.max(limit, searchedRows)) + 1;
  const found: { readonly id: string; readonly item: T }[] = [];
  let { before } = place;
  let isEnd = false;
  for (let searches = 0; searches < searchesMax && found.length <= limit && !isEnd; searches += 1) {
    const rows = newestOf(await rowsFrom({ before, limit: rowsMax }), rowsMax);
    const items = await Promise.all(rows.map(async (row) => ({ id: row.id, item: await turn(row) })));
    found.push(...items.filter(({ item }) => shows === undefined || shows(item)));
    isEnd = rows.length < rowsMax;
    before = rows.at(-1)?.id ?? before;
  }
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const next = found.length > limit && last !== undefined ? last.id : isEnd ? null : before;
  return { items: page.map(({ item }) => item), next_cursor: next && cursorAfter(collection, next) };
}

/** Newest first; what two statements found counts once. Beyond `rowsMax` a statement may lack what another has. */
function newestOf<R extends Identified>(lists: readonly (readonly R[])[], rowsMax: number): readonly R[] {
  const [only = [], ...others] = lists;
  if (others.length === 0) return only;
  const byId = new Map(lists.flat().map((row) => [row.id, row]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, rowsMax);
}
