import { algorithmOfKey } from '../modi/index.ts';
import { isObject } from './shelf.ts';

export type Jwk = Readonly<Record<string, unknown>>;

const kidShape = /^[\x21-\x7e]{1,256}$/;
const publicMembers = ['kid', 'kty', 'alg', 'use', 'n', 'e', 'crv', 'x', 'y'] as const;

/** The public part of a key that may verify a signature: RSA of 2048 bits at least or EC P-256, for signatures, with a kid. Else null. */
export function usableKey(jwk: unknown): Jwk | null {
  if (!isObject(jwk)) return null;
  const alg = algorithmOfKey(jwk);
  if (alg === null || (jwk.alg !== undefined && jwk.alg !== alg)) return null;
  if (jwk.use !== undefined && jwk.use !== 'sig') return null;
  if (typeof jwk.kid !== 'string' || !kidShape.test(jwk.kid)) return null;
  const numbers = jwk.kty === 'RSA' ? [jwk.n, jwk.e] : [jwk.x, jwk.y];
  if (!numbers.every((number) => typeof number === 'string' && /^[A-Za-z0-9_-]+$/.test(number))) return null;
  return Object.fromEntries(publicMembers.flatMap((name) => (name in jwk ? [[name, jwk[name]]] : [])));
}

/** The usable keys of a set by kid. A kid that two of its keys have names neither. Null: it is no key set (RFC 7517 section 5). */
export function usableKeys(set: unknown): ReadonlyMap<string, Jwk> | null {
  if (!isObject(set) || !Array.isArray(set.keys)) return null;
  const keys = new Map<string, Jwk>();
  const seen = new Set<unknown>();
  for (const each of set.keys) {
    const kid: unknown = isObject(each) ? each.kid : undefined;
    const key = usableKey(each);
    if (typeof kid === 'string' && seen.has(kid)) keys.delete(kid);
    else if (key !== null) keys.set(String(kid), key);
    seen.add(kid);
  }
  return keys;
}

/** The former object where the key is the same: whoever imports keys remembers them by object. */
export function sameObject(former: Jwk | undefined, key: Jwk): Jwk {
  if (former === undefined) return key;
  return publicMembers.every((name) => former[name] === key[name]) ? former : key;
}
