import { calculateJwkThumbprint } from 'jose';
import { algorithmOfKey, createSigningKeyOf, type Keyed, privateJwkIn, publicJwkOf } from '../../modi/index.ts';
import { assertionReasons, type Reason } from '../../pdnd/index.ts';
import type { SecretOf } from '../../ports.ts';
import { quotesLost } from './environment-lines.ts';
import type { Target } from './pdnd-targets.ts';
import type { Io } from './verb.ts';

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

export const kidFinding = (kid: string, thumbprint: string) =>
  kid === thumbprint ? [] : [`kid is not that of the key in the secret, which is ${thumbprint} (RFC 7638)`];

/** Why a secret holds no key that signs. */
export function keyFinding(secret: string, text: string): string {
  const jwk = privateJwkIn(text);
  const lost = jwk === null ? quotesLost(text) : null;
  if (lost !== null) return `${secret} ${lost}`;
  if (jwk === null) return `${secret} holds no private key as JWK: raccordo keys generate --for modi makes one`;
  if (jwk.kty === 'RSA' && algorithmOfKey(jwk) === null) return `${secret} holds an RSA key of less than 2048 bits`;
  return `${secret} holds a private key that cannot be used: it must be RSA of 2048 bits at least, or, where PDND does not take part, EC P-256`;
}

const isSafe = (address: string): boolean => {
  const url = URL.parse(address);
  return url?.protocol === 'https:' || (url !== null && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname));
};

/** A reason as a line: number, what must hold, what was found, how to mend it. */
export const lineOf = ({ code, checks, detail, mend }: Reason): string =>
  `${code} must hold: ${checks}${detail === null ? '' : ` (${detail})`}. ${mend}`;

/** What is said where no check failed: less than that PDND will give a voucher. */
export const nothingFound = 'no fault, as far as it can be known here';

/** The checks go by steps, as PDND's do. */
export const sayStep = (io: Io): void =>
  io.err('The checks end with the first step that fails: correct what is told, and run them again for the others.');

/** What nobody can tell who does not ask PDND. */
export function sayUnknown(kinds: readonly Target['kind'][], io: Io): void {
  const checks = platformChecks(kinds);
  if (checks !== '') io.err(`Only PDND knows, and this command does not ask, whether: ${checks}.`);
  io.err(
    'It is not known here either whether the public key was uploaded to this client (0016, 0033), and whether the clock is right:',
  );
  io.err(`it says ${io.now().toISOString()}. To ask for a voucher: raccordo pdnd token`);
}

/** What is left where PDND refused an assertion that has no fault. */
export function sayLeft(kind: Target['kind'], io: Io): void {
  const checks = platformChecks([kind]);
  if (checks !== '') io.err(`One of these does not hold: ${checks};`);
  const rest = `the public key was uploaded to this client (0016, 0033); the clock here, which says ${io.now().toISOString()}, is right.`;
  io.err(checks === '' ? `One of these does not hold: ${rest}` : rest);
}

/** A client of the API has no purpose; a plain voucher is no asynchronous exchange (0039). */
const platformChecks = (kinds: readonly Target['kind'][]): string =>
  Object.entries(assertionReasons)
    .filter(([code, { seen }]) => seen === 'platform' && code !== '0039' && kinds.includes('consumer'))
    .map(([code, { checks }]) => `${checks} (${code})`)
    .join('; ');
