import { line } from '../../contracts/canonical/text.ts';
import type { Requirement } from '../../contracts/canonical/trust.ts';
import { audienceFault, fault, hexDigestOf, jtiOf, type Limits, type Token, timeFault, uuidOf } from '../modi/index.ts';
import type { Refusal } from '../ports.ts';
import { nameOf, type Signer, signedBy } from './signer.ts';

const words = { 'user-id': line(100), 'user-location': line(100), loa: line(60) } as const;
type Word = keyof typeof words;

/**
 * The tracking evidence (AUDIT_REST_01, AUDIT_REST_02): who acts, where, how surely known. It serves as long as the voucher that is bound
 * to it, so its jti is not taken once only. The acting user; null where nobody says and nobody asks.
 */
export async function actingUser(
  signer: Signer,
  header: string | null,
  required: Requirement['evidence'],
  limits: Limits,
  nowSeconds: number,
): Promise<string | null | Refusal> {
  const token = await signedBy(signer, 'evidence', header);
  if (token === null) {
    return required === 'audit_01' || required === 'audit_02' ? fault('evidence/header-missing') : null;
  }
  if ('refused' in token) return token;
  const jti = jtiOf('evidence', token);
  const broken =
    issuerFault(token, nameOf(signer)) ??
    audienceFault('evidence', token, signer.trust.audiences) ??
    timeFault('evidence', token, limits, nowSeconds) ??
    (typeof jti === 'string' ? null : jti) ??
    purposeFault(token, signer) ??
    wordFault('user-location', token.claims.userLocation) ??
    // Written in three ways; the rules have the first.
    wordFault('loa', token.claims.LoA ?? token.claims.loa ?? token.claims.userLoa) ??
    nonceFault(token, required) ??
    (await bindingFault(token, signer, required));
  if (broken !== null) return broken;
  const { userID } = token.claims;
  return wordFault('user-id', userID) ?? String(userID);
}

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
async function bindingFault(
  { compact }: Token,
  { caller: { voucher } }: Signer,
  required: Requirement['evidence'],
): Promise<Refusal | null> {
  const digest = voucher?.evidence_digest ?? null;
  if (digest !== null) return digest === (await hexDigestOf(compact)) ? null : fault('evidence/binding-wrong');
  if (required !== 'audit_02') return null;
  return fault(voucher === null ? 'evidence/binding-missing' : 'voucher/digest-missing');
}
