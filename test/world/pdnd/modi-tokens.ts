import { SignJWT } from 'jose';
import type { KeyPair } from './key-pair.ts';

/**
 * ModI's headers as another implementation writes them: with jose and WebCrypto alone, so that what the gateway writes and reads is held
 * against something that is not the gateway.
 */
type Parts = Readonly<Record<string, unknown>>;
/** In place of what is sound; undefined: left out. */
export type Spoiled = { readonly claims?: Parts; readonly header?: Parts };

const utf8 = new TextEncoder();

export async function sha256(data: Uint8Array | string): Promise<Uint8Array> {
  const bytes = typeof data === 'string' ? utf8.encode(data) : data;
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
}
export const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
export const base64Of = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const base64urlOf = (bytes: Uint8Array): string =>
  base64Of(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

export const digestOf = async (body: Uint8Array): Promise<string> => `SHA-256=${base64Of(await sha256(body))}`;

export async function signed(key: KeyPair, typ: string, claims: Parts, spoiled: Spoiled = {}): Promise<string> {
  const defined = (parts: Parts) =>
    Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
  const { alg, kid, privateKey } = key;
  const header = defined({ alg, kid, typ, ...spoiled.header });
  return new SignJWT(defined({ ...claims, ...spoiled.claims })).setProtectedHeader({ ...header, alg }).sign(privateKey);
}

type Life = { readonly nowSeconds: number; readonly jti: string };
const lifeSeconds = 60;
const lived = ({ nowSeconds, jti }: Life) => ({ iat: nowSeconds, exp: nowSeconds + lifeSeconds, jti });

/** A client assertion for PDND's token endpoint. */
export const assertion = (
  key: KeyPair,
  of: Life & {
    readonly clientId: string;
    readonly audience: string;
    readonly purposeId?: string;
    readonly digest?: string;
  },
  spoiled?: Spoiled,
): Promise<string> =>
  signed(
    key,
    'JWT',
    {
      ...{ iss: of.clientId, sub: of.clientId, aud: of.audience, ...lived(of) },
      purposeId: of.purposeId,
      digest: of.digest === undefined ? undefined : { alg: 'SHA256', value: of.digest },
    },
    spoiled,
  );

export const tokenForm = (clientId: string, client_assertion: string): URLSearchParams =>
  new URLSearchParams({
    client_id: clientId,
    client_assertion,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    grant_type: 'client_credentials',
  });

/** Agid-JWT-TrackingEvidence. */
export const evidence = (
  key: KeyPair,
  of: Life & {
    readonly issuer: string;
    readonly audience: string;
    readonly purposeId: string;
    readonly userId: string;
    readonly dnonce?: string | number;
  },
  spoiled?: Spoiled,
): Promise<string> =>
  signed(
    key,
    'JWT',
    {
      ...{ iss: of.issuer, aud: of.audience, purposeId: of.purposeId, ...lived(of) },
      ...{ userID: of.userId, userLocation: 'sportello-1', LoA: 'substantial', dnonce: of.dnonce },
    },
    spoiled,
  );

/** Agid-JWT-Signature over a digest and the headers that describe the body. */
export const signature = (
  key: KeyPair,
  of: Life & {
    readonly audience?: string | undefined;
    readonly issuer?: string | undefined;
    readonly digest: string;
    readonly contentType: string | null;
    readonly contentEncoding?: string | null;
    readonly requestDigest?: string | undefined;
    readonly typ?: string;
  },
  spoiled?: Spoiled,
): Promise<string> =>
  signed(
    key,
    of.typ ?? 'JWT',
    {
      ...{ aud: of.audience, iss: of.issuer, ...lived(of) },
      signed_headers: [
        { digest: of.digest },
        ...(of.contentType === null ? [] : [{ 'content-type': of.contentType }]),
        ...(of.contentEncoding == null ? [] : [{ 'content-encoding': of.contentEncoding }]),
      ],
      request_digest: of.requestDigest,
    },
    spoiled,
  );

/** A DPoP proof; `token` is the voucher that it accompanies, absent at the token endpoint. */
export const dpopProof = async (
  key: KeyPair,
  of: Life & { readonly method: string; readonly url: string; readonly token?: string },
  spoiled: Spoiled = {},
): Promise<string> => {
  const { use: _use, kid: _kid, alg: _alg, ...jwk } = key.jwk as Parts;
  const claims = {
    ...{ htm: of.method, htu: of.url, iat: of.nowSeconds, jti: of.jti },
    ath: of.token === undefined ? undefined : base64urlOf(await sha256(of.token)),
  };
  return signed(key, 'dpop+jwt', claims, { ...spoiled, header: { kid: undefined, jwk, ...spoiled.header } });
};
