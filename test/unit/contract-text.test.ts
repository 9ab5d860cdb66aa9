import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { proposeMeetings } from '../../contracts/api/convocations.ts';
import { Meeting, mailAddress } from '../../contracts/canonical/convocation.ts';
import { date, instant, line, name, prose } from '../../contracts/canonical/text.ts';
import { proposeMeetings as propose } from '../../src/core/convocation/index.ts';
import { civilDate, compareInstants, minutesBetween } from '../../src/core/rome/index.ts';

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
        expect(civilDate(text)).toMatch(/^\d{4}-\d{2}-\d{2}$/);
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

describe('a text', () => {
  const unseen = [
    '\u200b\u200b',
    'a\u200e',
    '\u202eb',
    'a\u2028b',
    'a\u2029b',
    'a\u2066',
    '\ufeffa',
    'a\u061c',
    '\u0007',
  ];

  it.each(unseen)('is refused where it holds what is not seen: %j', (text) => {
    for (const schema of [line(60), prose(60), name(60)]) {
      const messages = schema.safeParse(text).error?.issues.map(({ message }) => message);
      expect(messages).toHaveLength(1);
      expect(messages?.[0]).toMatch(/^must say something, without control characters and signs that are not seen/);
    }
  });

  it('may be in any script, with what joins its letters', () => {
    for (const text of ["Niccolò D'Àvila", 'Žužek', '李', 'محمد', 'می\u200cخواهم', 'क्\u200dष', 'sala 3 \u{1f600}']) {
      for (const schema of [line(60), prose(60), name(60)]) expect(admits(schema, text)).toBe(true);
    }
    expect(admits(prose(60), 'una\r\ndue\ttre')).toBe(true);
  });

  it('that names somebody or a place has a letter or a digit', () => {
    for (const text of ['@@@', '-', '\u200c', '…', ' . ']) {
      expect(
        name(60)
          .safeParse(text)
          .error?.issues.map(({ message }) => message),
      ).toEqual(['must have a letter or a digit']);
    }
    const place = Meeting.shape.place.unwrap();
    expect(admits(place, { name: '@@@' })).toBe(false);
    expect(admits(place, { name: 'Sala 1', address: '–' })).toBe(false);
  });
});

describe('an e-mail address', () => {
  it('has 64 characters at most before the @', () => {
    expect(admits(mailAddress(), `${'a'.repeat(64)}@comune.example.it`)).toBe(true);
    expect(admits(mailAddress(), `${'a'.repeat(65)}@comune.example.it`)).toBe(false);
  });
});
