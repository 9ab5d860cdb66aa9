import { calculateJwkThumbprint, compactVerify, decodeJwt, decodeProtectedHeader, type JWK } from 'jose';
import { base64Of, digestOf, hexOf, sha256 } from './modi-tokens.ts';

/**
 * What a body behind GovWay demands of who calls it, as strict as GovWay is: nothing of the gateway's own code takes part. A check that
 * does not hold throws `Refused`, with a status and a word that says which.
 */
export class Refused extends Error {
  readonly status: number;
  readonly check: string;
  constructor(status: number, check: string) {
    super(check);
    this.status = status;
    this.check = check;
  }
}
type Claims = Readonly<Record<string, unknown>>;
export type Token = { readonly compact: string; readonly header: Claims; readonly claims: Claims };
export type KeyOf = (kid: string) => JWK | undefined;

const aheadSecondsMax = 5;
const ageSecondsMax = 300;
const dpopAgeSecondsMax = 60;

const must = (holds: boolean, status: number, check: string) => {
  if (!holds) throw new Refused(status, check);
};

export async function readSigned(compact: string, status: number, name: string, keyOf: KeyOf): Promise<Token> {
  let header: Claims;
  let claims: Claims;
  try {
    header = { ...decodeProtectedHeader(compact) };
    claims = { ...decodeJwt(compact) };
  } catch {
    throw new Refused(status, `${name} malformed`);
  }
  must(header.alg === 'RS256' || header.alg === 'ES256', status, `${name} alg`);
  const jwk = keyOf(String(header.kid));
  if (jwk === undefined) throw new Refused(status, `${name} kid`);
  try {
    await compactVerify(compact, jwk, { algorithms: [jwk.kty === 'EC' ? 'ES256' : 'RS256'] });
  } catch {
    throw new Refused(status, `${name} seal`);
  }
  return { compact, header, claims };
}

export function checkTimes({ claims }: Token, now: number, status: number, name: string): void {
  const { iat, nbf, exp } = claims;
  must(typeof iat === 'number' && iat <= now + aheadSecondsMax && iat >= now - ageSecondsMax, status, `${name} iat`);
  must(nbf === undefined || (typeof nbf === 'number' && nbf <= now + aheadSecondsMax), status, `${name} nbf`);
  must(typeof exp === 'number' && exp > now, status, `${name} exp`);
  must(typeof claims.jti === 'string' && claims.jti !== '', status, `${name} jti`);
}

const namesIn = (aud: unknown): readonly unknown[] =>
  Array.isArray(aud) ? aud : typeof aud === 'string' ? aud.split(',') : [];

export function checkAudience({ claims }: Token, audience: string, status: number, name: string): void {
  must(namesIn(claims.aud).includes(audience), status, `${name} aud`);
}

export type Expected = {
  readonly now: number;
  readonly issuer: string;
  readonly audience: string;
  readonly producerId: string;
  readonly eserviceId: string;
  readonly descriptorId: string;
  readonly issuerKey: KeyOf;
};

/** The voucher in Authorization, and how it is shown. */
export async function checkVoucher(headers: Headers, of: Expected): Promise<{ voucher: Token; scheme: string }> {
  const [scheme = '', token = '', ...more] = (headers.get('authorization') ?? '').split(' ');
  must((scheme === 'Bearer' || scheme === 'DPoP') && token !== '' && more.length === 0, 401, 'Authorization');
  const voucher = await readSigned(token, 401, 'voucher', of.issuerKey);
  const { header, claims } = voucher;
  must(header.typ === 'at+jwt', 401, 'voucher typ');
  must(claims.iss === of.issuer, 401, 'voucher iss');
  checkTimes(voucher, of.now, 401, 'voucher');
  checkAudience(voucher, of.audience, 401, 'voucher aud');
  must(claims.producerId === of.producerId, 403, 'voucher producerId');
  must(claims.eserviceId === of.eserviceId && claims.descriptorId === of.descriptorId, 403, 'voucher eserviceId');
  must(typeof claims.purposeId === 'string' && typeof claims.consumerId === 'string', 401, 'voucher purposeId');
  return { voucher, scheme };
}

/** The proof that the caller holds the key to which the voucher is bound (RFC 9449 section 4.3). Gives its jti. */
export async function checkDpop(request: Request, address: string, voucher: Token, now: number): Promise<string> {
  const proof = request.headers.get('dpop') ?? '';
  must(proof !== '' && !proof.includes(','), 401, 'DPoP');
  let jwk: unknown;
  try {
    jwk = decodeProtectedHeader(proof).jwk;
  } catch {
    throw new Refused(401, 'DPoP malformed');
  }
  must(typeof jwk === 'object' && jwk !== null && !('d' in jwk), 401, 'DPoP jwk');
  const { header, claims } = await readSigned(proof, 401, 'DPoP', () => jwk as JWK);
  must(header.typ === 'dpop+jwt', 401, 'DPoP typ');
  const { cnf } = voucher.claims;
  const jkt = typeof cnf === 'object' && cnf !== null && 'jkt' in cnf ? cnf.jkt : undefined;
  must(jkt === (await calculateJwkThumbprint(jwk as JWK)), 401, 'DPoP jkt');
  must(claims.htm === request.method, 401, 'DPoP htm');
  must(claims.htu === address + new URL(request.url).pathname, 401, 'DPoP htu');
  const { iat } = claims;
  must(typeof iat === 'number' && iat <= now + 2 * aheadSecondsMax && iat >= now - dpopAgeSecondsMax, 401, 'DPoP iat');
  const hash = base64Of(await sha256(voucher.compact))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  must(claims.ath === hash, 401, 'DPoP ath');
  must(typeof claims.jti === 'string' && claims.jti !== '', 401, 'DPoP jti');
  return String(claims.jti);
}

/** Agid-JWT-Signature with Digest (INTEGRITY_REST_02). Gives its jti. */
export async function checkSignature(
  headers: Headers,
  body: Uint8Array,
  of: { readonly now: number; readonly audience: string; readonly publishedKey: KeyOf },
): Promise<string> {
  const given = headers.get('agid-jwt-signature');
  if (given === null) throw new Refused(400, 'Agid-JWT-Signature');
  const token = await readSigned(given, 400, 'Agid-JWT-Signature', of.publishedKey);
  checkTimes(token, of.now, 400, 'Agid-JWT-Signature');
  checkAudience(token, of.audience, 400, 'Agid-JWT-Signature');
  must(headers.get('digest') === (await digestOf(body)), 400, 'Digest');
  const { signed_headers: list } = token.claims;
  must(Array.isArray(list) && list.every((each) => Object.keys(each).length === 1), 400, 'signed_headers');
  const said = new Headers(
    (list as Record<string, string>[]).flatMap((each) => Object.entries(each)) as [string, string][],
  );
  must(said.get('digest') === headers.get('digest'), 400, 'signed_headers digest');
  for (const name of ['content-type', 'content-encoding'])
    must(said.get(name) === headers.get(name), 400, `signed_headers ${name}`);
  return String(token.claims.jti);
}

/** Agid-JWT-TrackingEvidence, which the voucher is bound to where AUDIT_REST_02 is asked for. */
export async function checkEvidence(
  headers: Headers,
  voucher: Token,
  of: {
    readonly now: number;
    readonly audience: string;
    readonly publishedKey: KeyOf;
    readonly pattern: 'audit_01' | 'audit_02';
  },
): Promise<Claims> {
  const given = headers.get('agid-jwt-trackingevidence');
  if (given === null) throw new Refused(400, 'Agid-JWT-TrackingEvidence');
  const name = 'Agid-JWT-TrackingEvidence';
  const token = await readSigned(given, 400, name, of.publishedKey);
  checkTimes(token, of.now, 400, name);
  checkAudience(token, of.audience, 400, name);
  const { iss, purposeId, userID, userLocation, LoA, dnonce } = token.claims;
  must(iss === voucher.claims.client_id, 400, `${name} iss`);
  must(purposeId === voucher.claims.purposeId, 403, `${name} purposeId`);
  for (const [claim, value] of Object.entries({ userID, userLocation, LoA }))
    must(typeof value === 'string' && value !== '', 400, `${name} ${claim}`);
  if (of.pattern === 'audit_01') return token.claims;
  must(/^\d{13}$/.test(String(dnonce)), 400, `${name} dnonce`);
  const { digest } = voucher.claims;
  const bound = typeof digest === 'object' && digest !== null && 'value' in digest ? digest.value : undefined;
  must(bound === hexOf(await sha256(given)), 400, `${name} digest of the voucher`);
  return token.claims;
}
