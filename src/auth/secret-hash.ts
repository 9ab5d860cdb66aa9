import { base64url } from 'jose';

/** What Workers allow at most: more iterations are refused there (https://github.com/cloudflare/workerd/issues/1346). */
export const iterations = 100_000;

/**
 * With so few iterations the secret itself must be strong. It is made by a machine and typed by nobody, so it can be:
 * 32 characters of base64url hold 192 bits.
 */
export const secretCharactersMin = 32;
export const secretCharactersMax = 200;

const saltBytes = 16;
const hashBits = 256;
const format = /^pbkdf2-sha256\$(\d{5,7})\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/;

/** `pbkdf2-sha256$iterations$salt$hash` (RFC 8018 section 5.2), salt and hash in base64url. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes));
  const hash = await derive(secret, salt, iterations);
  return ['pbkdf2-sha256', iterations, base64url.encode(salt), base64url.encode(hash)].join('$');
}

/** Whether the secret has this hash. Takes the same time for every wrong secret. Throws on a hash of another format. */
export async function verifySecret(secret: string, stored: string): Promise<boolean> {
  const [, count, salt, hash] = format.exec(stored) ?? [];
  if (count === undefined || salt === undefined || hash === undefined) throw new Error('not a pbkdf2-sha256 hash');
  const derived = await derive(secret, base64url.decode(salt), Number(count));
  return sameBytes(derived, base64url.decode(hash));
}

async function derive(secret: string, salt: Uint8Array, count: number): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'PBKDF2', false, ['deriveBits']);
  return new Uint8Array(
    await crypto.subtle.deriveBits(
      { name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(salt), iterations: count },
      key,
      hashBits,
    ),
  );
}

/** Compares without stopping at the first difference. */
function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
}
