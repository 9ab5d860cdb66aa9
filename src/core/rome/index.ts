import { Temporal } from 'temporal-polyfill';

/** Terms, validity and meetings run on the days and the wall clock of Rome. */
export const zone = 'Europe/Rome';

/** The calendar date at an instant. */
export const civilDate = (instant: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString();

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

/** The calendar date so many days later. */
export const daysAfter = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString();

/** The instant at which a calendar date begins, in UTC with milliseconds, as the tables have instants. */
export const startOfDay = (date: string): string =>
  Temporal.PlainDate.from(date).toZonedDateTime(zone).toInstant().toString({ smallestUnit: 'millisecond' });

/** The instant, in UTC, at a wall-clock time of a date, so many days later. */
export const instantAt = (date: string, plainTime: string, days = 0): string =>
  Temporal.PlainDate.from(date).add({ days }).toZonedDateTime({ timeZone: zone, plainTime }).toInstant().toString();

/** Negative: `a` is earlier. Offsets may differ. */
export const compareInstants = (a: string, b: string): number =>
  Temporal.Instant.compare(Temporal.Instant.from(a), Temporal.Instant.from(b));

export const minutesBetween = (from: string, to: string): number =>
  Temporal.Instant.from(from).until(Temporal.Instant.from(to)).total('minutes');
