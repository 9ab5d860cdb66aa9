import type { OrganizationKind } from '../../contracts/canonical/codes.ts';
import type { Consent } from '../../contracts/canonical/consent.ts';
import { ageYears, majorityYears } from './age.ts';

export type EvidenceAsk = {
  readonly purpose: string;
  readonly recipient: string;
  readonly recipient_kind: OrganizationKind;
  /** Civil date in the network's zone. */
  readonly today: string;
  /** Full or partial; null when unknown, and then the person counts as an adult. */
  readonly birth_date: string | null;
  readonly minorOwnRecordAgeYears: number;
};

export type EvidenceReference = { readonly id: string; readonly version: number };
export type EvidenceFinding =
  | { readonly permits: true; readonly rule: 'evidence/in-force'; readonly references: readonly EvidenceReference[] }
  | {
      readonly permits: false;
      readonly rule: 'evidence/withdrawn' | 'evidence/refused' | 'evidence/missing';
      readonly references: readonly EvidenceReference[];
    };

/** The objection that covers what is asked, whatever it can stop (see `decide`). Anybody entitled or not may have voiced it. */
export function objectionTo(records: readonly Consent[], ask: EvidenceAsk): EvidenceReference | null {
  const found = records.find(
    (r) => r.kind === 'objection' && r.status === 'active' && covers(r, ask) && inForce(r, ask.today),
  );
  return found ? { id: found.id, version: found.version } : null;
}

/**
 * Combines the records on file into one answer, for the accepted kinds of evidence. The decision table is
 * contracts/catalogue/combining-table.ts. Order: standing and scope; expired is no record; of the same scope the newest
 * counts; a withdrawal beats every other record, but a refusal or objection taken back is no record; a narrower scope beats a wider one; at equal width a refusal beats a permit.
 */
export function combineEvidence(
  records: readonly Consent[],
  accepted: 'consent' | 'statutory_authorisation' | 'either',
  ask: EvidenceAsk,
): EvidenceFinding {
  const newest = new Map<string, Consent>();
  for (const record of records) {
    if (!countsFor(record, accepted) || !covers(record, ask) || !hasStanding(record, ask)) continue;
    if (record.status === 'active' && !inForce(record, ask.today)) continue;
    const key = scopeKey(record, ask);
    const other = newest.get(key);
    if (other === undefined || laterThan(record, other)) newest.set(key, record);
  }
  const standing = [...newest.values()];
  const withdrawn = standing.filter((r) => r.status === 'withdrawn');
  if (withdrawn.length > 0) return { permits: false, rule: 'evidence/withdrawn', references: withdrawn.map(reference) };
  const widthMin = Math.max(...standing.map(narrowness));
  const narrowest = standing.filter((r) => narrowness(r) === widthMin);
  const refused = narrowest.filter((r) => r.kind === 'refusal');
  if (refused.length > 0) return { permits: false, rule: 'evidence/refused', references: refused.map(reference) };
  if (narrowest.length === 0) return { permits: false, rule: 'evidence/missing', references: [] };
  return { permits: true, rule: 'evidence/in-force', references: narrowest.map(reference) };
}

const reference = (r: Consent): EvidenceReference => ({ id: r.id, version: r.version });

// A refusal answers the question that a consent answers; a statutory authorisation is a question of its own. A refusal taken
// back leaves the question open: it is no record.
function countsFor(record: Consent, accepted: 'consent' | 'statutory_authorisation' | 'either'): boolean {
  if (record.kind === 'objection' || (record.kind === 'refusal' && record.status === 'withdrawn')) return false;
  if (accepted === 'either') return true;
  if (accepted === 'consent') return record.kind === 'consent' || record.kind === 'refusal';
  return record.kind === 'statutory_authorisation';
}

function covers(record: Consent, ask: EvidenceAsk): boolean {
  const { purpose, recipient, recipient_kind } = record.scope;
  return (
    (purpose === undefined || purpose === ask.purpose) &&
    (recipient === undefined || recipient === ask.recipient) &&
    (recipient_kind === undefined || recipient_kind === ask.recipient_kind)
  );
}

const inForce = (record: Consent, today: string): boolean =>
  record.valid_from <= today && (record.valid_until === undefined || record.valid_until >= today);

function hasStanding(record: Consent, ask: EvidenceAsk): boolean {
  const age = ask.birth_date === null ? null : ageYears(ask.birth_date, ask.today);
  const minor = age !== null && age < majorityYears;
  switch (record.given_by) {
    case 'guardian':
      return minor;
    case 'self':
      return !minor || age >= ask.minorOwnRecordAgeYears;
    case 'delegate':
      // A withdrawal made within the delegation stands after the delegation ended.
      return (
        record.status === 'withdrawn' || (record.delegation_until !== undefined && record.delegation_until >= ask.today)
      );
    default:
      return record.given_by satisfies never;
  }
}

/** For a minor the guardian's record and the minor's own are two voices: neither replaces the other. */
function scopeKey(record: Consent, ask: EvidenceAsk): string {
  const minor = ask.birth_date !== null && ageYears(ask.birth_date, ask.today) < majorityYears;
  const family = record.kind === 'statutory_authorisation' ? 'authorisation' : 'consent';
  const { purpose = '', recipient = '', recipient_kind = '' } = record.scope;
  return [family, purpose, recipient, recipient_kind, minor ? record.given_by : ''].join('|');
}

const narrowness = (r: Consent): number =>
  Number(r.scope.purpose !== undefined) +
  Number(r.scope.recipient !== undefined) +
  Number(r.scope.recipient_kind !== undefined);

const wordGivenAt = (r: Consent): number => Date.parse(r.withdrawn_at ?? r.given_at);

function laterThan(a: Consent, b: Consent): boolean {
  const difference = wordGivenAt(a) - wordGivenAt(b);
  // In the same instant the stricter word counts; then the later registered one, so that the answer never depends on the order of rows.
  if (difference !== 0) return difference > 0;
  if (a.status !== b.status) return a.status === 'withdrawn';
  if (a.kind !== b.kind) return a.kind === 'refusal';
  return a.id > b.id;
}
