import type { JWTPayload } from 'jose';

export type AssertionRules = {
  /** The token endpoint's address and the issuer: the two names RFC 7523 section 3 accepts for the audience. */
  readonly audiences: readonly string[];
  readonly lifetimeSecondsMax: number;
  readonly skewSecondsMax: number;
};

const jtiCharactersMax = 256;

/** The first rule of RFC 7523 section 3 that the claims break, in words that name the claim; null when they keep all of them. */
export function claimsFault(
  claims: JWTPayload,
  clientId: string,
  rules: AssertionRules,
  nowSeconds: number,
): string | null {
  const { iss, sub, aud, exp, iat, nbf, jti } = claims;
  const latest = nowSeconds + rules.skewSecondsMax;
  if (iss !== clientId) return 'iss must be the client id';
  if (sub !== clientId) return 'sub must be the client id, like iss';
  if (!audienceOf(aud).some((name) => rules.audiences.includes(name))) {
    return `aud must be the address of the token endpoint, or the issuer of this gateway: ${rules.audiences.join(', ')}`;
  }
  if (!isTime(exp)) return 'exp is needed, in seconds since 1970';
  if (exp <= nowSeconds)
    return 'exp is past by the clock of the gateway, with no second of tolerance: compare your clock with UTC';
  if (iat !== undefined && !isTime(iat)) return 'iat must be in seconds since 1970';
  if (iat !== undefined && iat > latest)
    return `iat is more than ${rules.skewSecondsMax} seconds ahead of the clock of the gateway: compare your clock with UTC`;
  if (nbf !== undefined && !isTime(nbf)) return 'nbf must be in seconds since 1970';
  if (nbf !== undefined && nbf > latest)
    return `nbf is more than ${rules.skewSecondsMax} seconds ahead of the clock of the gateway: compare your clock with UTC`;
  // Without iat the life left is what can be judged; with a skewed clock it looks longer by the skew.
  if (exp - (iat ?? latest) > rules.lifetimeSecondsMax) {
    return `exp is more than ${rules.lifetimeSecondsMax} seconds after ${iat === undefined ? 'now' : 'iat'}`;
  }
  if (typeof jti !== 'string' || jti === '' || jti.length > jtiCharactersMax) {
    return `jti is needed: a fresh string of at most ${jtiCharactersMax} characters`;
  }
  return null;
}

/** A string, an array, or, as PDND writes several, one comma-joined string. */
function audienceOf(aud: unknown): string[] {
  const names = Array.isArray(aud) ? aud : [aud];
  return names.flatMap((name) => (typeof name === 'string' ? name.split(',').map((part) => part.trim()) : []));
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value > 0;
