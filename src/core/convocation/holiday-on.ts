import { Temporal } from 'temporal-polyfill';
import { fixedHolidays, type HolidayCode, movableHolidays } from '../../../contracts/catalogue/public-holidays.ts';

/** The public holiday that a calendar date is, or null. */
export function holidayOn(date: Temporal.PlainDate): HolidayCode | null {
  const fixed = fixedHolidays.find(
    (h) => h.month === date.month && h.day === date.day && (!('since' in h) || h.since <= date.year),
  );
  if (fixed !== undefined) return fixed.code;
  const days = easterSunday(date.year).until(date).days;
  return movableHolidays.find((h) => h.daysAfterEaster === days)?.code ?? null;
}

/** Easter of the Gregorian calendar: the anonymous algorithm in the form of Meeus (Astronomical Algorithms, chapter 8). */
export function easterSunday(year: number): Temporal.PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const g = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(n / 31), day: (n % 31) + 1 });
}
