/** Days as a reader of each language writes them. Every runtime must know them. */
export const daysInWords = [
  ['it', '2026-12-10T09:30:00+01:00', 'giovedì 10 dicembre 2026'],
  ['it', '2026-12-01', 'martedì 1º dicembre 2026'],
  ['de', '2026-12-01', 'Dienstag, 1. Dezember 2026'],
  ['fr', '2026-12-01', 'mardi 1er décembre 2026'],
  ['fr', '2026-12-11', 'vendredi 11 décembre 2026'],
  ['sl', '2026-12-10', 'četrtek, 10. december 2026'],
  ['en', '2026-12-10', 'Thursday, 10 December 2026'],
  ['it', '2026-12-10T23:30:00Z', 'venerdì 11 dicembre 2026'],
] as const;
