import { date as calendarDate } from '../../contracts/canonical/text.ts';
import { civilDate, daysAfter, startOfDay } from '../core/rome/index.ts';
import type { Store, TracingRow } from '../ports.ts';
import { tracingPageRows } from './limits.ts';

const columns = 'date,purpose_id,status,token_id,requests_count\n';

/** A day in Rome, end excluded: 23 or 25 hours long when the clock changes. With milliseconds, as the ledger has instants: they are compared as text. */
export type TracingDay = { readonly date: string; readonly from: string; readonly until: string };

const CalendarDate = calendarDate();

/** Null: there is no such day, or at `now` it has not begun yet in Rome. */
export function tracingDay(date: string, now: string): TracingDay | null {
  if (!CalendarDate.safeParse(date).success || date > civilDate(now)) return null;
  return { date, from: startOfDay(date), until: startOfDay(daysAfter(date, 1)) };
}

/**
 * What PDND's tracing takes for a day: one line for each purpose, status and voucher, with the requests counted from the ledger. Comes in
 * pieces of `tracingPageRows` lines, each ended by LF, the first with the names of the columns.
 */
export async function* tracingCsv(
  tracing: Store['tracing'],
  { date, from, until }: TracingDay,
  pageRows = tracingPageRows,
): AsyncGenerator<string, void, void> {
  let head = columns;
  let after: TracingRow | null = null;
  for (;;) {
    const rows: readonly TracingRow[] = await tracing({ from, until }, after, pageRows);
    yield head + rows.map((row) => lineOf(date, row)).join('');
    head = '';
    after = rows.at(-1) ?? null;
    if (rows.length < pageRows || after === null) return;
  }
}

/**
 * The same as one text, counted by one question to the store: of what is written meanwhile each call is in it or is not, and none is in one
 * line and missing in another. Null: it has more than `linesMax` lines.
 */
export async function tracingText(
  tracing: Store['tracing'],
  { date, from, until }: TracingDay,
  linesMax: number,
): Promise<string | null> {
  const rows = await tracing({ from, until }, null, linesMax + 1);
  return rows.length > linesMax ? null : columns + rows.map((row) => lineOf(date, row)).join('');
}

const lineOf = (date: string, { purpose_id, status, token_id, requests_count }: TracingRow): string =>
  `${[date, purpose_id, status, token_id, requests_count].map(quoted).join()}\n`;

/**
 * Quoted where RFC 4180 section 2 asks for it. A cell that a spreadsheet would run is left as it is: the identifier must be that of the
 * voucher to the letter, and only an issuer that is trusted chooses it.
 */
const quoted = (cell: string | number): string => {
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
