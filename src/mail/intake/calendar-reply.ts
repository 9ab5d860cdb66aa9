import type { MailRead } from '../../ports.ts';
import { plainAddress } from './address.ts';
import { type Component, readCalendar, soleLine, textValue } from './calendar.ts';
import { intakeLimits } from './limits.ts';
import { type MailPart, type OpenMail, textOf } from './open-mail.ts';

type Reply = Omit<Extract<MailRead, { kind: 'calendar_reply' }>, 'from' | 'to' | 'message_id' | 'dmarc'>;

const states = [
  'ACCEPTED',
  'DECLINED',
  'TENTATIVE',
  'DELEGATED',
  'NEEDS-ACTION',
] as const satisfies readonly Reply['partstat'][];
const otherComponents = ['VTODO', 'VJOURNAL', 'VFREEBUSY'];

/**
 * The iMIP REPLY that a mail is (RFC 5546 section 3.2.3, RFC 6047), or null. Programs send the calendar inline and again as a file: all
 * calendar parts must say the same. A mail that says two things, or one that we cannot read, says nothing.
 */
export function calendarReply({ parts }: OpenMail): Reply | null {
  const calendars = parts.filter(isCalendar);
  if (calendars.length === 0 || calendars.length > intakeLimits.calendarPartsMax) return null;
  const [reply, ...others] = calendars.map(readReply);
  if (reply === undefined || reply === null) return null;
  return others.every((other) => other !== null && sameReply(reply, other)) ? reply : null;
}

const isCalendar = ({ type, filename }: MailPart) =>
  type === 'text/calendar' || type === 'application/ics' || filename?.toLowerCase().endsWith('.ics') === true;

const sameReply = (one: Reply, other: Reply) =>
  one.uid === other.uid &&
  one.attendee === other.attendee &&
  one.partstat === other.partstat &&
  one.sequence === other.sequence &&
  one.dtstamp === other.dtstamp;

function readReply({ bytes, method }: MailPart): Reply | null {
  if (bytes.byteLength > intakeLimits.calendarBytesMax || (method !== null && method !== 'REPLY')) return null;
  const calendar = readCalendar(textOf(bytes));
  if (calendar === null || soleLine(calendar, 'METHOD')?.value.trim().toUpperCase() !== 'REPLY') return null;
  const [event, ...more] = calendar.components.filter(({ name }) => name === 'VEVENT');
  const others = calendar.components.some(({ name }) => otherComponents.includes(name));
  return event === undefined || more.length > 0 || others ? null : replyOf(event);
}

function replyOf(event: Component): Reply | null {
  const attendee = soleLine(event, 'ATTENDEE');
  const address = plainAddress(/^\s*mailto:(.*)$/i.exec(attendee?.value ?? '')?.[1]?.trim() ?? '');
  const partstat = states.find((state) => state === attendee?.parameters.get('PARTSTAT')?.toUpperCase());
  const uid = textValue(soleLine(event, 'UID')?.value ?? '').trim();
  const sequence = soleLine(event, 'SEQUENCE');
  const dtstamp = soleLine(event, 'DTSTAMP');
  // An answer to one day of a series is not an answer to a meeting of ours: each is convened for itself.
  if (soleLine(event, 'RECURRENCE-ID') !== undefined) return null;
  if (address === null || partstat === undefined || !/^[\x20-\x7e]{1,255}$/.test(uid)) return null;
  if (sequence === null || dtstamp === null) return null;
  const number = sequence && /^\d{1,6}$/.exec(sequence.value.trim())?.[0];
  // A SEQUENCE that cannot be read must not count as none, which would be taken for 0.
  if (sequence !== undefined && number === undefined) return null;
  return {
    kind: 'calendar_reply',
    uid,
    attendee: address,
    partstat,
    // RFC 5545 section 3.8.7.4: the default is 0.
    sequence: number === undefined ? 0 : Number(number),
    dtstamp: instantOf(dtstamp?.value ?? ''),
  };
}

/** DTSTAMP is in UTC (RFC 5545 section 3.8.7.2); as RFC 3339, or null. */
function instantOf(value: string): string | null {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/i.exec(value.trim());
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second] = parts;
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  return Number.isNaN(Date.parse(text)) ? null : text;
}
