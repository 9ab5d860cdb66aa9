import { z } from 'zod';

// Control characters, separators of lines, and signs that are not seen and can hide or forge what a reader sees (Unicode TR 36, section 2.5).
// Those that join letters (U+200C, U+200D, soft hyphen) belong to how some languages are written. White space alone says nothing.
// No regular expression flags: OpenAPI patterns have none.
const singleLine = /^(?!\s+$)[^\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]*$/;
const manyLines =
  /^(?!\s+$)[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]*$/;
const wellFormed = (text: string) => text.isWellFormed();
const visible =
  'must say something, without control characters and signs that are not seen (U+200B, U+202E and their like)';

/** One line of text, `charactersMax` characters at most, without control characters or signs that are not seen, that says something. */
export const line = (charactersMax: number) =>
  z
    .string()
    .min(1)
    .max(charactersMax)
    .regex(singleLine, { error: `${visible}, and without line breaks`, abort: true })
    .refine(wellFormed, 'holds a lone surrogate');

/** Text with line breaks, `charactersMax` characters at most, that says something. */
export const prose = (charactersMax: number) =>
  z
    .string()
    .min(1)
    .max(charactersMax)
    .regex(manyLines, { error: visible, abort: true })
    .refine(wellFormed, 'holds a lone surrogate');

const readable = /[\p{L}\p{N}]/u;

/** What people or places are called by, on one line: it has a letter or a digit. */
export const name = (charactersMax: number) =>
  line(charactersMax).refine((text) => readable.test(text), 'must have a letter or a digit');

// RFC 3986, without what is no ASCII, a quote, a bracket or somebody's name before the host: such an address can be written into every mail as it is.
const webAddressShape =
  /^https:\/\/[A-Za-z0-9]+((\.|-+)[A-Za-z0-9]+)*(:[0-9]{1,5})?([/?#]([A-Za-z0-9._~:/?#@!$&()*+,;=-]|%[0-9A-Fa-f]{2})*)?$/;
export const webAddressCharactersMax = 500;

const webAddressRule =
  'must be an https:// address without user or password: write a host with accents in its xn-- form, and blanks, quotes and other signs percent-encoded (%20)';

/** Whether a text is an address that can be written into a mail, a page and a calendar as it is. */
export const isWebAddress = (text: string): boolean =>
  text.length <= webAddressCharactersMax && webAddressShape.test(text) && URL.canParse(text);

/** An address of the web that people open: https, a host in ASCII (RFC 5891), everything else percent-encoded (RFC 3986), no user or password. */
export const webAddress = () =>
  z
    .string()
    .max(webAddressCharactersMax, { abort: true })
    .regex(webAddressShape, { error: webAddressRule, abort: true })
    .refine(isWebAddress, webAddressRule)
    .meta({ format: 'uri' });

const instantRule =
  'must be a day and an hour that exist, to the second, with an offset such as +01:00 or Z: 2026-12-10T09:30:00+01:00';
const dateRule = 'must be a day that exists, as 2026-12-10';

// Temporal counts nanoseconds, and a year beyond these is a mistake that an offset may push out of what a calendar can write.
const fine = /^[^.]*(\.[0-9]{1,9}([^0-9].*)?)?$/;
const yearMin = 1970;
const yearMax = 2199;
const isOfOurTime = (text: string) => Number(text.slice(0, 4)) >= yearMin && Number(text.slice(0, 4)) <= yearMax;

/** RFC 3339 instant with offset, to the nanosecond, of the years 1970 to 2199. */
export const instant = () =>
  z.iso
    .datetime({ offset: true, abort: true, error: instantRule })
    .max(40)
    .refine((text) => fine.test(text), 'must have nine digits of a second at most')
    .refine(isOfOurTime, `must be of the years ${yearMin} to ${yearMax}`);

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
