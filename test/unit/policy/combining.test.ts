import { describe, expect, it } from 'vitest';
import type { Consent } from '../../../contracts/canonical/consent.ts';
import { combiningTable, type TableRecord, tableDay } from '../../../contracts/catalogue/combining-table.ts';
import { minorOwnRecordAgeYears } from '../../../contracts/catalogue/purposes.ts';
import { combineEvidence, type EvidenceAsk, objectionTo } from '../../../src/policy/index.ts';

const consent = (r: TableRecord, i: number): Consent =>
  ({
    id: `019aa3c0-7d52-7a10-8f00-00000000000${i}`,
    version: r.withdrawn ? 2 : 1,
    subject_id: '019aa3c0-7d52-7a10-8f00-0000000000aa',
    registered_by: 'comune-borgoverde',
    kind: r.kind,
    scope: r.scope,
    given_by: r.given_by,
    ...(r.delegated_until ? { delegation_until: r.delegated_until } : {}),
    given_at: `${r.given}T10:00:00Z`,
    valid_from: r.from ?? r.given,
    ...(r.until ? { valid_until: r.until } : {}),
    source: 'signed_form',
    status: r.withdrawn ? 'withdrawn' : 'active',
    ...(r.withdrawn ? { withdrawn_at: `${r.withdrawn}T10:00:00Z` } : {}),
    registered_at: `${r.given}T10:00:00Z`,
  }) as Consent;

const answer = (
  records: readonly Consent[],
  evidence: 'consent' | 'statutory_authorisation' | 'either',
  birth_date: string | undefined,
): string => {
  const ask: EvidenceAsk = {
    purpose: 'TS-INV',
    recipient: 'casa-insieme',
    recipient_kind: 'third_sector',
    today: tableDay,
    birth_date: birth_date ?? null,
    minorOwnRecordAgeYears,
  };
  if (objectionTo(records, ask) !== null) return 'evidence/objection';
  const found = combineEvidence(records, evidence, ask);
  return found.permits ? 'permit' : found.rule;
};

describe('how records combine', () => {
  it.each(combiningTable.map((row) => [`${row.rule}: ${row.why}`, row] as const))('%s', (_, row) => {
    const records = row.records.map(consent);
    expect(answer(records, row.evidence, row.birth_date)).toBe(row.expect);
    expect(answer(records.toReversed(), row.evidence, row.birth_date)).toBe(row.expect);
  });
});
