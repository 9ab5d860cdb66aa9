import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { partialOf } from '../../contracts/api/partial-of.ts';
import { classed, type DataClass, dataClasses } from '../../contracts/canonical/data-class.ts';
import { ReferralProgress, ReferralRequest } from '../../contracts/canonical/referral.ts';
import { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import { discloser } from '../../src/policy/index.ts';
import { events, fullMessage } from '../conformance/adapter-message.ts';

const permitted = fc
  .subarray([...dataClasses])
  .map((classes): ReadonlySet<DataClass> => new Set<DataClass>([...classes, 'public']));
const request = ReferralRequest.parse(fullMessage().request);

describe('what is left after the gate', () => {
  it('of a request follows the partial schema, whatever is permitted', () => {
    const cut = discloser<ReferralRequest>(ReferralRequest, 'ReferralRequest');
    fc.assert(
      fc.property(permitted, (classes) => {
        expect(partialOf(ReferralRequest).safeParse(cut(request, classes).value).error).toBeUndefined();
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it.each(Object.entries(events))('of %s follows the partial schema, whatever is permitted', (_type, event) => {
    const cut = discloser<ReferralEventRequest>(ReferralEventRequest, 'ReferralEventRequest');
    fc.assert(
      fc.property(permitted, (classes) => {
        expect(partialOf(ReferralEventRequest).safeParse(cut(event, classes).value).error).toBeUndefined();
      }),
      { seed: 1, numRuns: 20 },
    );
  });
});

describe('a partial schema', () => {
  it('lets every member be missing, at every depth', () => {
    const part = partialOf(ReferralRequest);
    expect(part.safeParse({}).success).toBe(true);
    expect(part.safeParse({ subject: {}, case: { case_manager: {} }, needs: [{ domain: 'housing' }] }).success).toBe(
      true,
    );
    expect(partialOf(ReferralProgress).safeParse({ exemption: {} }).success).toBe(true);
  });

  it('lets nothing be added or changed', () => {
    const part = partialOf(ReferralRequest);
    expect(part.safeParse({ colour: 'red' }).success).toBe(false);
    expect(part.safeParse({ subject: { colour: 'red' } }).success).toBe(false);
    expect(part.safeParse({ subject: { tax_code: 'short' } }).success).toBe(false);
    expect(part.safeParse({ needs: Array.from({ length: 21 }, () => ({ domain: 'housing' })) }).success).toBe(false);
    expect(partialOf(ReferralEventRequest).safeParse({ type: 'unheard_of' }).success).toBe(false);
  });

  it('is one and the same for the same schema', () => {
    expect(partialOf(ReferralRequest)).toBe(partialOf(ReferralRequest));
  });

  it('is not made of a field without a class', () => {
    expect(() => partialOf(z.strictObject({ a: classed('public', z.string()), b: z.string() }))).toThrow('data class');
  });
});
