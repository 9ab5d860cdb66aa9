import { describe, expect, it } from 'vitest';
import type { Consent } from '../../../contracts/canonical/consent.ts';
import type { Agreement, PurposeOverride } from '../../../contracts/canonical/network.ts';
import type { Organization } from '../../../contracts/canonical/organization.ts';
import { effectivePurposes } from '../../../contracts/catalogue/effective-purposes.ts';
import { ceilings, minorOwnRecordAgeYears, purposes } from '../../../contracts/catalogue/purposes.ts';
import { accountOf, decide, gatewayAccount, permittedFor, type Question } from '../../../src/policy/index.ts';

const effective = effectivePurposes(purposes, ceilings, []);
const body = (id: string, kind: Organization['kind']) => ({ id, name: id, kind }) as Organization;
const comune = body('comune-borgoverde', 'comune');
const cpi = body('cpi-borgoverde', 'cpi');
const asl = body('asl-valchiara', 'asl');
const school = body('ic-borgoverde', 'school');
const third = body('casa-insieme', 'third_sector');

const agreement = {
  id: 'protocollo-2026',
  title: 'Protocollo',
  parties: [comune.id, cpi.id, asl.id, school.id, third.id],
  purposes: purposes.map((p) => p.code),
  services: ['patto-di-servizio'],
  valid_from: '2026-01-01',
  valid_until: '2026-12-31',
} as unknown as Agreement;

const pad = {
  id: 'e1',
  version: 1,
  kind: 'statutory_authorisation',
  scope: { purpose: 'LAV-INV' },
  given_by: 'self',
  given_at: '2026-02-01T10:00:00Z',
  valid_from: '2026-02-01',
  status: 'active',
} as unknown as Consent;

const question = (more: Partial<Question> = {}): Question => ({
  account: gatewayAccount,
  from: comune,
  to: cpi,
  operation: 'refer',
  purpose: effective.find((p) => p.code === 'LAV-INV'),
  service: 'patto-di-servizio',
  today: '2026-06-15',
  birth_date: '1980-01-01',
  activable: true,
  protected_address: false,
  closing: false,
  agreements: [agreement],
  evidence: [pad],
  minorOwnRecordAgeYears,
  ...more,
});
const purpose = (code: string) => effective.find((p) => p.code === code);

describe('the gate', () => {
  it('permits what purpose, agreement, matrix and evidence allow, and says on what it stands', () => {
    expect(decide(question())).toMatchObject({
      permitted: true,
      rule: 'permit/matrix',
      purpose: 'LAV-INV',
      agreement: 'protocollo-2026',
      evidence: [{ id: 'e1', version: 1 }],
      legal_basis: expect.stringContaining('6(1)(e)'),
    });
  });

  const denials: readonly (readonly [string, Partial<Question>])[] = [
    ['party/unknown', { to: undefined }],
    ['party/unknown', { from: undefined }],
    ['purpose/unknown', { purpose: undefined }],
    ['deny/voucher-purpose', { account: { purposes: ['SAN-INV', 'LAV-ESITO'] } }],
    ['deny/voucher-purpose', { account: { purposes: [] } }],
    ['deny/voucher-purpose', { account: { purposes: ['SAN-INV'] }, closing: true, evidence: [] }],
    ['purpose/operation', { operation: 'convene' }],
    ['purpose/sender-kind', { from: school }],
    ['purpose/sender-kind', { from: cpi, to: comune, operation: 'answer', purpose: purpose('SAN-ESITO') }],
    ['agreement/missing', { agreements: [] }],
    ['agreement/missing', { today: '2027-01-01' }],
    ['agreement/missing', { today: '2025-12-31' }],
    ['agreement/missing', { service: 'altro-servizio' }],
    ['agreement/missing', { agreements: [{ ...agreement, purposes: [] }] }],
    ['agreement/missing', { agreements: [{ ...agreement, parties: agreement.parties.slice(1) }] }],
    ['agreement/missing', { agreements: [{ ...agreement, parties: agreement.parties.slice(0, 1) }] }],
    ['matrix/no-cell', { to: asl }],
    ['purpose/activable-only', { activable: false }],
    ['evidence/missing', { evidence: [] }],
    ['evidence/withdrawn', { evidence: [{ ...pad, status: 'withdrawn', withdrawn_at: '2026-03-01T10:00:00Z' }] }],
    ['evidence/objection', { evidence: [pad, { ...pad, id: 'e2', kind: 'objection' } as Consent] }],
    [
      'evidence/objection',
      { to: asl, purpose: purpose('SAN-INV'), evidence: [{ ...pad, kind: 'objection', scope: {} }] },
    ],
    ['evidence/missing', { to: third, purpose: purpose('TS-INV') }],
  ];
  it.each(denials)('denies by %s', (rule, more) => {
    const decision = decide(question(more));
    expect(decision).toMatchObject({ permitted: false, rule });
    expect(decision.classes.size).toBe(0);
  });

  it('takes a voucher for one of several purposes, and says of a denial for which one it was', () => {
    const account = accountOf({ voucher: { purposes: ['TS-INV', 'LAV-INV'] } });
    expect(decide(question({ account }))).toMatchObject({ permitted: true, rule: 'permit/matrix' });
    expect(decide(question({ account: accountOf({ voucher: { purposes: ['TS-INV'] } }) }))).toMatchObject({
      purpose: 'LAV-INV',
      classes: new Set(),
    });
    expect(accountOf({ voucher: null })).toEqual(gatewayAccount);
  });

  it('asks a voucher for the return purpose where the answer goes back under one', () => {
    const back = { from: cpi, to: comune, operation: 'answer', purpose: purpose('LAV-ESITO') } as const;
    const under = (...purposes: string[]) => decide(question({ ...back, account: { purposes } })).rule;
    expect(under('LAV-INV')).toBe('deny/voucher-purpose');
    expect(under('LAV-ESITO')).not.toBe('deny/voucher-purpose');
  });

  it('gives what a body supplied itself for the purposes of its voucher only', () => {
    const own = (purposes: readonly string[] | null, of: string | null) =>
      permittedFor({ purposes }, of, 'permit/own-data', ['identity']);
    expect(own(null, null)).toMatchObject({ permitted: true, rule: 'permit/own-data', classes: new Set(['identity']) });
    expect(own(['LAV-INV'], 'LAV-INV')).toMatchObject({ permitted: true, purpose: 'LAV-INV' });
    expect(own(['LAV-INV'], 'SAN-INV')).toMatchObject({ permitted: false, rule: 'deny/voucher-purpose' });
    expect(own(['LAV-INV'], null)).toMatchObject({ permitted: false, classes: new Set() });
  });

  const objection = { ...pad, id: 'e4', kind: 'objection', scope: {} } as Consent;
  const basisRows: readonly (readonly [string, boolean])[] = [
    ['6(1)(a)', true],
    ['6(1)(b)', false],
    ['6(1)(c)', false],
    ['6(1)(d)', false],
    ['6(1)(e)', true],
    ['6(1)(f)', true],
    ['something else', true],
  ];
  it.each(basisRows)('lets an objection to a basis of %s stop the exchange: %s', (gdpr_article_6, stops) => {
    const health = purpose('SAN-INV');
    if (health === undefined) throw new Error('the catalogue has SAN-INV');
    const resting = { ...health, legal_basis: { ...health.legal_basis, gdpr_article_6 } };
    const consent = { ...pad, id: 'e5', kind: 'consent', scope: { purpose: 'SAN-INV' } } as unknown as Consent;
    const decision = decide(question({ to: asl, purpose: resting, evidence: [objection, consent] }));
    expect([decision.permitted, decision.rule]).toEqual(
      stops ? [false, 'evidence/objection'] : [true, 'permit/matrix'],
    );
    expect(decision.classes.has('disability')).toBe(false);
  });

  it('protects somebody in danger against their objection', () => {
    const urgent = { to: asl, purpose: purpose('URG'), evidence: [objection] };
    expect(decide(question(urgent))).toMatchObject({ permitted: true, rule: 'permit/matrix', evidence: [] });
  });

  it('is in force on the first and the last day of the agreement', () => {
    const evidence = [{ ...pad, valid_from: '2026-01-01' as string } as Consent];
    expect(decide(question({ today: '2026-01-01', evidence })).permitted).toBe(true);
    expect(decide(question({ today: '2026-12-31', evidence })).permitted).toBe(true);
  });

  it('covers every service where the agreement names none', () => {
    const { services: _, ...all } = agreement;
    expect(decide(question({ service: 'altro', agreements: [all as Agreement] })).permitted).toBe(true);
  });

  it('keeps from the employment centre what it never sees', () => {
    const { classes } = decide(question());
    for (const never of [
      'health',
      'disability',
      'violence_protection',
      'judicial',
      'exemption_reason',
      'economic',
    ] as const) {
      expect(classes.has(never)).toBe(false);
    }
    expect(classes.has('labour') && classes.has('household') && classes.has('residence')).toBe(true);
  });

  it('keeps a protected address from everybody', () => {
    expect(decide(question({ protected_address: true })).classes.has('residence')).toBe(false);
  });

  it('adds what a consent adds, and names the consent', () => {
    const consent = { ...pad, id: 'e3', kind: 'consent', scope: { purpose: 'SAN-INV' } } as unknown as Consent;
    const health = (evidence: readonly Consent[]) =>
      decide(question({ to: asl, purpose: purpose('SAN-INV'), evidence }));
    expect(health([]).classes.has('disability')).toBe(false);
    expect(health([consent]).classes.has('disability')).toBe(true);
    expect(health([consent])).toMatchObject({ evidence: [{ id: 'e3', version: 1 }] });
    expect(
      health([{ ...consent, status: 'withdrawn', withdrawn_at: '2026-03-01T10:00:00Z' }]).classes.has('disability'),
    ).toBe(false);
  });

  it('lets back from the health authority states and references only', () => {
    const back = decide(
      question({ from: asl, to: comune, operation: 'answer', purpose: purpose('SAN-ESITO'), evidence: [] }),
    );
    expect([...back.classes].toSorted()).toEqual(['case_reference', 'public', 'service_status']);
  });

  it('lets who received under a purpose answer under it', () => {
    expect(
      decide(
        question({
          from: third,
          to: comune,
          operation: 'answer',
          purpose: purpose('TS-INV'),
          evidence: [{ ...pad, kind: 'consent', scope: {} }],
        }),
      ).permitted,
    ).toBe(true);
    expect(
      decide(
        question({
          from: school,
          to: comune,
          operation: 'answer',
          purpose: purpose('TS-INV'),
          evidence: [{ ...pad, kind: 'consent', scope: {} }],
        }),
      ).rule,
    ).toBe('purpose/sender-kind');
  });

  it('tells a body to stop even when the evidence is gone, and tells it nothing else', () => {
    for (const evidence of [[], [{ ...pad, kind: 'objection' } as Consent]]) {
      const decision = decide(question({ closing: true, evidence }));
      expect(decision).toMatchObject({ permitted: true, rule: 'permit/closing' });
      expect([...decision.classes].toSorted()).toEqual(['case_reference', 'public', 'service_status']);
    }
    expect(decide(question({ closing: true, agreements: [] })).permitted).toBe(false);
  });

  it('tells a body to stop in no more classes than the network left in the cell', () => {
    const overrides = [{ purpose: 'LAV-INV', recipient_kind: 'cpi', remove: ['case_reference'] }] as PurposeOverride[];
    const narrowed = effectivePurposes(purposes, ceilings, overrides).find((p) => p.code === 'LAV-INV');
    const decision = decide(question({ closing: true, evidence: [], purpose: narrowed }));
    expect([...decision.classes].toSorted()).toEqual(['public', 'service_status']);
  });
});

describe('what a network overrides', () => {
  const cell = (overrides: Parameters<typeof effectivePurposes>[2]) =>
    effectivePurposes(purposes, ceilings, overrides)
      .find((p) => p.code === 'LAV-INV')
      ?.matrix.find((c) => c.recipient_kind === 'cpi')?.classes ?? [];
  const override = (more: object) =>
    [{ purpose: 'LAV-INV', recipient_kind: 'cpi', ...more }] as unknown as Parameters<typeof effectivePurposes>[2];
  const document = { title: 'Delibera', reference: '12/2026', approved_by: 'Conferenza', approved_on: '2026-01-01' };

  it('narrows freely', () => expect(cell(override({ remove: ['household'] }))).not.toContain('household'));
  it('widens with a document only', () => {
    expect(cell(override({ add: ['disability'] }))).not.toContain('disability');
    expect(cell(override({ add: ['disability'], document }))).toContain('disability');
  });
  it('lets narrowing win', () =>
    expect(
      cell([...override({ add: ['disability'], document }), ...override({ remove: ['disability'] })]),
    ).not.toContain('disability'));
  it('leaves the other purposes and bodies alone', () => {
    const changed = effectivePurposes(purposes, ceilings, override({ remove: ['identity'] }));
    expect(changed.filter((p) => p.code !== 'LAV-INV')).toEqual(effective.filter((p) => p.code !== 'LAV-INV'));
  });
});
