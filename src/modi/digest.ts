import { base64url } from 'jose';
import type { Awaitable, Refusal } from '../ports.ts';
import { fault } from './fault.ts';

/**
 * SHA-256. Every runtime has the one below; where one has another that answers at once, a thread is spared that costs many times the digest of
 * a small body.
 */
export type Sha256 = (bytes: Uint8Array) => Awaitable<Uint8Array>;

/** The value of the header Digest over the bytes of a body (RFC 3230, INTEGRITY_REST_02): `SHA-256=<base64>`. */
export async function digestHeader(bytes: Uint8Array, digest: Sha256 = sha256): Promise<string> {
  return `SHA-256=${base64(await digest(bytes))}`;
}

export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
}

export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

const utf8 = new TextEncoder();

/** Base64url of the SHA-256 of a token: `ath` of RFC 9449, and what is kept of a jti. */
export const thumbOf = async (text: string, digest: Sha256 = sha256): Promise<string> =>
  base64url.encode(await digest(utf8.encode(text)));

/** Hexadecimal SHA-256 of a token: what a voucher says of the tracking evidence. */
export const hexDigestOf = async (text: string): Promise<string> => hex(await sha256(utf8.encode(text)));

/** Whether a Digest header is that of the bytes. Hexadecimal is seen in the wild and told from base64 by its length. */
export async function digestFault(
  header: string | null,
  bytes: Uint8Array,
  digest: Sha256 = sha256,
): Promise<Refusal | null> {
  if (header === null) return fault('digest/header-missing');
  const given = readDigest(header);
  if ('refused' in given) return given;
  const whole = await digest(bytes);
  return given.value === base64(whole) || given.value === hex(whole) ? null : fault('digest/value-wrong');
}

/** The value of a Digest header; hexadecimal in small letters. */
export function readDigest(header: string): { readonly value: string } | Refusal {
  if (header.includes(',')) return fault('digest/header-repeated');
  const match = /^([A-Za-z0-9-]{1,20})=(\S{1,200})$/.exec(header.trim());
  const [, algorithm = '', value = ''] = match ?? [];
  if (match === null) return fault('digest/header-malformed');
  if (algorithm.toUpperCase() !== 'SHA-256') return fault('digest/alg-wrong');
  if (/^[0-9A-Fa-f]{64}$/.test(value)) return { value: value.toLowerCase() };
  return /^[A-Za-z0-9+/]{43}=$/.test(value) ? { value } : fault('digest/header-malformed');
}
