import {
  base64url,
  type CompactJWSHeaderParameters,
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
} from 'jose';
import type { Client } from '../../contracts/canonical/network.ts';
import type { NetworkView, Refusal, Store } from '../ports.ts';
import { type AssertionRules, claimsFault } from './assertion-claims.ts';
import { clientKeys } from './client-keys.ts';

const assertionCharactersMax = 8192;

/**
 * Proves a client by the assertion it signed (RFC 7523 section 3, `private_key_jwt`). Accepted once: the jti is taken after everything
 * else held, and when it cannot be taken, because it was or because the store does not answer, the assertion is not accepted.
 */
export async function verifyAssertion(
  assertion: string,
  network: NetworkView,
  rules: AssertionRules,
  useOnce: Store['useOnce'],
  now: string,
): Promise<Client | Refusal> {
  const nowSeconds = Math.floor(Date.parse(now) / 1000);
  const read = decode(assertion);
  if (read === null) return invalid('client_assertion is not a signed JWT in compact form');
  const { header, claims } = read;

  const client = typeof claims.iss === 'string' ? network.client(claims.iss) : undefined;
  if (client === undefined) return invalid('iss names no client of the network');
  if (client.pdnd !== undefined)
    return invalid('the client that iss names comes with vouchers of PDND, and has no token of this gateway');
  if (client.jwks === undefined) return invalid('the client that iss names has no key in the network document');
  const found = await clientKeys(client)(header);
  if ('fault' in found) return invalid(found.fault);
  const fault =
    claimsFault(claims, client.id, rules, nowSeconds) ?? (await signatureFault(assertion, found.key, found.alg));
  if (fault !== null) return invalid(fault);

  const expires = new Date(((claims.exp ?? nowSeconds) + rules.skewSecondsMax) * 1000).toISOString();
  const first = await useOnce(`assertion ${client.id} ${await digestOf(String(claims.jti))}`, expires);
  return first ? client : { refused: true, code: 'auth/assertion-replayed' };
}

function decode(assertion: string): { header: CompactJWSHeaderParameters; claims: JWTPayload } | null {
  if (assertion.length > assertionCharactersMax) return null;
  try {
    const { alg, ...header } = decodeProtectedHeader(assertion);
    return { header: { ...header, alg: alg ?? 'none' }, claims: decodeJwt(assertion) };
  } catch {
    return null;
  }
}

async function signatureFault(assertion: string, key: object, alg: string): Promise<string | null> {
  try {
    await compactVerify(assertion, key, { algorithms: [alg] });
    return null;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed)
      return 'the signature does not verify with the key of the client';
    if (error instanceof errors.JOSEError)
      return 'the header holds something that is not accepted, such as crit or b64';
    // What the runtime throws for a key it cannot import or use.
    return 'the key of the client in the network document cannot be used';
  }
}

/** A jti may hold anything; what is kept of it is short and says nothing. */
async function digestOf(jti: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(jti));
  return base64url.encode(new Uint8Array(digest));
}

const invalid = (rule: string): Refusal => ({
  refused: true,
  code: 'auth/assertion-invalid',
  detail: `The client assertion is not valid: ${rule}.`,
});
