import { type CryptoKey, calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import type { KeySource } from './strategy.ts';

export const tokenAlgorithm = 'ES256';

/** The gateway's own keys: the first signs, all of them verify, so that one can be replaced without refusing what it signed. */
export type SigningKeys = {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  /** What `/.well-known/jwks.json` serves (RFC 7517 section 5). */
  readonly publicKeys: () => { readonly keys: readonly JWK[] };
  readonly keySource: KeySource;
};

/** Imports private P-256 keys given as JWK, the current one first. Keys are named by their thumbprint (RFC 7638). */
export async function loadSigningKeys(jwks: readonly JWK[]): Promise<SigningKeys> {
  const loaded = await Promise.all(jwks.map(load));
  const [current] = loaded;
  if (current === undefined) throw new Error('a gateway needs a signing key');
  const byKid = new Map(loaded.map((key) => [key.kid, key.publicJwk]));
  return {
    kid: current.kid,
    privateKey: current.privateKey,
    publicKeys: () => ({ keys: [...byKid.values()] }),
    keySource: ({ alg, kid }) => {
      const key = typeof kid === 'string' ? byKid.get(kid) : undefined;
      if (key === undefined) return { fault: 'kid names no key of this gateway' };
      if (alg !== tokenAlgorithm) return { fault: `alg must be ${tokenAlgorithm}` };
      return { key, alg: tokenAlgorithm };
    },
  };
}

async function load({ kty, crv, x, y, d }: JWK): Promise<{ kid: string; privateKey: CryptoKey; publicJwk: JWK }> {
  if (kty !== 'EC' || crv !== 'P-256' || x === undefined || y === undefined || d === undefined) {
    throw new Error('a signing key must be a private P-256 key');
  }
  const shape = { kty: 'EC', crv: 'P-256', x, y } as const;
  const kid = await calculateJwkThumbprint(shape);
  const privateKey = await importJWK({ ...shape, d }, tokenAlgorithm);
  return { kid, privateKey, publicJwk: { ...shape, kid, alg: tokenAlgorithm, use: 'sig' } };
}
