import { Temporal } from 'temporal-polyfill';

/** Terms and meetings run on the days and the wall clock of Rome. */
export const zone = 'Europe/Rome';

/** The calendar date at an instant. */
export const dateAt = (instant: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString();

/** The instant, in UTC, at a wall-clock time of a date, so many days later. */
export const instantAt = (date: string, plainTime: string, days = 0): string =>
  Temporal.PlainDate.from(date).add({ days }).toZonedDateTime({ timeZone: zone, plainTime }).toInstant().toString();

/** Negative: `a` is earlier. Offsets may differ. */
export const compareInstants = (a: string, b: string): number =>
  Temporal.Instant.compare(Temporal.Instant.from(a), Temporal.Instant.from(b));

export const minutesBetween = (from: string, to: string): number =>
  Temporal.Instant.from(from).until(Temporal.Instant.from(to)).total('minutes');
