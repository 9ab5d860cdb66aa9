import { isUuid } from '../../contracts/canonical/ids.ts';
import type { Tolerances } from '../../contracts/canonical/trust.ts';
import type { TrustCode } from '../../contracts/catalogue/trust-problems.ts';
import type { Refusal } from '../ports.ts';
import { fault, type TokenProof } from './fault.ts';
import type { Token } from './read-token.ts';
import { untimely } from './untimely.ts';

/**
 * GovWay's defaults: it looks at the age of what a sender makes for each call. A voucher serves until it expires, and an evidence about as
 * long as one. Every network may say otherwise.
 */
export const defaultTolerances = {
  iat_age_seconds_max: 300,
  evidence_age_seconds_max: 600,
  voucher_age_seconds_max: Number.POSITIVE_INFINITY,
  ahead_seconds_max: 5,
  expired_seconds_max: 0,
  dpop_ahead_seconds_max: 10,
  dpop_life_seconds_max: 60,
} as const satisfies Tolerances;

export type Limits = { readonly [K in keyof typeof defaultTolerances]: number };

export function limitsOf(tolerances: Tolerances | undefined): Limits {
  const said = Object.entries(tolerances ?? {}).filter(([, value]) => value !== undefined);
  return { ...defaultTolerances, ...Object.fromEntries(said) };
}

/** In the year 5138. What lies beyond it was counted in milliseconds. */
const instantSecondsMax = 1e11;

const isInstant = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value < instantSecondsMax;

const ageOf = {
  voucher: 'voucher_age_seconds_max',
  signature: 'iat_age_seconds_max',
  evidence: 'evidence_age_seconds_max',
} as const;

/** `exp`, `nbf` and `iat` against the clock: the first that does not hold. `nbf` may be absent. */
export function timeFault(
  proof: 'voucher' | 'signature' | 'evidence',
  { claims }: Token,
  limits: Limits,
  nowSeconds: number,
  ageSecondsMax: number = limits[ageOf[proof]],
): Refusal | null {
  const { iat, nbf, exp } = claims;
  if (exp === undefined) return fault(`${proof}/exp-missing`);
  if (!isInstant(exp)) return fault(`${proof}/exp-malformed`);
  if (exp <= nowSeconds - limits.expired_seconds_max) return untimely(`${proof}/exp-past`, limits.expired_seconds_max);
  if (nbf !== undefined && !isInstant(nbf)) return fault(`${proof}/nbf-malformed`);
  if (nbf !== undefined && nbf > nowSeconds + limits.ahead_seconds_max)
    return untimely(`${proof}/nbf-early`, limits.ahead_seconds_max);
  if (iat === undefined) return fault(`${proof}/iat-missing`);
  if (!isInstant(iat)) return fault(`${proof}/iat-malformed`);
  if (iat > nowSeconds + limits.ahead_seconds_max) return untimely(`${proof}/iat-early`, limits.ahead_seconds_max);
  return iat < nowSeconds - ageSecondsMax ? untimely(`${proof}/iat-old`, ageSecondsMax) : null;
}

/** The names in `aud`: a string, an array, or, as PDND writes several, one comma-joined string. Null: it has none of these forms. */
export function audiencesOf(aud: unknown): readonly string[] | null {
  const names: unknown[] = Array.isArray(aud) ? aud : [aud];
  if (names.length === 0 || !names.every((name) => typeof name === 'string' && name !== '')) return null;
  return names.flatMap((name) =>
    String(name)
      .split(',')
      .map((part) => part.trim()),
  );
}

/** Of a problem: see `Problem`. */
const detailCharactersMax = 500;

/** Which audiences are accepted is no secret: they are published with the e-service. */
export function audienceFault(
  proof: 'voucher' | 'signature' | 'evidence',
  { claims }: Token,
  accepted: readonly string[],
): Refusal | null {
  if (claims.aud === undefined) return fault(`${proof}/aud-missing`);
  const names = audiencesOf(claims.aud);
  if (names === null) return fault(`${proof}/aud-malformed`);
  if (names.some((name) => accepted.includes(name))) return null;
  return fault(
    `${proof}/aud-wrong`,
    `The aud must name, to the letter: ${accepted.join(', ')}.`.slice(0, detailCharactersMax),
  );
}

const jtiCharactersMax = 256;

/** `jti` as text. */
export function jtiOf(proof: TokenProof, { claims }: Token): string | Refusal {
  const { jti } = claims;
  if (jti === undefined) return fault(`${proof}/jti-missing`);
  const sound = typeof jti === 'string' && jti !== '' && jti.length <= jtiCharactersMax;
  // Not every store keeps control characters.
  return sound && !/\p{Cc}/u.test(jti) && jti.isWellFormed() ? jti : fault(`${proof}/jti-malformed`);
}

type UuidClaim = {
  [C in TrustCode]: C extends `${infer P}-missing` ? (`${P}-malformed` extends TrustCode ? P : never) : never;
}[TrustCode];

/** A claim that must be a UUID, in small letters: `part` is its code without the fault, as `voucher/purpose-id`. */
export function uuidOf(part: UuidClaim, value: unknown): string | Refusal {
  if (value === undefined) return fault(`${part}-missing` as TrustCode);
  return isUuid(value) ? value.toLowerCase() : fault(`${part}-malformed` as TrustCode);
}
