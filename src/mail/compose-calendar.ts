import type { ConvocationMail, Disclosed } from '../ports.ts';
import { calendarOf } from './calendar.ts';
import { calendarMethod } from './content/kinds.ts';

/** The calendar object of a mail by itself, for a body whose system keeps calendars. Throws for a kind that has none. */
export function composeCalendar(mail: Disclosed<ConvocationMail>): string {
  const method = calendarMethod(mail);
  if (method === undefined) throw new Error(`mail: no calendar in a ${mail.kind}`);
  return calendarOf(mail, method);
}
