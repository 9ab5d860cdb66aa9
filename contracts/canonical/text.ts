import { z } from 'zod';

// Control characters and bidirectional overrides (Unicode TR 36, section 2.5) can hide or forge what a reader sees.
// White space alone says nothing. No regular expression flags: OpenAPI patterns have none.
const singleLine = /^(?!\s+$)[^\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*$/;
const manyLines = /^(?!\s+$)[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*$/;
const turning = 'no marks that turn the direction of writing';
const singleLineRule = `must say something on one line: no line breaks, no control characters, ${turning}`;
const manyLinesRule = `must say something: no control characters but tabs and line breaks, ${turning}`;
const wellFormed = (text: string) => text.isWellFormed();

/** One line of text, `charactersMax` characters at most, without control characters, that says something. */
export const line = (charactersMax: number) =>
  z.string().min(1).max(charactersMax).regex(singleLine, singleLineRule).refine(wellFormed, 'holds a lone surrogate');

/** Text with line breaks, `charactersMax` characters at most, that says something. */
export const prose = (charactersMax: number) =>
  z.string().min(1).max(charactersMax).regex(manyLines, manyLinesRule).refine(wellFormed, 'holds a lone surrogate');

const instantRule =
  'must be a day and an hour that exist, to the second, with an offset such as +01:00 or Z: 2026-12-10T09:30:00+01:00';
const dateRule = 'must be a day that exists, as 2026-12-10';

/** RFC 3339 instant with offset. */
export const instant = () => z.iso.datetime({ offset: true, error: instantRule }).max(40);

/** ISO 8601 calendar date. */
export const date = () => z.iso.date(dateRule).max(10);

const fullDate = z.iso.date();

/** Year, year and month, or full date: real people have partial birth dates (ANPR: senzaGiorno, senzaGiornoMese). */
export const partialDate = () =>
  z
    .string()
    .max(10)
    .regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, {
      abort: true,
      error: 'must be a year, a month or a day, as 1980, 1980-05 or 1980-05-17',
    })
    .refine((text) => text.length < 10 || fullDate.safeParse(text).success, 'is a day that the month does not have');
