/** JWS made with nothing but WebCrypto, so that what the gateway reads was not written by what it reads with. */

export type Jwk = Readonly<Record<string, unknown>>;
export type TestKey = { readonly privateKey: CryptoKey; readonly jwk: Jwk; readonly privateJwk: Jwk };

const utf8 = new TextEncoder();

const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
};
const ec = { name: 'ECDSA', namedCurve: 'P-256' };

export async function makeKey(kind: 'RSA' | 'EC'): Promise<TestKey> {
  const { privateKey } = await crypto.subtle.generateKey(kind === 'RSA' ? rsa : ec, true, ['sign', 'verify']);
  const privateJwk: Jwk = { ...(await crypto.subtle.exportKey('jwk', privateKey)) };
  const { kty, n, e, crv, x, y } = privateJwk;
  return { privateKey, privateJwk, jwk: kty === 'RSA' ? { kty, n, e } : { kty, crv, x, y } };
}

export const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
export const base64url = (bytes: Uint8Array): string =>
  base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
export const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
export const sha256 = async (data: string | Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(
    await crypto.subtle.digest('SHA-256', new Uint8Array(typeof data === 'string' ? utf8.encode(data) : data)),
  );

/** RFC 7638 section 3: the members that the kind of key needs, in the order of the alphabet. */
export async function thumbprint({ kty, n, e, crv, x, y }: Jwk): Promise<string> {
  return base64url(await sha256(JSON.stringify(kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y })));
}

/** A compact JWS, whatever its header says of itself: the signature is the key's own kind. A member that is undefined is left out. */
export async function seal(header: Readonly<Record<string, unknown>>, payload: unknown, key: TestKey): Promise<string> {
  const input = [header, payload].map((part) => base64url(utf8.encode(JSON.stringify(part)))).join('.');
  const way = key.jwk.kty === 'RSA' ? rsa.name : { name: 'ECDSA', hash: 'SHA-256' };
  const signature = await crypto.subtle.sign(way, key.privateKey, utf8.encode(input));
  return `${input}.${base64url(new Uint8Array(signature))}`;
}

/** The confusion of RFC 8725 section 2.1: signed with HMAC, the public key everybody knows as its secret. */
export async function sealWithPublicKey(header: Readonly<Record<string, unknown>>, payload: unknown, jwk: Jwk) {
  const input = [header, payload].map((part) => base64url(utf8.encode(JSON.stringify(part)))).join('.');
  const secret = utf8.encode(JSON.stringify(jwk));
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return `${input}.${base64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8.encode(input))))}`;
}
