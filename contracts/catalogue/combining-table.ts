import type { Consent } from '../canonical/consent.ts';

/** A record on file, as far as the table needs it. Dates are relative to the question's day, 2026-06-15. */
export type TableRecord = Pick<Consent, 'kind' | 'given_by' | 'scope'> & {
  readonly given: string;
  readonly withdrawn?: string;
  readonly from?: string;
  readonly until?: string;
  readonly delegated_until?: string;
};

export type TableRow = {
  readonly rule: string;
  readonly why: string;
  readonly evidence: 'consent' | 'statutory_authorisation' | 'either';
  readonly birth_date?: string;
  readonly records: readonly TableRecord[];
  readonly expect: 'permit' | 'evidence/objection' | 'evidence/withdrawn' | 'evidence/refused' | 'evidence/missing';
};

/** The question of every row: purpose TS-INV, to the body `casa-insieme` of kind third_sector, on this day. */
export const tableDay = '2026-06-15';
const everything = {};
const purpose = { purpose: 'TS-INV' as Consent['scope']['purpose'] };
const body = { recipient: 'casa-insieme' as Consent['scope']['recipient'] };
const kind = { recipient_kind: 'third_sector' as const };
const elsewhere = { recipient: 'altro-ente' as Consent['scope']['recipient'] };
const record = (
  what: TableRecord['kind'],
  scope: Consent['scope'],
  given: string,
  more: Partial<TableRecord> = {},
): TableRecord => ({
  kind: what,
  scope,
  given,
  given_by: 'self',
  ...more,
});

/** How several records about one person combine into one answer. Published in the documentation; the tests run on these rows. */
export const combiningTable: readonly TableRow[] = [
  {
    rule: 'default',
    why: 'nothing on file is a denial of its own',
    evidence: 'consent',
    records: [],
    expect: 'evidence/missing',
  },
  {
    rule: 'permit',
    why: 'a consent in force permits',
    evidence: 'consent',
    records: [record('consent', purpose, '2026-01-10')],
    expect: 'permit',
  },
  {
    rule: 'scope',
    why: 'a consent for another body does not count',
    evidence: 'consent',
    records: [record('consent', elsewhere, '2026-01-10')],
    expect: 'evidence/missing',
  },
  {
    rule: 'scope',
    why: 'an empty scope covers every purpose and body',
    evidence: 'consent',
    records: [record('consent', everything, '2026-01-10')],
    expect: 'permit',
  },
  {
    rule: 'kind',
    why: 'an authorisation is not a consent',
    evidence: 'consent',
    records: [record('statutory_authorisation', purpose, '2026-01-10')],
    expect: 'evidence/missing',
  },
  {
    rule: 'kind',
    why: 'a consent is not an authorisation',
    evidence: 'statutory_authorisation',
    records: [record('consent', purpose, '2026-01-10')],
    expect: 'evidence/missing',
  },
  {
    rule: 'kind',
    why: 'where either will do, either does',
    evidence: 'either',
    records: [record('statutory_authorisation', purpose, '2026-01-10')],
    expect: 'permit',
  },
  {
    rule: 'expired',
    why: 'an expired record is no record',
    evidence: 'consent',
    records: [record('consent', purpose, '2026-01-10', { until: '2026-06-14' })],
    expect: 'evidence/missing',
  },
  {
    rule: 'expired',
    why: 'the last day still counts',
    evidence: 'consent',
    records: [record('consent', purpose, '2026-01-10', { until: '2026-06-15' })],
    expect: 'permit',
  },
  {
    rule: 'expired',
    why: 'a record that begins tomorrow does not count today',
    evidence: 'consent',
    records: [record('consent', purpose, '2026-01-10', { from: '2026-06-16' })],
    expect: 'evidence/missing',
  },
  {
    rule: 'expired',
    why: 'an expired refusal no longer stands against an older consent',
    evidence: 'consent',
    records: [
      record('consent', purpose, '2026-01-10'),
      record('refusal', purpose, '2026-02-10', { until: '2026-03-10' }),
    ],
    expect: 'permit',
  },
  {
    rule: 'newest',
    why: 'of the same scope the newest counts: refused after consenting',
    evidence: 'consent',
    records: [record('consent', purpose, '2026-01-10'), record('refusal', purpose, '2026-02-10')],
    expect: 'evidence/refused',
  },
  {
    rule: 'newest',
    why: 'of the same scope the newest counts: consented after refusing',
    evidence: 'consent',
    records: [record('refusal', purpose, '2026-01-10'), record('consent', purpose, '2026-02-10')],
    expect: 'permit',
  },
  {
    rule: 'newest',
    why: 'a new consent of the same scope replaces a withdrawn one',
    evidence: 'consent',
    records: [
      record('consent', purpose, '2026-01-10', { withdrawn: '2026-02-10' }),
      record('consent', purpose, '2026-03-10'),
    ],
    expect: 'permit',
  },
  {
    rule: 'newest',
    why: 'an older consent does not come back when the newer one is withdrawn',
    evidence: 'consent',
    records: [
      record('consent', purpose, '2026-01-10'),
      record('consent', purpose, '2026-02-10', { withdrawn: '2026-03-10' }),
    ],
    expect: 'evidence/withdrawn',
  },
  {
    rule: 'withdrawal',
    why: 'a withdrawal beats a consent of another scope',
    evidence: 'consent',
    records: [
      record('consent', purpose, '2026-01-10', { withdrawn: '2026-02-10' }),
      record('consent', body, '2026-03-10'),
    ],
    expect: 'evidence/withdrawn',
  },
  {
    rule: 'withdrawal',
    why: 'a wide withdrawal beats a narrow consent',
    evidence: 'consent',
    records: [
      record('consent', everything, '2026-01-10', { withdrawn: '2026-02-10' }),
      record('consent', { ...purpose, ...body }, '2026-03-10'),
    ],
    expect: 'evidence/withdrawn',
  },
  {
    rule: 'withdrawal',
    why: 'a withdrawal for another body changes nothing here',
    evidence: 'consent',
    records: [
      record('consent', elsewhere, '2026-01-10', { withdrawn: '2026-02-10' }),
      record('consent', purpose, '2026-01-10'),
    ],
    expect: 'permit',
  },
  {
    rule: 'withdrawal',
    why: 'a withdrawn authorisation no longer permits',
    evidence: 'statutory_authorisation',
    records: [record('statutory_authorisation', purpose, '2026-01-10', { withdrawn: '2026-02-10' })],
    expect: 'evidence/withdrawn',
  },
  {
    rule: 'narrower',
    why: 'a narrower consent beats a wider refusal',
    evidence: 'consent',
    records: [record('refusal', kind, '2026-02-10'), record('consent', { ...purpose, ...body }, '2026-01-10')],
    expect: 'permit',
  },
  {
    rule: 'narrower',
    why: 'a narrower refusal beats a wider consent',
    evidence: 'consent',
    records: [record('consent', kind, '2026-02-10'), record('refusal', { ...purpose, ...body }, '2026-01-10')],
    expect: 'evidence/refused',
  },
  {
    rule: 'deny beats permit',
    why: 'at equal width a refusal beats a consent',
    evidence: 'consent',
    records: [record('consent', purpose, '2026-02-10'), record('refusal', body, '2026-01-10')],
    expect: 'evidence/refused',
  },
  {
    rule: 'objection',
    why: 'an objection beats every consent',
    evidence: 'consent',
    records: [record('objection', everything, '2026-01-10'), record('consent', { ...purpose, ...body }, '2026-03-10')],
    expect: 'evidence/objection',
  },
  {
    rule: 'objection',
    why: 'an objection to another body changes nothing here',
    evidence: 'consent',
    records: [record('objection', elsewhere, '2026-01-10'), record('consent', purpose, '2026-03-10')],
    expect: 'permit',
  },
  {
    rule: 'objection',
    why: 'an objection taken back is no objection',
    evidence: 'consent',
    records: [
      record('objection', everything, '2026-01-10', { withdrawn: '2026-02-10' }),
      record('consent', purpose, '2026-03-10'),
    ],
    expect: 'permit',
  },
  {
    rule: 'taken back',
    why: 'a refusal taken back is no record',
    evidence: 'consent',
    records: [record('refusal', everything, '2026-01-10', { withdrawn: '2026-02-10' })],
    expect: 'evidence/missing',
  },
  {
    rule: 'taken back',
    why: 'an objection taken back is no record',
    evidence: 'consent',
    records: [record('objection', everything, '2026-01-10', { withdrawn: '2026-02-10' })],
    expect: 'evidence/missing',
  },
  {
    rule: 'taken back',
    why: 'a refusal of everything, taken back, does not stand against a consent',
    evidence: 'consent',
    records: [
      record('refusal', everything, '2026-01-10', { withdrawn: '2026-02-10' }),
      record('consent', purpose, '2026-01-05'),
    ],
    expect: 'permit',
  },
  {
    rule: 'taken back',
    why: 'of the same scope, a consent counts again when the newer refusal is taken back',
    evidence: 'consent',
    records: [
      record('consent', purpose, '2026-01-10'),
      record('refusal', purpose, '2026-02-10', { withdrawn: '2026-03-10' }),
    ],
    expect: 'permit',
  },
  {
    rule: 'taken back',
    why: 'where either will do, a refusal taken back does not stand against an authorisation',
    evidence: 'either',
    records: [
      record('refusal', everything, '2026-02-10', { withdrawn: '2026-03-10' }),
      record('statutory_authorisation', purpose, '2026-01-10'),
    ],
    expect: 'permit',
  },
  {
    rule: 'minor',
    why: "for a minor the guardian's record counts",
    evidence: 'consent',
    birth_date: '2016-05-01',
    records: [record('consent', purpose, '2026-01-10', { given_by: 'guardian' })],
    expect: 'permit',
  },
  {
    rule: 'minor',
    why: "below the age of the catalogue the minor's own record does not count",
    evidence: 'consent',
    birth_date: '2016-05-01',
    records: [record('consent', purpose, '2026-01-10')],
    expect: 'evidence/missing',
  },
  {
    rule: 'minor',
    why: "from the age of the catalogue the minor's own record counts as well",
    evidence: 'consent',
    birth_date: '2012-06-15',
    records: [record('consent', purpose, '2026-01-10')],
    expect: 'permit',
  },
  {
    rule: 'minor',
    why: 'the day before that birthday it does not count yet',
    evidence: 'consent',
    birth_date: '2012-06-16',
    records: [record('consent', purpose, '2026-01-10')],
    expect: 'evidence/missing',
  },
  {
    rule: 'minor',
    why: "the minor's refusal stands beside the guardian's newer consent",
    evidence: 'consent',
    birth_date: '2011-05-01',
    records: [
      record('refusal', purpose, '2026-01-10'),
      record('consent', purpose, '2026-02-10', { given_by: 'guardian' }),
    ],
    expect: 'evidence/refused',
  },
  {
    rule: 'minor',
    why: "for an adult a guardian's record does not count",
    evidence: 'consent',
    birth_date: '1990-05-01',
    records: [record('consent', purpose, '2026-01-10', { given_by: 'guardian' })],
    expect: 'evidence/missing',
  },
  {
    rule: 'minor',
    why: 'of a partial birth date the later reading counts',
    evidence: 'consent',
    birth_date: '2012',
    records: [record('consent', purpose, '2026-01-10')],
    expect: 'evidence/missing',
  },
  {
    rule: 'delegate',
    why: 'a delegate counts within the delegation',
    evidence: 'consent',
    records: [record('consent', purpose, '2026-01-10', { given_by: 'delegate', delegated_until: '2026-12-31' })],
    expect: 'permit',
  },
  {
    rule: 'delegate',
    why: 'after the delegation a delegate no longer counts',
    evidence: 'consent',
    records: [record('consent', purpose, '2026-01-10', { given_by: 'delegate', delegated_until: '2026-06-14' })],
    expect: 'evidence/missing',
  },
];
