import type { Meeting } from '../../../contracts/canonical/convocation.ts';
import { zone as timeZone } from '../../core/rome/index.ts';
import type { Texts } from './shape.ts';

type Formats = {
  readonly long: Intl.DateTimeFormat;
  readonly short: Intl.DateTimeFormat;
  readonly clock: Intl.DateTimeFormat;
};
const made = new Map<string, Formats>();

// Making a format costs more than composing a whole mail, so each language makes its own once.
function formatsOf(locale: string): Formats {
  const known = made.get(locale);
  if (known !== undefined) return known;
  const day = { day: 'numeric', month: 'long', year: 'numeric', timeZone } as const;
  const formats = {
    long: new Intl.DateTimeFormat(locale, { weekday: 'long', ...day }),
    short: new Intl.DateTimeFormat(locale, day),
    clock: new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }),
  };
  made.set(locale, formats);
  return formats;
}

/** `giovedì 10 dicembre 2026`, in the zone of the meeting. */
export const longDay = (texts: Texts, instant: string): string =>
  withFirstDay(texts, formatsOf(texts.locale).long.format(new Date(instant)));

/** `10 dicembre 2026`. */
export const shortDay = (texts: Texts, instant: string): string =>
  withFirstDay(texts, formatsOf(texts.locale).short.format(new Date(instant)));

const withFirstDay = ({ words }: Texts, day: string): string => day.replace(/\b1(?= )/, words.firstDay);

/** A calendar date, which has no zone: noon in UTC is the same day in Rome. */
export const dateInWords = (texts: Texts, date: string): string => shortDay(texts, `${date}T12:00:00Z`);

/** A birth date may be a year, or a year and a month only; then it stays as it is written. */
export const partialDateInWords = (texts: Texts, date: string): string =>
  date.length === 10 ? dateInWords(texts, date) : date.split('-').reverse().join('/');

/** `giovedì 10 dicembre 2026, ore 9:30–11:00`; with two days where the meeting ends on another. */
export function meetingTime(texts: Texts, { starts_at, ends_at }: Pick<Meeting, 'starts_at' | 'ends_at'>): string {
  const [first, last] = [longDay(texts, starts_at), longDay(texts, ends_at)];
  const [from, to] = [clock(texts, starts_at), clock(texts, ends_at)];
  return `${first}, ${texts.fromTo(from, to, first === last ? '' : ` (${last})`)}`;
}

function clock(texts: Texts, instant: string): string {
  const [hour = '', minute = ''] = formatsOf(texts.locale).clock.format(new Date(instant)).split(':');
  return texts.clock(Number(hour), minute);
}
