import { z } from 'zod';
import type { SigningKeyRef } from '../../contracts/canonical/trust.ts';
import { algorithmOfKey } from '../modi/index.ts';
import type { SecretOf } from '../ports.ts';
import { type Fault, fault } from './fault.ts';

const base64url = z.string().regex(/^[A-Za-z0-9_-]{2,}$/);
const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

// RFC 7518 sections 6.2 and 6.3.
const RsaPrivate = z.looseObject({
  kty: z.literal('RSA'),
  n: base64url,
  e: base64url,
  d: base64url,
  p: base64url,
  q: base64url,
  dp: base64url,
  dq: base64url,
  qi: base64url,
});
const EcPrivate = z.looseObject({ kty: z.literal('EC'), x: coordinate, y: coordinate, d: coordinate });
const PrivateJwk = z.discriminatedUnion('kty', [RsaPrivate, EcPrivate]).refine((jwk) => algorithmOfKey(jwk) !== null);

/** As PDND names keys. */
const pdndKid = /^[A-Za-z0-9_-]{43}$/;

/** Whether a key of ours is there and may sign what it is for. `forPdnd`: PDND takes RS256 alone, and knows the key by an identifier of its own. */
export function signingKeyFaults(
  at: string,
  { secret, kid }: SigningKeyRef,
  forPdnd: boolean,
  secretOf: SecretOf | undefined,
): Fault[] {
  const named =
    forPdnd && !pdndKid.test(kid)
      ? [fault(`${at}/kid`, 'wrong_kid', 'must be the 43 characters by which PDND names the key: copy them from there')]
      : [];
  if (secretOf === undefined) return named;
  const variable = `RACCORDO_SECRET_${secret}`;
  const value = secretOf(secret);
  if (value === undefined)
    return [...named, fault(`${at}/secret`, 'unknown_secret', `the deployment has no ${variable}`)];
  const jwk = privateJwkOf(value);
  if (jwk === null) {
    const rule = `${variable} must hold one private key as JWK: RSA from 2048 bits, or EC with crv P-256`;
    return [...named, fault(`${at}/secret`, 'malformed_secret', rule)];
  }
  return forPdnd && jwk.kty !== 'RSA'
    ? [...named, fault(`${at}/secret`, 'wrong_key', `${variable} must hold an RSA key: PDND takes RS256 only`)]
    : named;
}

function privateJwkOf(text: string): z.infer<typeof PrivateJwk> | null {
  try {
    return PrivateJwk.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
