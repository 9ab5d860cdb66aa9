import { compactVerify, decodeJwt, decodeProtectedHeader, errors, importJWK } from 'jose';
import { isUuid } from '../../contracts/canonical/ids.ts';
import { type Reason, type ReasonCode, reason } from './assertion-reasons.ts';
import { type Claims, claimReasons, excessReasons, headerReasons } from './claim-reasons.ts';
import { type Exchange, exchangeReasons } from './exchange-reasons.ts';

/** The form of a token request (RFC 6749 section 4.4, RFC 7523 section 2.2); null: not sent. */
export type AssertionForm = {
  readonly client_id: string | null;
  readonly client_assertion: string | null;
  readonly client_assertion_type: string | null;
  readonly grant_type: string | null;
};

export type AssertionContext = {
  /** Seconds since 1970. */
  readonly now: number;
  /** `api`: a client of PDND's own API, which has no purpose. */
  readonly client: { readonly kind: 'consumer' | 'api' };
  /** Public keys of the client by their kid; null: not known, and the signature is not looked at. */
  readonly keys: ReadonlyMap<string, Readonly<Record<string, unknown>>> | null;
  readonly platform: {
    /** What `aud` may be. */
    readonly audiences: readonly string[];
    /** Whether claims beyond the allowed ones are refused; absent: yes. */
    readonly strict?: boolean;
    /** State of what PDND holds; absent: not known. */
    readonly purpose?: State;
    readonly agreement?: State;
    readonly eservice?: State;
    /** An asynchronous exchange is asked for; absent: a plain voucher. */
    readonly exchange?: Exchange;
  };
};
type State = 'active' | 'inactive';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * Why PDND would refuse a token request, as it goes about it: the checks of a step are told together, and a step that fails is the
 * last. None: it would issue the voucher, as far as can be known.
 */
export async function reasonsOf(form: AssertionForm, context: AssertionContext): Promise<readonly Reason[]> {
  const formed = formReasons(form);
  if (formed.length > 0) return formed;
  const assertion = form.client_assertion ?? '';
  const read = readAssertion(assertion);
  if ('code' in read) return [read];
  const { header, claims } = read;
  const { platform, client } = context;
  const said = [
    ...headerReasons(header),
    ...claimReasons(claims, { audiences: platform.audiences, clientId: form.client_id, kind: client.kind }),
  ];
  if (said.length > 0) return said;
  const excess = excessReasons(header, claims, {
    strict: platform.strict ?? true,
    exchange: platform.exchange !== undefined,
  });
  if (excess.length > 0) return excess;
  const unsigned = await sealReason(assertion, header, context.keys);
  if (unsigned !== null) return [reason(unsigned)];
  const untimely = timeReason(claims, context.now);
  if (untimely !== null) return [reason(untimely)];
  const inactive = client.kind === 'api' ? [] : stateReasons(platform);
  if (inactive.length > 0 || platform.exchange === undefined) return inactive;
  return exchangeReasons(claims, platform.exchange);
}

function formReasons({ client_id, client_assertion_type, grant_type }: AssertionForm): Reason[] {
  return [
    ...(client_assertion_type === assertionType ? [] : [reason('0002')]),
    ...(grant_type === 'client_credentials' ? [] : [reason('0003')]),
    ...(client_id === null || client_id === '' || isUuid(client_id) ? [] : [reason('0023')]),
  ];
}

function readAssertion(assertion: string): { readonly header: Claims; readonly claims: Claims } | Reason {
  let claims: Claims;
  try {
    claims = { ...decodeJwt(assertion) };
  } catch {
    return reason('0006');
  }
  try {
    return { header: { ...decodeProtectedHeader(assertion) }, claims };
  } catch {
    return reason('0007');
  }
}

async function sealReason(
  assertion: string,
  header: Claims,
  keys: AssertionContext['keys'],
): Promise<ReasonCode | null> {
  if (!/^[A-Za-z0-9_-]*$/.test(assertion.slice(assertion.lastIndexOf('.') + 1))) return '0018';
  if (keys === null) return null;
  const jwk = keys.get(String(header.kid));
  if (jwk === undefined || jwk.kty !== 'RSA') return '0016';
  const { n, e } = jwk as Record<string, string>;
  try {
    const key = await importJWK(
      { kty: 'RSA', ...(n === undefined ? {} : { n }), ...(e === undefined ? {} : { e }) },
      'RS256',
    );
    await compactVerify(assertion, key, { algorithms: ['RS256'] });
    return null;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return '0033';
    if (error instanceof errors.JWSInvalid) return '0018';
    return error instanceof errors.JOSEError ? '0016' : '0001';
  }
}

/** PDND gives no tolerance. */
function timeReason({ nbf, exp }: Claims, now: number): ReasonCode | null {
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf > now)) return '0019';
  return Number(exp) <= now ? '0017' : null;
}

function stateReasons({ purpose, agreement, eservice }: AssertionContext['platform']): Reason[] {
  return [
    ...(purpose === 'inactive' ? [reason('0020')] : []),
    ...(agreement === 'inactive' ? [reason('0021')] : []),
    ...(eservice === 'inactive' ? [reason('0022')] : []),
  ];
}
