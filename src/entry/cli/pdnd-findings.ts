import { calculateJwkThumbprint } from 'jose';
import { algorithmOfKey, createSigningKeyOf, type Keyed, privateJwkIn, publicJwkOf } from '../../modi/index.ts';
import type { Reason } from '../../pdnd/index.ts';
import type { SecretOf } from '../../ports.ts';
import type { Target } from './pdnd-targets.ts';

/** What stands against a client's configuration, before any assertion is made; the key, where there is one. */
export async function configurationFindings(
  { key, tokenUrl, assertionAudience }: Target,
  secretOf: SecretOf,
): Promise<{
  readonly findings: readonly string[];
  readonly signing: Keyed | null;
  readonly jwk: Readonly<Record<string, unknown>> | null;
}> {
  const text = secretOf(key.secret);
  const secret = `RACCORDO_SECRET_${key.secret}`;
  const findings = [
    ...(/^[a-z][a-z0-9+.-]*:\/\//i.test(assertionAudience)
      ? ['assertion_audience begins with a scheme: leave https:// out (0004)']
      : []),
    ...(isSafe(tokenUrl) ? [] : ['token_url must be https (http only for this machine itself)']),
  ];
  if (text === undefined) return { findings: [...findings, `${secret} is not set`], signing: null, jwk: null };
  const jwk = publicJwkOf(text, key.kid);
  const signing = await createSigningKeyOf(secretOf)(key);
  if (jwk === null || signing === null)
    return { findings: [...findings, keyFinding(secret, text)], signing: null, jwk };
  const thumbprint = await calculateJwkThumbprint(jwk);
  return {
    findings: [...findings, ...(key.kid.length === thumbprint.length ? kidFinding(key.kid, thumbprint) : [])],
    signing,
    jwk,
  };
}

const kidFinding = (kid: string, thumbprint: string) =>
  kid === thumbprint ? [] : [`kid is not that of the key in the secret, which is ${thumbprint} (RFC 7638)`];

/** Why a secret holds no key that signs. */
function keyFinding(secret: string, text: string): string {
  const jwk = privateJwkIn(text);
  if (jwk === null) return `${secret} holds no private key as JWK: raccordo keys generate --for modi makes one`;
  if (jwk.kty === 'RSA' && algorithmOfKey(jwk) === null) return `${secret} holds an RSA key of less than 2048 bits`;
  return `${secret} holds a private key that cannot be used: it must be RSA of 2048 bits at least`;
}

const isSafe = (address: string): boolean => {
  const url = URL.parse(address);
  return url?.protocol === 'https:' || (url !== null && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname));
};

/** A reason as a line: number, what must hold, what was found, how to mend it. */
export const lineOf = ({ code, checks, detail, mend }: Reason): string =>
  `${code} must hold: ${checks}${detail === null ? '' : ` (${detail})`}. ${mend}`;
