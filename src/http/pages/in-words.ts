import type { MailLanguage } from '../../../contracts/canonical/convocation-codes.ts';
import { zone as timeZone } from '../../core/rome/index.ts';
import { longDay, textsIn } from '../../mail/index.ts';
import { texts } from './texts/texts.ts';

/** A day in words, as it is in Italy and as the mails say it: `giovedì 10 dicembre 2026`. Takes an RFC 3339 instant or an ISO 8601 date. */
export const dayInWords = (at: string, language: MailLanguage): string =>
  longDay(textsIn(language), at.length === 10 ? `${at}T12:00:00Z` : at);

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
