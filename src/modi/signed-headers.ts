import type { Refusal } from '../ports.ts';
import { fault } from './fault.ts';
import type { Token } from './read-token.ts';

const signedHeadersMax = 50;

/** RFC 9110 section 5.1, in small letters. */
const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/;

/**
 * What a signature says of the headers (`signed_headers`), by name in small letters: each stands in an object of its own, once. A request
 * has to write the names so; who replies may write them as they are sent (`anyCase`).
 */
export function signedHeadersOf(
  { claims }: Token,
  { anyCase }: { readonly anyCase: boolean },
): ReadonlyMap<string, string> | Refusal {
  const { signed_headers: given } = claims;
  if (given === undefined) return fault('signature/signed-headers-missing');
  const malformed = fault('signature/signed-headers-malformed');
  if (!Array.isArray(given) || given.length > signedHeadersMax) return malformed;
  const signed = new Map<string, string>();
  for (const item of given as readonly unknown[]) {
    const [entry, ...more] = typeof item === 'object' && item !== null ? Object.entries(item) : [];
    const [name = '', value] = entry ?? [];
    const known = anyCase ? name.toLowerCase() : name;
    if (more.length > 0 || typeof value !== 'string' || !headerName.test(known) || signed.has(known)) return malformed;
    signed.set(known, value);
  }
  return signed;
}
