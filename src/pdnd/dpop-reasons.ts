import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK } from 'jose';
import { type TrustCode, trustProblems } from '../../contracts/catalogue/trust-problems.ts';

/** One check of a DPoP proof that does not hold, named as the gateway names it. */
export type DpopReason = { readonly code: TrustCode; readonly checks: string; readonly mend: string };

export type DpopContext = {
  /** Seconds since 1970. */
  readonly now: number;
  /** Address of the token endpoint, without query and fragment. */
  readonly tokenUrl: string;
  /** Whether a jti was seen before. */
  readonly isUsed: (jti: string) => boolean;
};

const aheadSecondsMax = 5;
const lifeSecondsMax = 60;

/** Why PDND would not bind a voucher to the key of a proof (RFC 9449 section 4.3): the first check that does not hold. */
export async function dpopReasonOf(proof: string, { now, tokenUrl, isUsed }: DpopContext): Promise<DpopReason | null> {
  const code = await codeOf(proof, now, tokenUrl, isUsed);
  if (code === null) return null;
  const { detail, cure } = trustProblems[code];
  return { code, checks: detail, mend: cure };
}

async function codeOf(
  proof: string,
  now: number,
  tokenUrl: string,
  isUsed: DpopContext['isUsed'],
): Promise<TrustCode | null> {
  if (proof.includes(',')) return 'dpop/header-repeated';
  const read = readProof(proof);
  if (read === null) return 'dpop/token-malformed';
  const { header, claims } = read;
  if (header.typ === undefined) return 'dpop/typ-missing';
  if (header.typ !== 'dpop+jwt') return 'dpop/typ-wrong';
  if (header.alg !== 'ES256' && header.alg !== 'RS256') return 'dpop/alg-wrong';
  const { jwk } = header;
  if (jwk === undefined) return 'dpop/jwk-missing';
  if (typeof jwk !== 'object' || jwk === null || 'd' in jwk || 'k' in jwk) return 'dpop/jwk-malformed';
  try {
    const key = await importJWK(jwk, header.alg);
    await compactVerify(proof, key, { algorithms: [header.alg] });
  } catch {
    return 'dpop/seal-wrong';
  }
  const { htm, htu, iat, jti } = claims;
  if (htm !== 'POST') return htm === undefined ? 'dpop/htm-missing' : 'dpop/htm-wrong';
  if (htu !== tokenUrl) return htu === undefined ? 'dpop/htu-missing' : 'dpop/htu-wrong';
  if (typeof iat !== 'number') return iat === undefined ? 'dpop/iat-missing' : 'dpop/iat-malformed';
  if (iat > now + aheadSecondsMax) return 'dpop/iat-early';
  if (iat < now - lifeSecondsMax) return 'dpop/iat-old';
  if (typeof jti !== 'string' || jti === '') return jti === undefined ? 'dpop/jti-missing' : 'dpop/jti-malformed';
  return isUsed(jti) ? 'dpop/jti-used' : null;
}

function readProof(proof: string) {
  try {
    const header: Readonly<Record<string, unknown>> = { ...decodeProtectedHeader(proof) };
    const claims: Readonly<Record<string, unknown>> = { ...decodeJwt(proof) };
    return { header, claims };
  } catch {
    return null;
  }
}
