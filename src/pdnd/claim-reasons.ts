import { isUuid } from '../../contracts/canonical/ids.ts';
import { type Reason, reason } from './assertion-reasons.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** As PDND asks whether something is there: empty text and zero are not. */
const isThere = (value: unknown): boolean => Boolean(value);

export function headerReasons({ kid, alg }: Claims): Reason[] {
  const named = typeof kid === 'string' && /^[A-Za-z0-9_-]{43}$/.test(kid);
  return [
    ...(isThere(kid) ? (named ? [] : [reason('0031')]) : [reason('0015')]),
    ...(isThere(alg) ? (alg === 'RS256' ? [] : [reason('0029')]) : [reason('0028')]),
  ];
}

type Expected = {
  readonly audiences: readonly string[];
  readonly clientId: string | null;
  readonly kind: 'consumer' | 'api';
};

export function claimReasons(claims: Claims, { audiences, clientId, kind }: Expected): Reason[] {
  const { aud, jti, iat, exp, iss, purposeId } = claims;
  return [
    ...audienceReasons(aud, audiences),
    ...(isThere(jti) ? [] : [reason('0008')]),
    ...(isThere(iat) ? [] : [reason('0009')]),
    ...(isThere(exp) ? [] : [reason('0010')]),
    ...(isThere(iss) ? [] : [reason('0011')]),
    ...subjectReasons(claims.sub, clientId),
    ...(isThere(purposeId) || kind === 'api' ? [] : [reason('0030')]),
    ...(!isThere(purposeId) || isUuid(purposeId) ? [] : [reason('0014')]),
    ...digestReasons(claims.digest),
  ];
}

function audienceReasons(aud: unknown, accepted: readonly string[]): Reason[] {
  if (!isThere(aud)) return [reason('0005')];
  const names: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (names.some((name) => accepted.some((each) => each === name))) return [];
  const schemed = names.some((name) => typeof name === 'string' && /^https?:\/\//.test(name));
  return [reason('0004', schemed ? 'aud begins with a scheme' : null)];
}

function subjectReasons(sub: unknown, clientId: string | null): Reason[] {
  if (!isThere(sub)) return [reason('0012')];
  if (!isUuid(sub)) return [reason('0024')];
  return clientId === null || clientId === '' || sub === clientId ? [] : [reason('0013')];
}

const digestCharacters = 64;

function digestReasons(digest: unknown): Reason[] {
  if (!isThere(digest)) return [];
  if (typeof digest !== 'object' || digest === null || !('alg' in digest) || !('value' in digest))
    return [reason('0025')];
  const { alg, value, ...more } = digest;
  if (typeof alg !== 'string' || typeof value !== 'string' || Object.keys(more).length > 0) return [reason('0025')];
  return [
    ...(alg === 'SHA256' ? [] : [reason('0027')]),
    ...(value.length === digestCharacters ? [] : [reason('0026')]),
  ];
}

const headerNames = ['kid', 'alg', 'typ'];
const claimNames = ['iss', 'sub', 'aud', 'jti', 'iat', 'exp', 'purposeId', 'digest'];
const exchangeNames = ['scope', 'interactionId', 'urlCallback', 'entityNumber'];

/** Types that are not as they must be and, where `strict`, whatever else is there. Looked at once all that is needed is there. */
export function excessReasons(
  header: Claims,
  claims: Claims,
  { strict, exchange }: { readonly strict: boolean; readonly exchange: boolean },
): Reason[] {
  const { typ } = header;
  const types: readonly (readonly [string, boolean])[] = [
    ['typ', typ === undefined || typeof typ === 'string'],
    ['jti', typeof claims.jti === 'string'],
    ['iat', typeof claims.iat === 'number'],
    ['exp', typeof claims.exp === 'number'],
    ['iss', typeof claims.iss === 'string'],
    ['purposeId', claims.purposeId === undefined || isUuid(claims.purposeId)],
  ];
  const allowed = exchange ? [...claimNames, ...exchangeNames] : claimNames;
  const excess = [
    ...Object.keys(header).filter((name) => !headerNames.includes(name)),
    ...Object.keys(claims).filter((name) => !allowed.includes(name)),
  ];
  const wrong = types.flatMap(([name, isRight]) => (isRight ? [] : [`${name} has another type`]));
  const beyond = strict ? excess.map((name) => `${shown(name)} is not allowed`) : [];
  const found = [...wrong, ...beyond];
  return found.length === 0 ? [] : [reason('0032', found.join('; '))];
}

/** The name of a claim is the sender's own text: it is told as far as it looks like a name. */
const shown = (name: string): string => (/^[A-Za-z0-9_.-]{1,40}$/.test(name) ? name : 'a claim');
