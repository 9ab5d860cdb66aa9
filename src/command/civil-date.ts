import { Temporal } from 'temporal-polyfill';

const zone = 'Europe/Rome';

/** The calendar date in Europe/Rome at an instant: terms and validity run on local days. */
export const civilDate = (instant: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString();

/** The calendar date so many days later. */
export const daysAfter = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString();

/** The instant at which a calendar date begins in Europe/Rome. */
export const startOfDay = (date: string): string =>
  Temporal.PlainDate.from(date).toZonedDateTime(zone).toInstant().toString({ smallestUnit: 'millisecond' });

/** `civilDate` for every exchange: zone arithmetic once an hour. */
export function civilDates(): (instant: string) => string {
  let hour = '';
  let date = '';
  return (instant) => {
    // Rome's offset is whole hours, so the date cannot change within an hour of UTC.
    const asked = instant.slice(0, 13);
    if (asked !== hour || !instant.endsWith('Z')) {
      date = civilDate(instant);
      hour = asked;
    }
    return date;
  };
}
