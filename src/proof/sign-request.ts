import type { Modi } from '../../contracts/canonical/trust.ts';
import { signToken } from '../modi/index.ts';
import type { NewId, SigningKeyOf } from '../ports.ts';

/** Short: the receiver keeps the jti so long. */
const signatureLifeSeconds = 120;

type Key = NonNullable<Awaited<ReturnType<SigningKeyOf>>>;

/** Whether a request is signed: absent, what has a body; true, all, those without body with the digest of no bytes; false, none. */
export const isSigned = ({ signature }: Modi, bytes: Uint8Array): boolean => signature ?? bytes.byteLength > 0;

/**
 * `Digest` and `Agid-JWT-Signature` over a request (INTEGRITY_REST_02), new for each. Content-Type and Content-Encoding are signed where
 * they are sent; names in small letters, one to an object. Headers by lower-case name.
 */
export async function signRequest(
  { headers, digest }: { readonly headers: Readonly<Record<string, string>>; readonly digest: string },
  {
    modi,
    key,
    newId,
    nowSeconds,
  }: { readonly modi: Modi; readonly key: Key; readonly newId: NewId; readonly nowSeconds: number },
): Promise<{ readonly digest: string; readonly 'agid-jwt-signature': string }> {
  const signed = [{ digest }, ...['content-type', 'content-encoding'].flatMap((name) => namedIn(headers, name))];
  const token = await signToken(
    {
      aud: modi.audience,
      iat: nowSeconds,
      exp: nowSeconds + signatureLifeSeconds,
      jti: newId(),
      signed_headers: signed,
    },
    key,
  );
  return { digest, 'agid-jwt-signature': token };
}

const namedIn = (headers: Readonly<Record<string, string>>, name: string) => {
  const value = headers[name];
  return value === undefined ? [] : [{ [name]: value }];
};
