import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { createBoundedCache, thumbOf } from '../modi/index.ts';
import type { Clock, NewId } from '../ports.ts';
import { htuOf } from './target.ts';

const holdersMax = 1000;
const noncesMax = 1000;
const nonceMs = 5 * 60_000;
const nonceCharactersMax = 512;
const foreverMs = Number.POSITIVE_INFINITY;

/** For what a proof is made. `holder`: whose vouchers the key binds. `token`: null at the token endpoint. */
export type Proving = {
  readonly holder: string;
  readonly method: string;
  readonly url: string;
  readonly token: string | null;
};

export type Dpop = {
  /** One proof for one request (RFC 9449 section 4.2); null: the address is none. */
  readonly proof: (of: Proving) => Promise<string | null>;
  /** Keeps the nonce that an answer gives for the next proofs (section 8.2). True: there was one. */
  readonly learn: (of: Pick<Proving, 'holder' | 'url'>, headers: Readonly<Record<string, string>>) => boolean;
};

/**
 * Proofs with a key pair (ES256) that is generated for each client and token endpoint, and lives and dies with the process like the
 * vouchers that are bound to it: nothing of it is kept or configured, and the private part cannot be exported.
 */
export function createDpop({ now, newId }: { readonly now: Clock; readonly newId: NewId }): Dpop {
  const pairs = createBoundedCache<{ readonly privateKey: CryptoKey; readonly jwk: JWK }>(holdersMax);
  const nonces = createBoundedCache<string>(noncesMax);
  const nonceKey = (holder: string, url: string) => `${holder} ${URL.parse(url)?.origin}`;

  const pairOf = async (holder: string, nowMs: number) => {
    const known = pairs.get(holder, nowMs);
    if (known !== undefined) return known;
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const { kty, crv, x, y } = await exportJWK(publicKey);
    // Whoever was first: a voucher asked for with another key would be of no use.
    const made = pairs.get(holder, nowMs) ?? { privateKey, jwk: { kty, crv, x, y } as JWK };
    pairs.set(holder, made, foreverMs);
    return made;
  };

  return {
    proof: async ({ holder, method, url, token }) => {
      const nowMs = Date.parse(now());
      const htu = htuOf(url);
      if (htu === null) return null;
      const { privateKey, jwk } = await pairOf(holder, nowMs);
      const nonce = nonces.get(nonceKey(holder, url), nowMs);
      return new SignJWT({
        htm: method,
        htu,
        iat: Math.floor(nowMs / 1000),
        jti: newId(),
        ...(token === null ? {} : { ath: await thumbOf(token) }),
        ...(nonce === undefined ? {} : { nonce }),
      })
        .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
        .sign(privateKey);
    },
    learn: ({ holder, url }, headers) => {
      const nonce = headers['dpop-nonce'];
      // NQCHAR of RFC 9449 section 8.1.
      if (nonce === undefined || nonce.length > nonceCharactersMax || !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(nonce))
        return false;
      nonces.set(nonceKey(holder, url), nonce, Date.parse(now()) + nonceMs);
      return true;
    },
  };
}
