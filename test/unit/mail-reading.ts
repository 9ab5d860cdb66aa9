import { inflateSync } from 'node:zlib';
import ICAL from 'ical.js';
import { type AddressObject, simpleParser } from 'mailparser';
import type { ComposedMail } from '../../src/ports.ts';

/** A message as programs that are not ours read it. */
export type ReadMail = Awaited<ReturnType<typeof readMail>>;

export async function readMail({ raw }: ComposedMail) {
  const text = ascii(raw);
  const parsed = await simpleParser(Buffer.from(raw));
  const parts = partsOf(text);
  const ofType = (type: string) => parts.find((part) => part.type === type)?.text ?? '';
  return {
    raw: text,
    headers: [...parsed.headers.keys()],
    header: (name: string) => parsed.headerLines.filter(({ key }) => key === name).map(({ line }) => line),
    subject: parsed.subject ?? '',
    from: addresses(parsed.from),
    to: addresses(parsed.to),
    replyTo: addresses(parsed.replyTo),
    messageId: parsed.messageId ?? '',
    date: parsed.date?.toISOString() ?? '',
    inReplyTo: parsed.inReplyTo,
    references: [parsed.references ?? []].flat(),
    html: parsed.html || '',
    plain: parsed.text ?? '',
    types: [...text.matchAll(/^Content-Type: ([^;\r\n]+)/gim)].map((match) => match[1]?.toLowerCase()),
    filenames: parsed.attachments.flatMap(({ filename }) => (filename === undefined ? [] : [filename])),
    calendarHeader: text.replace(/\r\n[ \t]/g, ' ').match(/^Content-Type: text\/calendar.*$/im)?.[0] ?? '',
    calendar: ofType('text/calendar'),
    invite: ofType('application/ics'),
    /** Everything that anybody could read: the head decoded, and each part decoded, one after the other. */
    readable: [
      text.slice(0, text.indexOf('\r\n\r\n')),
      parsed.subject ?? '',
      ...[...addresses(parsed.from), ...addresses(parsed.to)].map(({ name, address }) => `${name} ${address}`),
      ...parts.map((part) => part.text.replace(/\r\n[ \t]/g, '')),
    ].join('\n'),
  };
}

const ascii = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

const addresses = (found: AddressObject | AddressObject[] | undefined) =>
  [found ?? []].flat().flatMap(({ value }) => value.map(({ name, address }) => ({ name, address })));

/** The leaves of a message in order, decoded. Only base64 stands in ours. */
function partsOf(text: string): { type: string; text: string }[] {
  const leaf =
    /^Content-Type: ([^;\r\n]+)(?:[^\r\n]*\r\n)(?:[^\r\n]+\r\n)*?Content-Transfer-Encoding: base64\r\n(?:[^\r\n]+\r\n)*\r\n(?<body>[A-Za-z0-9+/=\r\n]*)/gim;
  return [...text.matchAll(leaf)].map((match) => ({
    type: (match[1] ?? '').toLowerCase(),
    text: new TextDecoder().decode(
      Uint8Array.from(atob((match.groups?.body ?? '').replace(/\s/g, '')), (c) => c.charCodeAt(0)),
    ),
  }));
}

/** A calendar as ical.js reads it: it refuses what is not one. */
export function readCalendar(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents('vevent');
  const event = events[0] ?? new ICAL.Component('vevent');
  const value = (name: string) => String(event.getFirstPropertyValue(name) ?? '');
  const zone = calendar.getFirstSubcomponent('vtimezone');
  return {
    method: String(calendar.getFirstPropertyValue('method') ?? ''),
    calendarProperties: calendar.getAllProperties().map(({ name }) => name),
    events: events.length,
    zones: calendar.getAllSubcomponents('vtimezone').map((one) => String(one.getFirstPropertyValue('tzid'))),
    zone: zone === null ? undefined : new ICAL.Timezone(zone),
    properties: event.getAllProperties().map(({ name }) => name),
    attendees: event.getAllProperties('attendee').map((one) => ({
      address: String(one.getFirstValue()),
      role: one.getParameter('role'),
      status: one.getParameter('partstat'),
      rsvp: one.getParameter('rsvp'),
      name: one.getParameter('cn'),
    })),
    organizer: value('organizer'),
    uid: value('uid'),
    sequence: value('sequence'),
    stamp: value('dtstamp'),
    start: value('dtstart'),
    end: value('dtend'),
    startZone: event.getFirstProperty('dtstart')?.getParameter('tzid'),
    status: value('status'),
    summary: value('summary'),
    description: value('description'),
    location: value('location'),
    conference: value('conference'),
  };
}

/** What a PDF holds, every stream inflated, and the text it shows. */
export function readPdf(bytes: Uint8Array, characterOf: (font: string, glyph: number) => string) {
  const file = ascii(bytes);
  const streams: string[] = [];
  for (const match of file.matchAll(/(?<dict><<[\s\S]*?>>)\s*stream\r?\n/g)) {
    const start = match.index + match[0].length;
    const content = bytes.slice(start, file.indexOf('endstream', start));
    streams.push(/FlateDecode/.test(match.groups?.dict ?? '') ? ascii(inflateSync(content)) : ascii(content));
  }
  const shown = streams
    .flatMap((stream) => stream.split('\n'))
    .filter((line) => line.startsWith('BT '))
    .map((line) =>
      [...line.matchAll(/\/(\w+) [\d.]+ Tf <([0-9A-F]*)> Tj/g)]
        .flatMap(([, font = '', hex = '']) =>
          (hex.match(/.{4}/g) ?? []).map((code) => characterOf(font, Number.parseInt(code, 16))),
        )
        .join(''),
    );
  return { inside: [file, ...streams].join('\n'), text: shown.join('\n'), lines: shown };
}
