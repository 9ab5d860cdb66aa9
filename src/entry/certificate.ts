import { hex, sha256 } from '../modi/index.ts';

const fingerprint = /^[0-9a-f]{64}$/;
const certificateCharactersMax = 16_384;

/**
 * SHA-256 (hex) of the client certificate that a reverse proxy verified and passes on in a header of its own: the digest itself, or the
 * certificate as URL-encoded PEM. Anything else counts as none; so does a header that came twice, since a proxy that adds its value beside
 * the caller's does not strip the caller's.
 */
export async function certificateInHeader(headers: Headers, name: string): Promise<string | null> {
  const value = headers.get(name)?.trim() ?? '';
  const plain = value.replaceAll(':', '').toLowerCase();
  if (fingerprint.test(plain)) return plain;
  if (value.length > certificateCharactersMax) return null;
  try {
    const pem = decodeURIComponent(value);
    const [, base64] = /^-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*$/.exec(pem) ?? [];
    if (base64 === undefined) return null;
    const der = Uint8Array.from(atob(base64.replaceAll(/\s/g, '')), (character) => character.charCodeAt(0));
    return hex(await sha256(der));
  } catch {
    return null;
  }
}

type Shown = {
  readonly certPresented?: unknown;
  readonly certVerified?: unknown;
  readonly certRevoked?: unknown;
  readonly certFingerprintSHA256?: unknown;
};

/** The same of the connection to a Worker, which Cloudflare ends (`request.cf.tlsClientAuth`): one that was revoked counts as verified there. */
export function certificateOfWorker(request: Request): string | null {
  const { cf } = request as { readonly cf?: { readonly tlsClientAuth?: Shown } };
  const shown = cf?.tlsClientAuth;
  if (shown?.certVerified !== 'SUCCESS' || shown.certRevoked !== '0') return null;
  const plain = String(shown.certFingerprintSHA256).toLowerCase();
  return fingerprint.test(plain) ? plain : null;
}
