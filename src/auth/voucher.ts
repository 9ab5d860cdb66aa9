import { isUuid } from '../../contracts/canonical/ids.ts';
import type { Trust } from '../../contracts/canonical/trust.ts';
import {
  algorithmOf,
  audienceFault,
  createBoundedCache,
  fault,
  keyOr,
  kidOf,
  limitsOf,
  readToken,
  sealFault,
  type Token,
  timeFault,
} from '../modi/index.ts';
import type { Clock, IssuerKeyOf, PurposeStateOf, Refusal, Store, VoucherFacts } from '../ports.ts';
import { answered, keyAnswer } from './answered.ts';
import { dpopFault } from './dpop.ts';
import { callerOf, type Presented, type Strategy } from './strategy.ts';
import { boundKey, factsOf } from './voucher-claims.ts';

export type VoucherPorts = {
  /** The issuer of the gateway's own tokens. */
  readonly ownIssuer: string;
  readonly issuerKeyOf: IssuerKeyOf;
  readonly purposeStateOf: PurposeStateOf;
  readonly useOnce: Store['useOnce'];
  readonly now: Clock;
  readonly verifiedTokensMax: number;
};

const believedSecondsMax = 3600;

/**
 * Vouchers of PDND, as bearer or bound to a key (DPoP). In order: form, issuer, algorithm, type, key, signature; only then audience,
 * times, client, publisher, purpose, evidence; then what PDND says of the purpose; last the key that it is bound to, with its DPoP
 * proof. Only the signature is remembered, so what the clock, the network document and PDND say is asked on every call. A voucher
 * serves until it expires: its jti is never taken once only.
 */
export function voucher(ports: VoucherPorts): Strategy {
  const verified = createBoundedCache<Token>(ports.verifiedTokensMax);

  return async function pdndVoucher(presented) {
    const { scheme, credentials, network } = presented;
    const { trust } = network.document;
    if (trust === undefined || (scheme !== 'bearer' && scheme !== 'dpop')) return null;
    const nowSeconds = Math.floor(Date.parse(ports.now()) / 1000);
    const key = `${trust.issuer} ${trust.jwks_url} ${credentials}`;
    const known = verified.get(key, nowSeconds * 1000);
    const token = known ?? (await verify(credentials, trust));
    if (token === null || 'refused' in token) return token;

    const limits = limitsOf(trust.tolerances);
    const early = audienceFault('voucher', token, trust.audiences) ?? timeFault('voucher', token, limits, nowSeconds);
    if (early !== null) return early;
    const read = factsOf(token, network, trust);
    if ('refused' in read) return read;
    const { client, facts } = read;
    const denied =
      (await purposeFault(trust, facts, ports.purposeStateOf)) ??
      (await bindingFault(presented, token, client.id, trust, nowSeconds));
    if (denied !== null) return { ...denied, voucher: facts };
    if (known === undefined) verified.set(key, token, untilMs(token, trust, nowSeconds));
    const caller = callerOf(network, client, client.scopes);
    return caller === null ? { refused: true, code: 'auth/client-unknown' } : { ...caller, voucher: facts };
  };

  /** Null: a token of our own, for another strategy. The keys are those of one issuer, so a token of another is told so before one is sought. */
  async function verify(compact: string, trust: Trust): Promise<Token | Refusal | null> {
    const token = readToken('voucher', compact);
    if ('refused' in token) return token;
    if (token.claims.iss === ports.ownIssuer) return null;
    const stranger = issuerFault(token, trust);
    if (stranger !== null) return stranger;
    const alg = algorithmOf('voucher', token);
    if (typeof alg !== 'string') return alg;
    const mistyped = typeFault(token);
    if (mistyped !== null) return mistyped;
    const kid = kidOf('voucher', token);
    if (typeof kid !== 'string') return kid;
    const found = keyOr('voucher', await keyAnswer(ports.issuerKeyOf(trust, kid)));
    if ('refused' in found) return found;
    return (await sealFault('voucher', token, found.jwk)) ?? token;
  }

  async function bindingFault(
    presented: Presented,
    token: Token,
    client: string,
    trust: Trust,
    nowSeconds: number,
  ): Promise<Refusal | null> {
    const thumbprint = boundKey(token.claims);
    if (thumbprint !== null && typeof thumbprint !== 'string') return thumbprint;
    if (presented.scheme === 'bearer') return thumbprint === null ? null : fault('voucher/scheme-wrong');
    if (thumbprint === null) return fault('voucher/cnf-missing');
    const ask = { ...presented, client, thumbprint, nowSeconds };
    return dpopFault(ask, limitsOf(trust.tolerances), ports.useOnce);
  }
}

const assertionSent =
  'This is the client assertion. Send it to the token endpoint of PDND, and here the voucher that PDND gives for it.';
const isAssertion = ({ header, claims }: Token): boolean =>
  isUuid(claims.iss) && claims.iss === claims.sub && !/at\+jwt/i.test(String(header.typ));

/** `iss` to the letter: PDND writes a bare host, and a scheme before it is another name. Which one is taken is no secret. */
function issuerFault(token: Token, trust: Trust): Refusal | null {
  const { claims } = token;
  if (claims.iss === undefined) return fault('voucher/iss-missing');
  if (typeof claims.iss !== 'string') return fault('voucher/iss-malformed');
  if (claims.iss === trust.issuer) return null;
  const expected = `The iss of the voucher must be, to the letter: ${trust.issuer}.`;
  return fault('voucher/iss-wrong', isAssertion(token) ? assertionSent : expected);
}

/** RFC 9068 section 4: `at+jwt`, or with the `application/` that may be left out. */
function typeFault({ header: { typ } }: Token): Refusal | null {
  if (typ === undefined) return fault('voucher/typ-missing');
  const isAccessToken = typeof typ === 'string' && /^(application\/)?at\+jwt$/i.test(typ);
  return isAccessToken ? null : fault('voucher/typ-wrong');
}

async function purposeFault(
  trust: Trust,
  { purpose_id }: VoucherFacts,
  purposeStateOf: PurposeStateOf,
): Promise<Refusal | null> {
  const state = await answered(purposeStateOf(trust, purpose_id));
  if (typeof state === 'object') return state;
  return state === 'active' || state === 'not_asked' ? null : fault(`voucher/purpose-id-${state}`);
}

/** A key that the issuer withdrew is believed no longer than its key set is. */
function untilMs({ claims }: Token, trust: Trust, nowSeconds: number): number {
  const exp = typeof claims.exp === 'number' ? claims.exp : nowSeconds;
  return Math.min(exp, nowSeconds + (trust.jwks_cache_seconds ?? believedSecondsMax)) * 1000;
}
