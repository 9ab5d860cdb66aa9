import { calculateJwkThumbprint } from 'jose';
import {
  algorithmOf,
  algorithmOfKey,
  fault,
  jtiOf,
  type Limits,
  readToken,
  sealFault,
  type Token,
  thumbOf,
  untimely,
} from '../modi/index.ts';
import type { Refusal, Store } from '../ports.ts';
import { takeOnce, widest } from './answered.ts';
import { comparableUrl } from './comparable-url.ts';

/** A request under a voucher that is bound to the key with this thumbprint (RFC 7638). */
export type DpopAsk = {
  readonly headers: Headers;
  readonly method: string;
  /** As callers know it. */
  readonly url: string;
  readonly credentials: string;
  readonly client: string;
  readonly thumbprint: string;
  readonly nowSeconds: number;
};

/** The proof of possession, by the checks of RFC 9449 section 4.3: the first that does not hold. Its jti is taken when all others held. */
export async function dpopFault(ask: DpopAsk, limits: Limits, useOnce: Store['useOnce']): Promise<Refusal | null> {
  const header = ask.headers.get('dpop');
  if (header === null) return fault('dpop/header-missing');
  if (header.includes(',')) return fault('dpop/header-repeated');
  const token = readToken('dpop', header);
  if ('refused' in token) return token;
  const broken =
    (await keyFault(token, ask.thumbprint)) ??
    requestFault(token, ask) ??
    (await timeAndTokenFault(token, ask, limits));
  if (broken !== null) return broken;
  const jti = jtiOf('dpop', token);
  if (typeof jti !== 'string') return jti;
  const until = Number(token.claims.iat) + widest.dpopLifeSeconds;
  return takeOnce(useOnce, 'dpop', ask.client, jti, until);
}

/** The key travels in the proof: it counts because the voucher names its thumbprint. */
async function keyFault(token: Token, thumbprint: string): Promise<Refusal | null> {
  const alg = algorithmOf('dpop', token);
  if (typeof alg !== 'string') return alg;
  const { typ, jwk } = token.header;
  if (typ === undefined) return fault('dpop/typ-missing');
  if (typeof typ !== 'string' || !/^(application\/)?dpop\+jwt$/i.test(typ)) return fault('dpop/typ-wrong');
  if (jwk === undefined) return fault('dpop/jwk-missing');
  if (!isPublicKey(jwk)) return fault('dpop/jwk-malformed');
  const own = await calculateJwkThumbprint(jwk).catch(() => null);
  if (own === null) return fault('dpop/jwk-malformed');
  return own === thumbprint ? sealFault('dpop', token, jwk) : fault('dpop/jwk-wrong');
}

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

function isPublicKey(jwk: unknown): jwk is Readonly<Record<string, unknown>> & { kty: string } {
  if (typeof jwk !== 'object' || jwk === null || privateMembers.some((name) => name in jwk)) return false;
  return algorithmOfKey({ ...jwk }) !== null;
}

function requestFault({ claims }: Token, ask: DpopAsk): Refusal | null {
  const { htm, htu } = claims;
  if (htm === undefined) return fault('dpop/htm-missing');
  if (typeof htm !== 'string') return fault('dpop/htm-malformed');
  if (htm !== ask.method) return fault('dpop/htm-wrong');
  if (htu === undefined) return fault('dpop/htu-missing');
  const named = typeof htu === 'string' ? comparableUrl(htu) : null;
  if (named === null) return fault('dpop/htu-malformed');
  return named === comparableUrl(ask.url) ? null : fault('dpop/htu-wrong');
}

async function timeAndTokenFault({ claims }: Token, ask: DpopAsk, limits: Limits): Promise<Refusal | null> {
  const { iat, ath } = claims;
  if (iat === undefined) return fault('dpop/iat-missing');
  if (typeof iat !== 'number' || !Number.isFinite(iat) || iat < 0) return fault('dpop/iat-malformed');
  if (iat > ask.nowSeconds + limits.dpop_ahead_seconds_max)
    return untimely('dpop/iat-early', limits.dpop_ahead_seconds_max);
  if (iat < ask.nowSeconds - limits.dpop_life_seconds_max)
    return untimely('dpop/iat-old', limits.dpop_life_seconds_max);
  if (ath === undefined) return fault('dpop/ath-missing');
  if (typeof ath !== 'string') return fault('dpop/ath-malformed');
  return ath === (await thumbOf(ask.credentials)) ? null : fault('dpop/ath-wrong');
}
