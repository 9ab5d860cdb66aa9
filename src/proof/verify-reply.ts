import type { Modi } from '../../contracts/canonical/trust.ts';
import {
  algorithmOf,
  audienceFault,
  createBoundedCache,
  digestFault,
  fault,
  jtiOf,
  keyOr,
  kidOf,
  limitsOf,
  readToken,
  sealFault,
  signedHeadersOf,
  type Token,
  thumbOf,
  timeFault,
} from '../modi/index.ts';
import type { Awaitable, Clock, FoundKey, KeyAt, NetworkView, PublishedKeyOf, Refusal } from '../ports.ts';
import { alteredFault, coveredFault, sameDigest } from './signed-headers.ts';

const seenRepliesMax = 20_000;

/** A reply as it came. Header names in small letters. */
export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** `Digest` of the request that it answers, whether that was sent with it or not. */
  readonly requestDigest: string;
};
type Rules = Pick<Modi, 'replies' | 'tolerances' | 'voucher'>;
export type VerifyReply = (reply: Reply, modi: Rules, system: string) => Promise<Refusal | null>;

/** PDND's third version signs its replies like access tokens. */
const types: readonly unknown[] = [undefined, 'jwt', 'at+jwt'];

/**
 * Whether a reply is the partner's own (INTEGRITY_REST_02): the first check that does not hold. Errors are replies like others; only one
 * without a body that says so (204) needs no signature.
 *
 * A reply that was seen before is refused, as far as this process remembers: no store is asked, because a replayed reply must also fit the
 * request (`request_digest`), be young (`iat`), and come over the partner's own TLS connection.
 */
export function createVerifyReply(ports: {
  readonly publishedKeyOf: PublishedKeyOf;
  readonly keyAt: KeyAt;
  readonly network: () => Awaitable<NetworkView | null>;
  readonly now: Clock;
}): VerifyReply {
  const seen = createBoundedCache<true>(seenRepliesMax);

  return async function verifyReply(reply, modi, system) {
    const { replies } = modi;
    if (replies === undefined || replies.signed === 'ignored') return null;
    const compact = reply.headers['agid-jwt-signature'];
    if (compact === undefined) {
      const needless = replies.signed === 'if_present' || (reply.status === 204 && reply.bytes.byteLength === 0);
      return needless ? null : fault('signature/header-missing');
    }
    if (compact.includes(',')) return fault('signature/header-repeated');
    const token = readToken('signature', compact);
    if ('refused' in token) return token;
    const unbelieved =
      (await keyFault(token, modi, system, ports)) ?? claimsFault(token, modi, Date.parse(ports.now()));
    if (unbelieved !== null) return unbelieved;
    return (
      (await coverageFault(token, reply, replies.request_digest === true)) ?? usedFault(token, system, seen, ports.now)
    );
  };
}

/** The key is one of the partner's, and the signature verifies with it. */
async function keyFault(
  token: Token,
  modi: Rules,
  system: string,
  ports: Parameters<typeof createVerifyReply>[0],
): Promise<Refusal | null> {
  const alg = algorithmOf('signature', token);
  if (typeof alg !== 'string') return alg;
  const { typ } = token.header;
  if (!types.includes(typeof typ === 'string' ? typ.toLowerCase() : typ)) return fault('signature/typ-wrong');
  const kid = kidOf('signature', token);
  if (typeof kid !== 'string') return kid;
  const key = keyOr('signature', await find(kid, modi, system, ports));
  if ('refused' in key) return key;
  // Any member may publish a key: one whose owner is known to be somebody else is not the partner's.
  const owner = modi.replies?.issuer;
  if (owner !== undefined && key.client_id !== null && key.client_id !== owner) return fault('signature/kid-foreign');
  return sealFault('signature', token, key.jwk);
}

async function find(
  kid: string,
  { replies, voucher }: Rules,
  system: string,
  { publishedKeyOf, keyAt, network }: Parameters<typeof createVerifyReply>[0],
): Promise<FoundKey> {
  if (replies?.jwks !== undefined) {
    const jwk = replies.jwks.keys.find((key) => key.kid === kid);
    return jwk === undefined ? { found: 'unknown' } : { found: 'key', jwk, client_id: null };
  }
  if (replies?.jwks_url !== undefined) return keyAt(replies.jwks_url, kid);
  const trust = (await network())?.document.trust;
  return trust === undefined ? { found: 'unavailable' } : publishedKeyOf(trust, kid, voucher?.client_id ?? system);
}

function claimsFault(token: Token, { replies, tolerances }: Rules, nowMs: number): Refusal | null {
  const late = timeFault('signature', token, limitsOf(tolerances), Math.floor(nowMs / 1000));
  if (late !== null) return late;
  const foreign = replies?.audience === undefined ? null : audienceFault('signature', token, [replies.audience]);
  if (foreign !== null) return foreign;
  const { iss } = token.claims;
  if (iss !== undefined && typeof iss !== 'string') return fault('signature/iss-malformed');
  if (replies?.issuer !== undefined && iss !== replies.issuer) return fault('signature/iss-wrong');
  const jti = jtiOf('signature', token);
  return typeof jti === 'string' ? null : jti;
}

/** The body is what was signed, and the headers that say how to read it; and it answers the request that was sent. */
async function coverageFault(token: Token, reply: Reply, bound: boolean): Promise<Refusal | null> {
  const signed = signedHeadersOf(token, { anyCase: true });
  if ('refused' in signed) return signed;
  const { headers, bytes } = reply;
  const { digest } = headers;
  if (digest !== undefined || bytes.byteLength > 0) {
    const wrong = await digestFault(digest ?? null, bytes);
    if (wrong !== null) return wrong;
    const said = signed.get('digest');
    if (said === undefined) return fault('signature/digest-unsigned');
    if (!sameDigest(said, digest ?? '')) return fault('signature/digest-wrong');
  }
  const uncovered =
    coveredFault('content-type', signed, headers['content-type']) ??
    coveredFault('content-encoding', signed, headers['content-encoding']) ??
    alteredFault(signed, headers);
  if (uncovered !== null) return uncovered;
  const { request_digest: answered } = token.claims;
  if (answered === undefined) return bound ? fault('signature/request-digest-missing') : null;
  const fits = typeof answered === 'string' && sameDigest(answered, reply.requestDigest);
  return fits ? null : fault('signature/request-digest-wrong');
}

/** Partners name keys and count their jti as they like: what one has used is nobody else's. */
async function usedFault(
  token: Token,
  system: string,
  seen: ReturnType<typeof createBoundedCache<true>>,
  now: Clock,
): Promise<Refusal | null> {
  const key = await thumbOf(JSON.stringify([system, token.header.kid, token.claims.jti]));
  const nowMs = Date.parse(now());
  if (seen.get(key, nowMs)) return fault('signature/jti-used');
  seen.set(key, true, nowMs + seenMs);
  return null;
}
/** Longer than any tolerance of the network document lets a signature live on: `iat_age_seconds_max`. */
const seenMs = 86_400_000;
