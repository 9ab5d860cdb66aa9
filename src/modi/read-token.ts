import {
  type CompactJWSHeaderParameters,
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  importJWK,
} from 'jose';
import type { TrustCode } from '../../contracts/catalogue/trust-problems.ts';
import type { FoundKey, Refusal } from '../ports.ts';
import { fault, type TokenProof } from './fault.ts';

export const tokenCharactersMax = 8192;

/** A JWS as it came, read but not verified. */
export type Token = {
  readonly compact: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
};

export type TokenAlgorithm = 'RS256' | 'ES256';

/** Reads a compact JWS. The payload must be a JSON object; nothing is believed yet. */
export function readToken(proof: TokenProof, compact: string): Token | Refusal {
  if (compact.length > tokenCharactersMax) return fault(`${proof}/token-too-large`);
  try {
    const header: CompactJWSHeaderParameters | Record<string, unknown> = decodeProtectedHeader(compact);
    return { compact, header: { ...header }, claims: { ...decodeJwt(compact) } };
  } catch {
    return fault(`${proof}/token-malformed`);
  }
}

/** The algorithm in the header, which must be one of two; never `none` or HMAC (RFC 8725 section 3.1). */
export function algorithmOf(proof: TokenProof, { header }: Token): TokenAlgorithm | Refusal {
  if ('crit' in header || 'b64' in header) return fault(`${proof}/crit-wrong`);
  if (header.alg === undefined) return fault(`${proof}/alg-missing`);
  return header.alg === 'RS256' || header.alg === 'ES256' ? header.alg : fault(`${proof}/alg-wrong`);
}

const kidCharactersMax = 256;

/** The kid in the header. */
export function kidOf(proof: 'voucher' | 'signature' | 'evidence', { header }: Token): string | Refusal {
  const { kid } = header;
  if (kid === undefined) return fault(`${proof}/kid-missing`);
  const sound = typeof kid === 'string' && kid !== '' && kid.length <= kidCharactersMax && /^[\x21-\x7e]+$/.test(kid);
  return sound ? kid : fault(`${proof}/kid-malformed`);
}

/**
 * What an RSA key may measure, in characters of base64url: a modulus of 2048 (RFC 7518 section 3.3) to 8192 bits, so that one verification
 * stays cheap even where a proof brings its key along, and an exponent of 64 bits. Everybody uses 65537.
 */
export const rsaCharacters = { modulusMin: 342, modulusMax: 1366, exponentMax: 11 } as const;

/** The one algorithm a key may be used with, or null for keys that are not accepted: RSA as measured above, EC P-256. */
export function algorithmOfKey({ kty, crv, n, e }: Readonly<Record<string, unknown>>): TokenAlgorithm | null {
  if (kty === 'EC') return crv === 'P-256' ? 'ES256' : null;
  if (kty !== 'RSA' || typeof n !== 'string') return null;
  const { length } = n.replace(/=+$/, '');
  const isCheap = e === undefined || (typeof e === 'string' && e.length <= rsaCharacters.exponentMax);
  return length >= rsaCharacters.modulusMin && length <= rsaCharacters.modulusMax && isCheap ? 'RS256' : null;
}

/** Whether the signature holds. The key decides the algorithm and the header must agree (RFC 8725 section 2.1). */
export async function sealFault(
  proof: TokenProof,
  token: Token,
  jwk: Readonly<Record<string, unknown>>,
): Promise<Refusal | null> {
  const alg = algorithmOfKey(jwk);
  if (alg === null || token.header.alg !== alg) return fault(`${proof}/alg-wrong`);
  try {
    await compactVerify(token.compact, await importPublic(jwk, alg), { algorithms: [alg] });
    return null;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return fault(`${proof}/seal-wrong`);
    if (error instanceof errors.JOSEError) return fault(`${proof}/token-malformed`);
    // What the runtime throws for a key that it cannot import: the key is of no use, so nothing verifies with it.
    return fault(`${proof}/seal-wrong`);
  }
}

/** Imported once: a key source gives the same object again for the same key. No promise is kept: on Workers one of another request may never end. */
const imported = new WeakMap<object, CryptoKey | Uint8Array>();
async function importPublic(jwk: Readonly<Record<string, unknown>>, alg: TokenAlgorithm) {
  const known = imported.get(jwk);
  if (known !== undefined) return known;
  const { kty, n, e, crv, x, y } = jwk as Record<string, string | undefined>;
  const shape = kty === 'RSA' ? { kty, n, e } : { kty, crv, x, y };
  const key = await importJWK(shape as Parameters<typeof importJWK>[0], alg);
  imported.set(jwk, key);
  return key;
}

/** What a key source's answer means for a proof: the key, or the refusal. */
export function keyOr(
  proof: 'voucher' | 'signature' | 'evidence',
  found: FoundKey,
): Extract<FoundKey, { found: 'key' }> | Refusal {
  if (found.found === 'key') return found;
  const codes = { unknown: `${proof}/kid-unknown`, unavailable: `${proof}/kid-unavailable` } as const;
  return fault(codes[found.found] satisfies TrustCode);
}
