import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

const zone = 'Europe/Rome';
const Instant = z.iso.datetime({ offset: true }).max(40);
const LocalTime = z.iso.datetime({ local: true }).max(40);
const Day = z.iso.date();

/** Temporal counts nanoseconds; FHIR allows any number of digits. */
const trimmed = (text: string) => text.replace(/(\.\d{9})\d+/, '$1');

/** The calendar day of a FHIR dateTime as people in Italy count it; undefined where it names no day. */
export function dayOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (Day.safeParse(text).success) return text;
  if (Instant.safeParse(text).success) {
    return Temporal.Instant.from(trimmed(text)).toZonedDateTimeISO(zone).toPlainDate().toString();
  }
  return LocalTime.safeParse(text).success ? text.slice(0, 10) : undefined;
}

/** An instant with its offset. FHIR demands one; where it is missing, Italian time is meant. */
export function instantOf(
  text: string | undefined,
): { readonly instant: string; readonly assumed: boolean } | undefined {
  if (text === undefined) return undefined;
  if (Instant.safeParse(text).success) return { instant: text, assumed: false };
  if (!LocalTime.safeParse(text).success) return undefined;
  const local = Temporal.PlainDateTime.from(trimmed(text)).toZonedDateTime(zone);
  return { instant: local.toString({ timeZoneName: 'never' }), assumed: true };
}
