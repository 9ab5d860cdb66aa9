import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { HolidayCode } from '../../../contracts/catalogue/public-holidays.ts';
import { zone } from '../rome/index.ts';
import { holidayOn } from './holiday-on.ts';
import { type Recurrence, type RuleFault, readRule } from './read-rule.ts';

/** A year of weekly meetings. */
export const proposalsMax = 52;
/** No proposal lies further ahead than so many years: agreements end, and people move. */
const horizonYears = 3;
/** Bounds of the library's own search, so that a rule which never or hardly ever fits ends soon. */
const periodsMax = 5_000;
const candidatesMax = 20_000;

export type Proposals =
  | {
      readonly refused: false;
      /** RFC 3339 with the offset of Rome on that day; each at the wall-clock hours of the first meeting. */
      readonly meetings: readonly { readonly starts_at: string; readonly ends_at: string }[];
      /** Dates of the rule on which nobody works. They count towards COUNT, as RFC 5545 has it for every occurrence. */
      readonly skipped: readonly { readonly date: string; readonly holiday: HolidayCode }[];
    }
  | ({ readonly refused: true } & RuleFault);

/**
 * The meetings that follow a first one by a recurrence rule (RFC 5545 section 3.3.10) in Europe/Rome; each is then convened on its own.
 * `meetingsMax` and `proposalsMax` bound their number. Faults: malformed; unsupported, a part that meetings do not need, or a rule whose search
 * is too long; no_meeting, a rule that gives none.
 */
export function proposeMeetings(
  rule: string,
  first: { readonly starts_at: string; readonly ends_at: string },
  meetingsMax: number = proposalsMax,
): Proposals {
  const recurrence = readRule(rule);
  if ('fault' in recurrence) return { refused: true, ...recurrence };
  const start = Temporal.Instant.from(first.starts_at).toZonedDateTimeISO(zone);
  const end = Temporal.Instant.from(first.ends_at).toZonedDateTimeISO(zone);
  const dates = occurrences(recurrence, start, Math.min(meetingsMax, proposalsMax));
  if (dates === null) return { refused: true, ...tooRare };
  const held = dates.filter((date) => holidayOn(date) === null);
  if (held.length === 0) return { refused: true, fault: 'no_meeting', detail: whyNone(recurrence, dates) };
  const nights = start.toPlainDate().until(end.toPlainDate()).days;
  return {
    refused: false,
    meetings: held.map((date) => ({
      starts_at: at(date, start.toPlainTime()),
      ends_at: at(date.add({ days: nights }), end.toPlainTime()),
    })),
    skipped: dates.flatMap((date) => {
      const holiday = holidayOn(date);
      return holiday === null ? [] : [{ date: date.toString(), holiday }];
    }),
  };
}

const tooRare: RuleFault = {
  fault: 'unsupported',
  detail: 'falls on too few days to be searched: write it with fewer parts',
};

/** Why no day is left: `dates` are those of the rule after the first meeting, holidays all of them. */
function whyNone({ occurrencesMax, until }: Recurrence, dates: readonly Temporal.PlainDate[]): string {
  if (dates.length > 0) return 'falls on public holidays only: choose other days, or a later end';
  if (until !== null) return 'ends by its UNTIL before it falls on a day after starts_at: choose a later one';
  if (occurrencesMax === 1)
    return 'has a COUNT that counts the first meeting and leaves none after it: give 2 at least';
  return `falls on no day after starts_at within ${horizonYears} years: choose other days`;
}

/** Dates after the first meeting's until `meetingsMax` of them are no holidays; null where the search is too long. */
function occurrences(
  { rule, occurrencesMax, until }: Recurrence,
  start: Temporal.ZonedDateTime,
  meetingsMax: number,
): readonly Temporal.PlainDate[] | null {
  const horizon = start.add({ years: horizonYears });
  const end = until !== null && Temporal.ZonedDateTime.compare(until, horizon) < 0 ? until : horizon;
  const dates: Temporal.PlainDate[] = [];
  let met = 0;
  const take = (occurrence: Temporal.ZonedDateTime, index: number): boolean => {
    if (occurrencesMax !== null && index >= occurrencesMax) return false;
    if (met >= meetingsMax) return false;
    const date = occurrence.toPlainDate();
    if (Temporal.PlainDate.compare(date, start.toPlainDate()) > 0) {
      dates.push(date);
      met += holidayOn(date) === null ? 1 : 0;
    }
    return true;
  };
  try {
    const bounds = { maxIterations: periodsMax, maxCandidateEvaluations: candidatesMax };
    new RRuleTemporal({ rruleString: rule, dtstart: start, until: end, temporal: Temporal, ...bounds }).all(take);
    return dates;
  } catch (failure) {
    // The library knows no other failure of a rule that was read than that it gives up.
    if (failure instanceof Error) return null;
    throw failure;
  }
}

const at = (date: Temporal.PlainDate, plainTime: Temporal.PlainTime): string =>
  date.toZonedDateTime({ timeZone: zone, plainTime }).toString({ timeZoneName: 'never', smallestUnit: 'second' });
