import { line } from '../../contracts/canonical/text.ts';
import type { Requirement } from '../../contracts/canonical/trust.ts';
import {
  audienceFault,
  createBoundedCache,
  fault,
  hexDigestOf,
  jtiOf,
  type Limits,
  type Token,
  timeFault,
  uuidOf,
} from '../modi/index.ts';
import type { Refusal } from '../ports.ts';
import { nameOf, type Sealed, type Signer, signedBy } from './signer.ts';

const words = { 'user-id': line(100), 'user-location': line(100), loa: line(60) } as const;
type Word = keyof typeof words;

/** Several times what an evidence takes. What is longer is verified on each call: its sender shall not fill the memory. */
const rememberedCharactersMax = 2_048;
const rememberedSecondsMax = 3_600;

/** The claims that are looked at, without what else its maker put beside them. */
function readClaims({ claims }: Token): Token['claims'] {
  const { iss, aud, exp, nbf, iat, jti, purposeId, userID, userLocation, LoA, loa, userLoa, dnonce } = claims;
  const read = { iss, aud, exp, nbf, iat, jti, purposeId, userID, userLocation, LoA, loa, userLoa, dnonce };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** An evidence that held, with its hexadecimal SHA-256. */
type Known = Sealed & { readonly digest: string };

export type ActingUser = (
  signer: Signer,
  header: string | null,
  required: Requirement['evidence'],
  limits: Limits,
  nowSeconds: number,
) => Promise<string | null | Refusal>;

/**
 * The tracking evidence (AUDIT_REST_01, AUDIT_REST_02): who acts, where, how surely known. It serves as long as the voucher that is bound
 * to it, so its jti is not taken once only. The acting user; null where nobody says and nobody asks. Of an evidence that held its signature
 * and its digest are remembered, of `evidencesMax` at most; everything else is asked on every call.
 */
export function createActingUser(evidencesMax: number): ActingUser {
  const held = createBoundedCache<Known>(evidencesMax);

  return async function actingUser(signer, header, required, limits, nowSeconds) {
    const known = header === null ? undefined : held.get(header, nowSeconds * 1000);
    const sealed = await signedBy(signer, 'evidence', header, known);
    if (sealed === null) {
      return required === 'audit_01' || required === 'audit_02' ? fault('evidence/header-missing') : null;
    }
    if ('refused' in sealed) return sealed;
    const { token } = sealed;
    const broken = claimFault(token, signer, required, limits, nowSeconds);
    if (broken !== null) return broken;
    const digest = known?.digest ?? (await hexDigestOf(token.compact));
    const unbound = bindingFault(digest, signer, required);
    if (unbound !== null) return unbound;
    const { userID, exp } = token.claims;
    const nameless = wordFault('user-id', userID);
    if (nameless !== null) return nameless;
    if (sealed !== known && token.compact.length <= rememberedCharactersMax) {
      const untilSeconds = Math.min(Number(exp) + limits.expired_seconds_max, nowSeconds + rememberedSecondsMax);
      held.set(
        token.compact,
        { ...sealed, token: { ...token, claims: readClaims(token) }, digest },
        untilSeconds * 1000,
      );
    }
    return String(userID);
  };
}

function claimFault(
  token: Token,
  signer: Signer,
  required: Requirement['evidence'],
  limits: Limits,
  nowSeconds: number,
): Refusal | null {
  const jti = jtiOf('evidence', token);
  return (
    issuerFault(token, nameOf(signer)) ??
    audienceFault('evidence', token, signer.trust.audiences) ??
    timeFault('evidence', token, limits, nowSeconds, ageSecondsMaxOf(signer, limits)) ??
    (typeof jti === 'string' ? null : jti) ??
    purposeFault(token, signer) ??
    wordFault('user-location', token.claims.userLocation) ??
    // Written in three ways; the rules have the first.
    wordFault('loa', token.claims.LoA ?? token.claims.loa ?? token.claims.userLoa) ??
    nonceFault(token, required)
  );
}

/** A voucher that names its evidence bounds it by its own life; any other evidence would serve as long as its maker likes. */
const ageSecondsMaxOf = ({ caller: { voucher } }: Signer, limits: Limits): number =>
  typeof voucher?.evidence_digest === 'string' ? Number.POSITIVE_INFINITY : limits.evidence_age_seconds_max;

function issuerFault({ claims }: Token, name: string): Refusal | null {
  if (claims.iss === undefined) return fault('evidence/iss-missing');
  if (typeof claims.iss !== 'string') return fault('evidence/iss-malformed');
  return claims.iss.toLowerCase() === name.toLowerCase() ? null : fault('evidence/iss-wrong');
}

function purposeFault({ claims }: Token, { caller }: Signer): Refusal | null {
  if (caller.voucher === null) return null;
  const purpose = uuidOf('evidence/purpose-id', claims.purposeId);
  if (typeof purpose !== 'string') return purpose;
  return purpose === caller.voucher.purpose_id ? null : fault('evidence/purpose-id-wrong');
}

function wordFault(name: Word, value: unknown): Refusal | null {
  if (value === undefined) return fault(`evidence/${name}-missing`);
  return words[name].safeParse(value).success ? null : fault(`evidence/${name}-malformed`);
}

/** 13 digits, written as a number or as a string. */
function nonceFault({ claims: { dnonce } }: Token, required: Requirement['evidence']): Refusal | null {
  if (dnonce === undefined) return required === 'audit_02' ? fault('evidence/dnonce-missing') : null;
  const isText = typeof dnonce === 'string' || typeof dnonce === 'number';
  return isText && /^\d{13}$/.test(String(dnonce)) ? null : fault('evidence/dnonce-malformed');
}

/** A voucher that names an evidence names this one; AUDIT_REST_02 asks for one that does. */
function bindingFault(
  digest: string,
  { caller: { voucher } }: Signer,
  required: Requirement['evidence'],
): Refusal | null {
  const named = voucher?.evidence_digest ?? null;
  if (named !== null) return named === digest ? null : fault('evidence/binding-wrong');
  if (required !== 'audit_02') return null;
  return fault(voucher === null ? 'evidence/binding-missing' : 'voucher/digest-missing');
}
