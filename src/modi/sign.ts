import { importJWK, type JWK, SignJWT } from 'jose';
import type { SecretOf, SigningKeyOf } from '../ports.ts';
import { algorithmOfKey } from './read-token.ts';
import { createRecent } from './recent.ts';

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

/** Secrets that a deployment may have in use at a time. */
const keysMax = 500;

/** Private keys by the name of their secret, imported once. The secret holds one JWK. No promise is kept: on Workers one of another request may never end. */
export function createSigningKeyOf(secretOf: SecretOf): SigningKeyOf {
  const imported = createRecent<Omit<SigningKey, 'kid'>>(keysMax);
  return async ({ secret, kid }) => {
    const text = secretOf(secret);
    if (text === undefined) return null;
    const key = imported.get(text) ?? (await importPrivate(text));
    if (key === null) return null;
    imported.set(text, key);
    return { ...key, kid };
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
