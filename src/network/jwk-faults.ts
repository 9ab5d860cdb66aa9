import { z } from 'zod';
import { faultsOf } from '../../contracts/canonical/faults.ts';
import { rsaCharacters } from '../modi/index.ts';
import { type Fault, fault, itemsOf, repeated } from './fault.ts';

const base64url = (charactersMin: number, charactersMax: number) =>
  z
    .string()
    .min(charactersMin)
    .max(charactersMax)
    .regex(/^[A-Za-z0-9_-]+$/);

const use = {
  kid: z.string().min(1).max(200).optional(),
  use: z.literal('sig').optional(),
  key_ops: z.array(z.literal('verify')).max(1).optional(),
};

// RFC 7518 sections 6.2.1 and 6.3.1.
const EcKey = z.looseObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: base64url(43, 43),
  y: base64url(43, 43),
  alg: z.literal('ES256').optional(),
  ...use,
});
const RsaKey = z.looseObject({
  kty: z.literal('RSA'),
  n: base64url(rsaCharacters.modulusMin, rsaCharacters.modulusMax),
  e: base64url(2, rsaCharacters.exponentMax),
  alg: z.literal('RS256').optional(),
  ...use,
});

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** The keys of a set, and their names: needed by who is found by `kid` alone, and where there are several. */
export function keySetFaults(
  at: string,
  keys: readonly Readonly<Record<string, unknown>>[] | undefined,
  needsKid: boolean,
): Fault[] {
  const items = itemsOf(`${at}/keys`, keys);
  const kids = items.flatMap((key) =>
    typeof key.value.kid === 'string' ? [{ at: `${key.at}/kid`, value: key.value.kid }] : [],
  );
  return [
    ...items.flatMap((key) => jwkFaults(key.at, key.value, needsKid || items.length > 1)),
    ...repeated(kids, 'the same kid'),
  ];
}

/** What stands against a client's key: private parts, another kind of key than RS256 and ES256 use, a point that is not on the curve. */
export function jwkFaults(at: string, jwk: Readonly<Record<string, unknown>>, needsKid: boolean): Fault[] {
  const leaked = privateMembers
    .filter((name) => Object.hasOwn(jwk, name))
    .map((name) =>
      fault(`${at}/${name}`, 'private_key', 'is the private part: the key is no secret any more, make a new one'),
    );
  const unnamed =
    needsKid && jwk.kid === undefined ? [fault(`${at}/kid`, 'missing', 'is needed to tell the key from others')] : [];
  return [...leaked, ...unnamed, ...shapeFaults(at, jwk)];
}

function shapeFaults(at: string, jwk: Readonly<Record<string, unknown>>): Fault[] {
  const schema = jwk.kty === 'RSA' ? RsaKey : jwk.kty === 'EC' ? EcKey : null;
  if (schema === null)
    return [fault(`${at}/kty`, 'wrong_key', 'must be RSA (for RS256) or EC with crv P-256 (for ES256)')];
  const parsed = schema.safeParse(jwk);
  if (!parsed.success) return faultsOf(parsed.error.issues, jwk, at);
  const { kty, x, y } = parsed.data;
  return kty === 'EC' && !onCurve(numberOf(String(x)), numberOf(String(y)))
    ? [fault(at, 'wrong_key', 'x and y are not a point of P-256')]
    : [];
}

// The curve P-256 (NIST SP 800-186, section 3.2.1.3): y^2 = x^3 - 3x + b over the field of p.
const p = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

const onCurve = (x: bigint, y: bigint) => x < p && y < p && (y * y - x * x * x + 3n * x - b) % p === 0n;

const numberOf = (text: string) => {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return [...binary].reduce((value, char) => value * 256n + BigInt(char.charCodeAt(0)), 0n);
};
