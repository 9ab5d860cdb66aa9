import { decodeJwt, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { createBoundedCache } from '../modi/index.ts';
import type { Caller, Clock, NetworkView, Refusal } from '../ports.ts';
import { tokenAlgorithm } from './signing-keys.ts';
import { callerOf, type KeySource, type Strategy } from './strategy.ts';

/** What the gateway wrote into a token of its own. */
const Claims = z.object({ client_id: z.string(), organization: z.string(), scope: z.string(), exp: z.number() });
type Claims = z.infer<typeof Claims>;

/**
 * Access tokens of this gateway (RFC 9068). A token is verified once and remembered until it expires, because a signature costs more
 * than the rest of a request; whether its client still belongs to the network, and with which scopes, is asked on every call.
 */
export function bearer(ports: {
  readonly issuer: string;
  readonly keySource: KeySource;
  readonly now: Clock;
  readonly verifiedTokensMax: number;
}): Strategy {
  const verified = createBoundedCache<Claims>(ports.verifiedTokensMax);
  return async function ownToken({ scheme, credentials, network }) {
    if (scheme !== 'bearer') return null;
    const now = ports.now();
    const known = verified.get(credentials, Date.parse(now));
    if (known !== undefined) return admit(known, network);
    if (issuerOf(credentials) !== ports.issuer) return null;
    const claims = await verify(credentials, ports.issuer, ports.keySource, new Date(now));
    if ('refused' in claims) return claims;
    verified.set(credentials, claims, claims.exp * 1000);
    return admit(claims, network);
  };
}

async function verify(
  token: string,
  issuer: string,
  keySource: KeySource,
  currentDate: Date,
): Promise<Claims | Refusal> {
  try {
    const { payload } = await jwtVerify(
      token,
      async (header) => {
        const found = await keySource(header);
        if ('fault' in found) throw new errors.JWKSNoMatchingKey(found.fault);
        return found.key;
      },
      {
        algorithms: [tokenAlgorithm],
        typ: 'at+jwt',
        issuer,
        audience: issuer,
        currentDate,
        requiredClaims: ['exp', 'iat', 'jti', 'sub', 'client_id', 'organization', 'scope'],
      },
    );
    const claims = Claims.safeParse(payload);
    return claims.success ? claims.data : invalid('A claim of the access token has the wrong type.');
  } catch (error) {
    return refusalOf(error);
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof errors.JWTExpired) return { refused: true, code: 'auth/token-expired' };
  if (error instanceof errors.JWTClaimValidationFailed)
    return invalid(`The ${error.claim} of the access token is not the expected one.`);
  if (error instanceof errors.JWKSNoMatchingKey)
    return invalid(`The header of the access token is not the expected one: ${error.message}.`);
  if (error instanceof errors.JOSEError)
    return invalid('The access token is malformed, or its signature does not verify.');
  throw error;
}

function admit(claims: Claims, network: NetworkView): Caller | Refusal {
  const gone: Refusal = { refused: true, code: 'auth/client-unknown' };
  const client = network.client(claims.client_id);
  if (client === undefined || client.organization !== claims.organization) return gone;
  const granted = new Set(claims.scope.split(' '));
  return (
    callerOf(
      network,
      client,
      client.scopes.filter((scope) => granted.has(scope)),
    ) ?? gone
  );
}

/** Read before anything is proven, only to tell our tokens from other issuers'. */
function issuerOf(token: string): unknown {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

const invalid = (detail: string): Refusal => ({ refused: true, code: 'auth/token-invalid', detail });
