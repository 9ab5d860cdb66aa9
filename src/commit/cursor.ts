import { base64url } from 'jose';
import { isUuid } from '../../contracts/canonical/ids.ts';

export type Collection = 'referrals' | 'consents' | 'exchanges' | 'deliveries' | 'convocations' | 'analyses';

export type ParsedCursor = { readonly ok: true; readonly before: string } | { readonly ok: false };

/** Sorts after every UUID: a page without cursor starts at the newest. */
const newest = '~';

/**
 * Where a page goes on: below the last identifier it showed. Identifiers rise with time and never change, so what is
 * written meanwhile moves nothing of what is still to be read.
 */
export function cursorAfter(collection: Collection, id: string): string {
  return base64url.encode(JSON.stringify([collection, id]));
}

/** The place a cursor names; not ok when this collection did not issue it. Callers answer `request/invalid-cursor`. */
export function parseCursor(collection: Collection, cursor: string | null): ParsedCursor {
  if (cursor === null) return { ok: true, before: newest };
  const content = decoded(cursor);
  if (!Array.isArray(content) || content.length !== 2 || content[0] !== collection) return { ok: false };
  const id: unknown = content[1];
  // Identifiers are compared as text: one in capitals, which was never issued, would leave some out.
  return isUuid(id) && id === id.toLowerCase() ? { ok: true, before: id } : { ok: false };
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(base64url.decode(cursor)));
  } catch {
    return undefined;
  }
}
