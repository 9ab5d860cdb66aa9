import type { Consent } from '../../contracts/canonical/consent.ts';
import type { EvidenceSet } from '../ports.ts';
import type { Context } from './context.ts';
import { place, type WrappedKey } from './keys/keyring.ts';

/** Pieces of evidence about one person. More is refused rather than cut: the one left out could be an objection. */
const evidenceMax = 1_000;

/** One more than may be, to see that there are more. */
export const evidenceLimit = evidenceMax + 1;

/** What is kept about a person beside the referrals. */
export type Profile = { readonly birth_date: string | null; readonly protected_address: boolean };

export type ConsentRow = WrappedKey & {
  readonly id: string;
  readonly version: number;
  readonly record: string;
  readonly document_reference: Uint8Array | null;
  readonly subject_id: string;
};

/** What was found about a person; rows about others may be among them. */
export type Found = {
  readonly subject: (WrappedKey & { readonly id: string; readonly profile: Uint8Array | null }) | undefined;
  readonly heads: readonly { readonly subject_id: string; readonly version: number }[];
  readonly records: readonly ConsentRow[];
};

export type EvidenceRows = {
  toConsent(row: ConsentRow): Promise<Consent>;
  toEvidence(found: Found): Promise<EvidenceSet>;
};

/** Opens what is sealed in rows of evidence. Where the key was destroyed, the sealed part is absent. */
export function createEvidenceRows({ keys, seals }: Pick<Context, 'keys' | 'seals'>): EvidenceRows {
  const opened = async (subjectId: string, wrapped: WrappedKey, sealed: Uint8Array | null, bound: string) => {
    const key = sealed && (await keys.open(subjectId, wrapped));
    return sealed && key && (await seals.open(key, sealed, bound));
  };

  const toConsent = async (row: ConsentRow): Promise<Consent> => {
    // Written by us from a Consent; only its document reference is kept apart.
    const record = JSON.parse(row.record) as Consent;
    const bound = place.documentReference(row.id, row.version);
    const document_reference = await opened(row.subject_id, row, row.document_reference, bound);
    return document_reference === null ? record : { ...record, document_reference: String(document_reference) };
  };

  const toEvidence = async ({ subject, heads, records }: Found): Promise<EvidenceSet> => {
    if (subject === undefined) return { version: 0, records: [], birth_date: null, protected_address: false };
    const { id } = subject;
    if (records.length > evidenceMax) throw new Error(`more than ${evidenceMax} pieces of evidence about ${id}`);
    // Sealed by us from a Profile.
    const profile = (await opened(id, subject, subject.profile, place.profile(id))) as Profile | null;
    return {
      version: heads.find((head) => head.subject_id === id)?.version ?? 0,
      records: await Promise.all(records.filter((row) => row.subject_id === id).map(toConsent)),
      birth_date: profile?.birth_date ?? null,
      protected_address: profile?.protected_address ?? false,
    };
  };

  return { toConsent, toEvidence };
}
