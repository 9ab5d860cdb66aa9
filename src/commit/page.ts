import type { Listed, Page } from '../ports.ts';
import { type Collection, cursorAfter, parseCursor } from './cursor.ts';

type Identified = { readonly id: string };

/** Where a statement starts and how many rows it gives: one more than the page shows, to know whether there are others. */
export type From = { readonly before: string; readonly limit: number };

/** A page of a collection, newest first, out of one or more statements that are each newest first. */
export async function listed<R extends Identified, T>(
  collection: Collection,
  cursor: string | null,
  limit: number,
  turn: (row: R) => T | Promise<T>,
  rowsFrom: (from: From) => Promise<readonly (readonly R[])[]>,
): Promise<Listed<T>> {
  const place = parseCursor(collection, cursor);
  if (!place.ok) return 'invalid_cursor';
  const { items, next_cursor } = pageOf(collection, await rowsFrom({ before: place.before, limit: limit + 1 }), limit);
  return { items: await Promise.all(items.map(turn)), next_cursor };
}

function pageOf<R extends Identified>(
  collection: Collection,
  lists: readonly (readonly R[])[],
  limit: number,
): Page<R> {
  const rows = lists.length === 1 ? (lists[0] ?? []) : merged(lists);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next_cursor: rows.length > limit && last !== undefined ? cursorAfter(collection, last.id) : null };
}

/** Newest first, and what two statements found counts once. */
function merged<R extends Identified>(lists: readonly (readonly R[])[]): R[] {
  const byId = new Map(lists.flat().map((row) => [row.id, row]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
}
