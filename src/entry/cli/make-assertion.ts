import { type Keyed, signToken } from '../../modi/index.ts';
import type { Target } from './pdnd-targets.ts';

const assertionLifeSeconds = 300;

/** The client assertion by which a voucher is asked for (RFC 7523), as the gateway makes it; `digest`: hexadecimal, of an evidence. */
export function makeAssertion(
  { clientId, assertionAudience, purposeId }: Target,
  { key, jti, digest, nowSeconds }: { key: Keyed; jti: string; digest: string | null; nowSeconds: number },
): Promise<string> {
  return signToken(
    {
      iss: clientId,
      sub: clientId,
      aud: assertionAudience,
      jti,
      iat: nowSeconds,
      exp: nowSeconds + assertionLifeSeconds,
      ...(purposeId === null ? {} : { purposeId }),
      ...(digest === null ? {} : { digest: { alg: 'SHA256', value: digest } }),
    },
    key,
  );
}

export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export const formOf = (clientId: string | null, assertion: string) => ({
  client_id: clientId,
  client_assertion: assertion,
  client_assertion_type: assertionType,
  grant_type: 'client_credentials',
});
