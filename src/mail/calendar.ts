import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventClass,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { zone as timezone } from '../core/rome/index.ts';
import type { ConvocationMail } from '../ports.ts';
import { checkAddress, checkUid, cleanLine, displayName } from './clean.ts';
import { caseName, caseNames } from './content/case-names.ts';
import { fullName, linkOf, placeOf } from './content/meeting.ts';
import { fold, unfold } from './fold.ts';
import { type Texts, textsIn } from './texts/index.ts';
import { romeTimezone } from './vtimezone.ts';

/**
 * The meeting as one recipient's calendar gets it (RFC 5545, RFC 5546): one event, one attendee, so that no two recipients can be linked by it.
 * Title and text hold initials and case numbers only; calendars are shared with colleagues and shown on screens, hence also CLASS:PRIVATE.
 */
export function calendarOf(mail: ConvocationMail, method: 'REQUEST' | 'CANCEL'): string {
  const texts = textsIn(mail.language);
  const { meeting } = mail;
  const link = linkOf(meeting);
  const place = placeOf(meeting) ?? link;
  const calendar = ical({
    prodId: { company: 'Raccordo', product: 'Convocazioni', language: mail.language },
    method: ICalCalendarMethod[method],
    scale: 'GREGORIAN',
    timezone: { name: timezone, generator: () => romeTimezone },
  });
  const event = calendar.createEvent({
    id: checkUid(mail.uid),
    sequence: mail.sequence,
    timezone,
    start: Temporal.Instant.from(meeting.starts_at).toZonedDateTimeISO(timezone),
    end: Temporal.Instant.from(meeting.ends_at).toZonedDateTimeISO(timezone),
    summary: titleOf(mail, texts),
    description: { plain: descriptionOf(mail, texts) },
    location: place ?? null,
    url: link ?? null,
    status: method === 'CANCEL' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: method === 'CANCEL' ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    class: ICalEventClass.PRIVATE,
    organizer: { name: displayName(mail.sender_name) || mail.reply_address, email: checkAddress(mail.reply_address) },
  });
  event.createAttendee({
    email: checkAddress(mail.to.email),
    name: displayName(fullName(mail.to)),
    role: mail.required ? ICalAttendeeRole.REQ : ICalAttendeeRole.OPT,
    status: ICalAttendeeStatus.NEEDSACTION,
    rsvp: true,
  });
  return finish(calendar.toString(), mail.at, link, texts);
}

const titleOf = ({ cases }: ConvocationMail, texts: Texts): string =>
  [texts.calendarTitle, caseNames(cases, texts)].filter((part) => part !== '').join(`${texts.colon} `);

function descriptionOf({ cases, organizer, links }: ConvocationMail, texts: Texts): string {
  const { labels } = texts;
  const lines = [
    ...cases.map((one) => `${labels.case} ${caseName(one)}`),
    `${labels.organizer}${texts.colon} ${cleanLine(organizer.name)}`,
    // The answer link is a key: a shared calendar must not hold it.
    ...(links.answer === undefined ? [] : [texts.calendarHint]),
  ];
  return lines.join('\n');
}

/**
 * What the generator leaves to do: it writes DTSTAMP in the time of the machine where the event has a zone (RFC 5545, section 3.8.7.2, asks for
 * UTC), the zone also as TIMEZONE-ID, which is no property of RFC 5545, MAILTO in capitals, no CONFERENCE (RFC 7986, section 5.11) and no
 * last line break.
 */
function finish(text: string, at: string, link: string | undefined, texts: Texts): string {
  const lines = unfold(text)
    .filter((line) => !/^(TIMEZONE-ID|X-WR-TIMEZONE):/.test(line))
    .map((line) => (line.startsWith('DTSTAMP:') ? `DTSTAMP:${utc(at)}` : line))
    .map((line) => line.replace(/^((?:ATTENDEE|ORGANIZER);.*"):MAILTO:/, '$1:mailto:'))
    .flatMap((line) =>
      line === 'END:VEVENT' && link !== undefined
        ? [`CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=${texts.labels.link}:${link}`, line]
        : [line],
    );
  return `${lines.map(fold).join('\r\n')}\r\n`;
}

const utc = (instant: string): string => new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');
