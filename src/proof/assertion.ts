import { signToken } from '../modi/index.ts';
import type { NewId, SigningKeyOf, VoucherAsk } from '../ports.ts';

const assertionLifeSeconds = 300;
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

type Asked = Pick<VoucherAsk, 'clientId' | 'assertionAudience' | 'purposeId' | 'evidenceDigest'>;
type Key = NonNullable<Awaited<ReturnType<SigningKeyOf>>>;

/**
 * The client assertion by which a voucher is asked for (RFC 7523). PDND refuses every claim beyond these, `nbf` and `client_id` among
 * them, and tells nobody which one it was.
 */
export function clientAssertion(ask: Asked, key: Key, newId: NewId, nowSeconds: number): Promise<string> {
  const { clientId, assertionAudience, purposeId, evidenceDigest } = ask;
  return signToken(
    {
      iss: clientId,
      sub: clientId,
      aud: assertionAudience,
      jti: newId(),
      iat: nowSeconds,
      exp: nowSeconds + assertionLifeSeconds,
      ...(purposeId === null ? {} : { purposeId }),
      ...(evidenceDigest === null ? {} : { digest: { alg: 'SHA256', value: evidenceDigest } }),
    },
    key,
  );
}

/** The form by which a voucher is asked for (RFC 6749 section 4.4.2, RFC 7523). */
export const formOf = <C extends string | null>(clientId: C, assertion: string) => ({
  client_id: clientId,
  client_assertion: assertion,
  client_assertion_type: assertionType,
  grant_type: 'client_credentials',
});

/** The same as a body, form-urlencoded. */
export const tokenForm = (clientId: string, assertion: string): string =>
  new URLSearchParams(formOf(clientId, assertion)).toString();
