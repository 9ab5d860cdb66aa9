import type { MailLanguage } from '../../../contracts/canonical/convocation-codes.ts';
import { wordsIn } from '../../../contracts/catalogue/words.ts';
import { zone as timeZone } from '../../core/rome/index.ts';
import { texts } from './texts/texts.ts';

// British English writes the day before the month, as the other languages do.
const localeOf = (language: MailLanguage) => (language === 'en' ? 'en-GB' : language);

/** A day in words, as it is in Italy: `giovedì 10 dicembre 2026`. Takes an RFC 3339 instant or an ISO 8601 date. */
export function dayInWords(at: string, language: MailLanguage): string {
  const format = new Intl.DateTimeFormat(localeOf(language), {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  return format
    .formatToParts(new Date(at.length === 10 ? `${at}T12:00:00Z` : at))
    .map(({ type, value }) =>
      type === 'day' && /^1\b/.test(value) ? value.replace(/^1/, wordsIn(language).firstDay) : value,
    )
    .join('');
}

/** The time of an instant as it is in Italy: `9:30`. */
export function clockInWords(instant: string, language: MailLanguage): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const part = (name: string) => parts.find(({ type }) => type === name)?.value ?? '';
  return texts[language].clock(Number(part('hour')), part('minute'));
}
