import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { proposeMeetings } from '../../contracts/api/convocations.ts';
import { Meeting } from '../../contracts/canonical/convocation.ts';
import { date, instant } from '../../contracts/canonical/text.ts';
import { proposeMeetings as propose } from '../../src/core/convocation/index.ts';
import { compareInstants, dateAt, minutesBetween } from '../../src/core/convocation/rome.ts';

const admits = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;
const rule = (text: string) =>
  instant()
    .safeParse(text)
    .error?.issues.map(({ message }) => message);

describe('an instant', () => {
  it.each([
    '2026-12-10T09:30:00Z',
    '2026-12-10T09:30:00.123456789+01:00',
    '1970-01-01T00:00:00Z',
    '2199-12-31T23:59:59.9-23:59',
  ])('is admitted: %s', (text) => {
    expect(admits(instant(), text)).toBe(true);
  });

  it('is refused with the rule where it is finer than a nanosecond or of another age', () => {
    expect(rule('2026-12-10T09:30:00.1234567890Z')).toEqual(['must have nine digits of a second at most']);
    for (const year of ['0000', '0001', '1969', '2200', '9999'])
      expect(rule(`${year}-12-10T09:30:00Z`)).toEqual(['must be of the years 1970 to 2199']);
    expect(admits(instant(), '2026-12-10T09:30:00')).toBe(false);
    expect(admits(instant(), '2026-12-10T09:30:60Z')).toBe(false);
  });

  it('is the same in a meeting and in a series', () => {
    const ends_at = '2026-12-10T11:00:00Z';
    for (const starts_at of ['2026-12-10T09:30:00.1234567890Z', '0001-12-10T09:30:00Z', '9999-12-10T09:30:00Z']) {
      const meeting = Meeting.safeParse({ starts_at, ends_at, mode: 'in_person' });
      expect(meeting.error?.issues.map(({ path }) => path)).toEqual([['starts_at']]);
      const series = proposeMeetings.body.schema.safeParse({ starts_at, ends_at, rule: 'FREQ=DAILY', count: 1 });
      expect(series.error?.issues.map(({ path }) => path)).toEqual([['starts_at']]);
    }
  });

  it('that is admitted can be reckoned with, in Rome and in series', () => {
    const pad = (digits: number) => (n: number) => String(n).padStart(digits, '0');
    const two = (max: number) => fc.integer({ min: 0, max }).map(pad(2));
    const texts = fc
      .tuple(
        fc.oneof(fc.integer({ min: 0, max: 9999 }), fc.constantFrom(1970, 2026, 2199)).map(pad(4)),
        fc.tuple(two(12), two(31)).map((parts) => parts.join('-')),
        fc.tuple(two(24), two(60)).map((parts) => parts.join(':')),
        fc.constantFrom('', ':00', ':59', ':60'),
        fc.oneof(fc.constant(''), fc.stringMatching(/^\.[0-9]{0,20}$/)),
        fc.oneof(fc.constantFrom('Z', 'z', '', '-00:00', '+24:00'), fc.stringMatching(/^[+-][0-9]{2}:[0-9]{2}$/)),
      )
      .map(([year, day, time, second, part, offset]) => `${year}-${day}T${time}${second}${part}${offset}`);
    fc.assert(
      fc.property(texts, (text) => {
        if (!admits(instant(), text)) return;
        expect(new Date(text).toISOString()).toMatch(/^\d{4}-/);
        expect(dateAt(text)).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(compareInstants(text, text)).toBe(0);
        expect(minutesBetween(text, text)).toBe(0);
        const ends_at = Temporal.Instant.from(text).add({ minutes: 90 }).toString();
        expect(propose('FREQ=WEEKLY', { starts_at: text, ends_at }, 2).refused).toBe(false);
      }),
      { numRuns: 400, seed: 20261126 },
    );
  });
});

describe('a date', () => {
  it.each(['0000-01-01', '0001-01-01', '9999-12-31', '2028-02-29'])(
    'that is admitted can be reckoned with: %s',
    (text) => {
      expect(admits(date(), text)).toBe(true);
      expect(Temporal.PlainDate.from(text).add({ days: 1 }).toString()).not.toBe('');
    },
  );
});
