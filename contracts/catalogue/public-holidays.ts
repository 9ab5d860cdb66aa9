/**
 * Public holidays of the Italian State, on which no meeting is proposed. `since`: the first year in which it is one. Data; a local patron saint is
 * not among them. Source: L. 260/1949, L. 54/1977, D.P.R. 792/1985, L. 336/2000, L. 151/2025.
 */
export const fixedHolidays = [
  { month: 1, day: 1, code: 'new_year' },
  { month: 1, day: 6, code: 'epiphany' },
  { month: 4, day: 25, code: 'liberation' },
  { month: 5, day: 1, code: 'labour_day' },
  { month: 6, day: 2, code: 'republic' },
  { month: 8, day: 15, code: 'assumption' },
  { month: 10, day: 4, code: 'saint_francis', since: 2026 },
  { month: 11, day: 1, code: 'all_saints' },
  { month: 12, day: 8, code: 'immaculate_conception' },
  { month: 12, day: 25, code: 'christmas' },
  { month: 12, day: 26, code: 'saint_stephen' },
] as const;

/** Days after Easter Sunday. */
export const movableHolidays = [
  { daysAfterEaster: 0, code: 'easter' },
  { daysAfterEaster: 1, code: 'easter_monday' },
] as const;

export type HolidayCode = (typeof fixedHolidays)[number]['code'] | (typeof movableHolidays)[number]['code'];
