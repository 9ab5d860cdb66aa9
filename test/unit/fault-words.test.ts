import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { IdempotencyKey } from '../../contracts/api/headers.ts';
import { localRef, Meeting, mailAddress } from '../../contracts/canonical/convocation.ts';
import { faultsOf } from '../../contracts/canonical/faults.ts';
import { Subject } from '../../contracts/canonical/subject.ts';
import { date, instant, line, partialDate, prose } from '../../contracts/canonical/text.ts';

const details = (schema: z.ZodType, value: unknown) =>
  faultsOf(schema.safeParse(value).error?.issues ?? [], value).map(({ detail }) => detail);

const onlineUrl = Meeting.shape.online_url;
const phone = Subject.shape.contacts;

describe('a fault of the shape of a text', () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ['http', onlineUrl, 'http://stanza.example.it', 'https://'],
    ['no address', onlineUrl, 'stanza', 'https://'],
    ['an hour without an offset', instant(), '2026-12-10T09:30:00', 'offset such as +01:00 or Z'],
    ['an hour that does not exist', instant(), '2026-12-10T25:30:00Z', 'that exist'],
    ['a day that does not exist', date(), '2026-02-30', 'a day that exists'],
    ['half a birth date', partialDate(), '80', '1980-05-17'],
    ['a line break', line(60), 'Anna\nBianchi', 'without line breaks'],
    ['nothing but blanks', line(60), '  ', 'must say something'],
    ['a control character', prose(60), 'a\u0000b', 'without control characters'],
    ['a key with a blank', IdempotencyKey, 'key with blanks', 'letters, digits and . _ : -'],
    ["a key with a person's number", IdempotencyKey, 'caso-RSSMRA80A41H501Y', 'no tax code'],
    ['a bad e-mail', mailAddress(), 'anna', 'must be an e-mail address'],
    ['an e-mail that needs quoting', mailAddress(), "an'na@comune.example.it", 'alone before its @'],
    ['a label in capitals', localRef(), 'Caso 1', 'small letters, digits and hyphens'],
    ['a phone number in words', phone, { phone: 'chiamare' }, 'digits and spaces'],
  ])('is told once and in words: %s', (_, schema, value, words) => {
    const found = details(schema, value);
    expect(found).toEqual([expect.stringContaining(words)]);
    expect(found.join()).not.toMatch(/[\\^$]|\[a-z0-9]/i);
  });
});
