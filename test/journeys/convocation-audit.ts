import { expect } from 'vitest';
import type { World } from '../world/start-world.ts';
import { type Reading, readings } from './convocation-mails.ts';
import { at } from './convocation-scene.ts';

/** What must hold of every message whatever happened, as independent parsers find it. */
export async function auditMails(world: World): Promise<void> {
  const mails = await readings(world.postbox.posted);
  const addresses = [...new Set(mails.map(({ to }) => to))];
  for (const mail of mails) {
    auditMessage(mail);
    const others = addresses.filter((each) => each !== mail.to && each !== at.organizer);
    expect(others.filter((each) => mail.readable.includes(each))).toEqual([]);
  }
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(mails.length);
  auditLines(mails);
  auditLinking(mails);
}

function auditMessage(mail: Reading): void {
  const { mail: sent, headers } = mail;
  expect(mail.header('to')).toHaveLength(1);
  expect(mail.raw).not.toMatch(/(?<!\r)\n/);
  expect(headers).not.toContain('cc');
  expect(headers).not.toContain('bcc');
  expect(mail.header('auto-submitted')).toEqual(['Auto-Submitted: auto-generated']);
  expect(mail.messageId).toBe(`<${sent.message_id}>`);
  const isNotice = mail.channel === 'pec';
  const [outer, ...parts] = mail.types;
  const documents = parts.filter((type) => type === 'application/pdf');
  const leaves = parts.filter((type) => !type?.startsWith('multipart/') && type !== 'application/pdf');
  expect(outer).toBe(leaves.length > 2 || documents.length > 0 ? 'multipart/mixed' : 'multipart/alternative');
  if (mail.event === null) expect(leaves).toEqual(['text/plain', 'text/html']);
  else {
    expect(isNotice).toBe(false);
    expect(leaves).toEqual(['text/plain', 'text/html', 'text/calendar', 'application/ics']);
    auditCalendar(mail, mail.event);
  }
}

function auditCalendar({ calendar, calendarHeader, invite, from, to }: Reading, event: NonNullable<Reading['event']>) {
  expect(['REQUEST', 'CANCEL']).toContain(event.method);
  expect(calendarHeader).toContain(`method=${event.method}`);
  expect(calendarHeader.toLowerCase()).toContain('charset=utf-8');
  expect(invite).toBe(calendar);
  expect(event.events).toBe(1);
  expect(event.zones).toEqual(['Europe/Rome']);
  expect(event.startZone).toBe('Europe/Rome');
  expect(event.properties).not.toContain('method');
  expect(event.attendees.map(({ address }) => address)).toEqual([`mailto:${to}`]);
  expect(event.organizer).toBe(`mailto:${from[0]?.address}`);
  expect(event.status).toBe(event.method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED');
  const encoder = new TextEncoder();
  expect(calendar.endsWith('\r\n')).toBe(true);
  for (const line of calendar.split('\r\n')) {
    expect(line).not.toMatch(/[\r\n]/);
    expect(encoder.encode(line).length).toBeLessThanOrEqual(75);
  }
}

/** RFC 5546 section 2.1.4: SEQUENCE rises with time, place and mode, and with a cancellation; with nothing else. */
function auditLines(mails: readonly Reading[]): void {
  const byUid = Map.groupBy(
    mails.flatMap((mail) => (mail.event === null ? [] : [{ ...mail.event, from: mail.from[0]?.address, to: mail.to }])),
    ({ uid }) => uid,
  );
  for (const events of byUid.values()) {
    expect(new Set(events.map(({ from, to }) => `${from} ${to}`)).size).toBe(1);
    for (const [index, now] of events.entries()) {
      const before = events[index - 1];
      if (before === undefined) continue;
      const meetingOf = ({ start, end, location, conference }: typeof now) =>
        [start, end, location, conference].join('|');
      const isMaterial = now.method === 'CANCEL' || meetingOf(now) !== meetingOf(before);
      expect(Number(now.sequence) - Number(before.sequence) > 0).toBe(isMaterial);
      expect(Number(now.sequence)).toBeGreaterThanOrEqual(Number(before.sequence));
    }
  }
  const organizers = [...byUid.values()].map(([first]) => first?.from);
  expect(new Set(organizers).size).toBe(byUid.size);
}

const identifier = /[A-Za-z0-9_-]*\d[A-Za-z0-9_-]{14,}/g;
/** Of the deployment, the network or the day, so the same for everybody. */
const isCommon = (word: string) => /raccordo|borgoverde|^\d{8}T\d{6}Z?$/i.test(word);

/** Nothing that stands for a meeting, a delivery or a line is in the mails of two people. */
function auditLinking(mails: readonly Reading[]): void {
  const seen = new Map<string, string>();
  for (const mail of mails) {
    const head = mail.raw
      .slice(0, mail.raw.indexOf('\r\n\r\n'))
      .replace(/boundary="[^"]*"|=\?[^?]+\?[BQ]\?[^?]*\?=/g, '');
    const words = [head, mail.calendar.replaceAll('\r\n ', ''), mail.plain, mail.returnPath].join('\n');
    for (const word of words.match(identifier) ?? []) {
      if (isCommon(word)) continue;
      const owner = seen.get(word);
      expect(owner === undefined || owner === mail.to || isSamePerson(owner, mail.to), `${word} links two people`).toBe(
        true,
      );
      seen.set(word, mail.to);
    }
  }
}

/** The notice by certified mail and the invitation are of one person. */
const isSamePerson = (one: string, other: string) =>
  [one, other].every((each) => each === at.maja || each === at.majaPec);
