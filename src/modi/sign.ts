import { importJWK, type JWK, SignJWT } from 'jose';
import type { SecretOf, SigningKeyOf } from '../ports.ts';
import { algorithmOfKey } from './read-token.ts';

type SigningKey = NonNullable<Awaited<ReturnType<SigningKeyOf>>>;

export type { SigningKey as Keyed };

/** A JWS over the claims, strictly as the rules write it: `alg`, `kid`, `typ`, nothing else. */
export function signToken(
  claims: Readonly<Record<string, unknown>>,
  { key, alg, kid }: SigningKey,
  typ: 'JWT' | 'at+jwt' = 'JWT',
): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg, kid, typ }).sign(key);
}

/** Private keys by the name of their secret, imported once. The secret holds one JWK. */
export function createSigningKeyOf(secretOf: SecretOf): SigningKeyOf {
  const imported = new Map<string, Promise<Omit<SigningKey, 'kid'> | null>>();
  return async ({ secret, kid }) => {
    const text = secretOf(secret);
    if (text === undefined) return null;
    const known = imported.get(text) ?? importPrivate(text);
    imported.set(text, known);
    const key = await known;
    return key === null ? null : { ...key, kid };
  };
}

async function importPrivate(text: string): Promise<Omit<SigningKey, 'kid'> | null> {
  try {
    const jwk = JSON.parse(text) as JWK;
    const alg = algorithmOfKey({ ...jwk });
    if (alg === null || jwk.d === undefined) return null;
    const key = await importJWK(jwk, alg);
    return key instanceof Uint8Array ? null : { key, alg };
  } catch {
    return null;
  }
}
