import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { classed, type DataClass, dataClasses } from '../../../contracts/canonical/data-class.ts';
import { ReferralRequest, referralRequestExample } from '../../../contracts/canonical/referral.ts';
import { ageYears, discloser } from '../../../src/policy/index.ts';

const cut = discloser<ReferralRequest>(ReferralRequest, 'ReferralRequest');
const classes = (...list: DataClass[]) => new Set(list);
const request = ReferralRequest.parse({
  ...referralRequestExample,
  needs: [
    { domain: 'work_and_employability', code: 'no_qualification' },
    { domain: 'economic', code: 'rent_arrears' },
  ],
  circumstances: { health: { reason: 'dipendenza' }, economic: { isee_value_eur: 4200, below_isee_threshold: true } },
});

describe('disclose', () => {
  it('lets out the permitted classes and nothing else', () => {
    const { value } = cut(request, classes('identity'));
    expect(value.subject).toEqual(request.subject);
    expect(Object.keys(value).toSorted()).toEqual(['initiator', 'kind', 'purpose', 'recipient', 'service', 'subject']);
  });

  it('cuts inside objects, lists and variants', () => {
    const { value } = cut(request, classes('household', 'labour'));
    expect(value.needs).toEqual([{ domain: 'work_and_employability', code: 'no_qualification' }]);
    expect(value.circumstances).toEqual({ economic: { below_isee_threshold: true } });
  });

  it('accounts for every class it met', () => {
    const { asked, disclosed, withheld } = cut(request, classes('identity', 'labour', 'education'));
    expect([...disclosed].toSorted()).toEqual(['identity', 'labour']);
    expect(withheld).toContain('health');
    expect(withheld).toContain('economic');
    expect([...disclosed, ...withheld].toSorted()).toEqual([...asked].toSorted());
  });

  it('gives the whole with every class and leaves the original alone', () => {
    const before = structuredClone(request);
    expect(cut(request, new Set(dataClasses)).value).toEqual(request);
    cut(request, classes());
    expect(request).toEqual(before);
  });

  it('drops a member that the contract does not know', () => {
    expect(cut({ ...request, stray: 'x' } as typeof request, new Set(dataClasses)).value).not.toHaveProperty('stray');
  });

  it('stops the start on a field without a class', () => {
    expect(() => discloser(z.strictObject({ name: z.string() }), 'X')).toThrow('no data class at X.name');
  });

  it('reads tags through optional members', () => {
    const schema = z.strictObject({ a: classed('health', z.string()).optional() });
    expect(discloser<z.infer<typeof schema>>(schema, 'X')({ a: 'x' }, classes()).withheld).toEqual(['health']);
  });
});

describe('age', () => {
  it.each([
    ['2012-06-15', '2026-06-15', 14],
    ['2012-06-16', '2026-06-15', 13],
    ['2012-02-29', '2026-02-28', 13],
    ['2012-02-29', '2026-03-01', 14],
    ['2012-06', '2026-06-29', 13],
    ['2012-06', '2026-07-01', 14],
    ['2012', '2026-12-30', 13],
    ['2012', '2026-12-31', 14],
  ])('of somebody born %s is on %s %i', (born, today, years) => expect(ageYears(born, today)).toBe(years));
});
