import { calculateJwkThumbprint } from 'jose';
import { privateJwkIn, publicJwkOf } from './public-jwk.ts';

/** The form of a thumbprint (RFC 7638 with SHA-256), as PDND names keys. */
const thumbprintShape = /^[A-Za-z0-9_-]{43}$/;

/**
 * The thumbprint of the key in a secret, where `kid` has the form of one and is not that key's: whoever looks for it finds no key, or
 * another. Null: nothing stands against it, it being a name of one's own, or the one that the secret itself gives its key.
 */
export async function foreignThumbprint(secret: string, kid: string): Promise<string | null> {
  const jwk = publicJwkOf(secret, kid);
  if (jwk === null || !thumbprintShape.test(kid) || privateJwkIn(secret)?.kid === kid) return null;
  const thumbprint = await calculateJwkThumbprint(jwk);
  return thumbprint === kid ? null : thumbprint;
}
