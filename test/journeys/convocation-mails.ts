import { certificate, bounce as notification, ourPec, receipt as receiptOf } from '../unit/mail-intake-fixtures.ts';
import { readCalendar, readMail } from '../unit/mail-reading.ts';
import type { Posted } from '../world/postbox.ts';
import type { World } from '../world/start-world.ts';
import { at } from './convocation-scene.ts';

export type Reading = Awaited<ReturnType<typeof readings>>[number];

/** Every message that left, in order, as programs that are not ours read it. */
export const readings = (posted: readonly Posted[]) =>
  Promise.all(
    posted.map(async ({ mail, channel }) => {
      const read = await readMail(mail);
      return {
        ...read,
        mail,
        channel,
        to: mail.envelope.to,
        returnPath: mail.envelope.from,
        event: read.calendar === '' ? null : readCalendar(read.calendar),
      };
    }),
  );

export async function latestTo(world: World, address: string, withCalendar = false): Promise<Reading> {
  const found = (await readings(world.postbox.posted)).findLast(
    ({ to, event }) => to === address && (!withCalendar || event !== null),
  );
  if (found === undefined) throw new Error(`no mail went to ${address}`);
  return found;
}

type Reply = {
  readonly partstat?: string;
  readonly from?: string;
  readonly attendee?: string;
  readonly rcpt?: string;
  readonly uid?: string;
  readonly sequence?: string | null;
  readonly stamp?: string;
};

const encoder = new TextEncoder();
const lines = (...all: readonly (string | readonly string[])[]) => encoder.encode(all.flat().join('\r\n'));
const stampOf = (instant: string) => instant.replace(/[-:]|\.\d+/g, '');

/** What a calendar program answers to the latest invitation that went to an address (RFC 6047); what is given replaces a part of it. */
export async function replyTo(world: World, to: string, given: Reply = {}) {
  const { event, from } = await latestTo(world, to, true);
  if (event === null) throw new Error('it has a calendar');
  const rcpt = given.rcpt ?? from[0]?.address ?? '';
  const { sequence = event.sequence, partstat = 'ACCEPTED', stamp = stampOf(world.clock.now()) } = given;
  const raw = lines(
    `From: ${given.from ?? to}`,
    `To: <${rcpt}>`,
    'Subject: Risposta: Convocazione',
    'Date: Fri, 20 Nov 2026 10:00:00 +0100',
    'Message-ID: <reply-1@provider.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary=alt',
    '',
    '--alt',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Ha risposto.',
    '--alt',
    'Content-Type: text/calendar; charset=utf-8; method=REPLY',
    '',
    'BEGIN:VCALENDAR',
    'PRODID:-//Provider//Calendar//EN',
    'VERSION:2.0',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    `UID:${given.uid ?? event.uid}`,
    `DTSTAMP:${stamp}`,
    `ORGANIZER:mailto:${rcpt}`,
    `ATTENDEE;PARTSTAT=${partstat}:mailto:${given.attendee ?? to}`,
    sequence === null ? [] : [`SEQUENCE:${sequence}`],
    'END:VEVENT',
    'END:VCALENDAR',
    '--alt--',
    '',
  );
  return { raw, rcpt };
}

export async function answerByMail(world: World, to: string, given: Reply = {}) {
  const { raw, rcpt } = await replyTo(world, to, given);
  const taken = await world.takeMail(raw, rcpt);
  await world.tick();
  return taken;
}

/** What the mail server of the recipient says when the mailbox does not exist (RFC 3464), at the return path of the mail. */
export async function bounceOf(world: World, to: string, { rcpt, id }: { rcpt?: string; id?: string } = {}) {
  const { mail, returnPath } = await latestTo(world, to);
  const raw = notification({
    fields: [`Final-Recipient: rfc822; ${to}`, 'Action: failed', 'Status: 5.1.1'],
    returned: [`To: ${to}`, `Message-ID: <${id ?? mail.message_id}>`, '', 'testo'],
  });
  const taken = await world.takeMail(raw, rcpt ?? returnPath);
  await world.tick();
  return taken;
}

/** A receipt of certified mail about the latest notice to an address (RFC 6109), handed in from the sender's mailbox. */
export async function receiptFor(world: World, to: string, kind: string, { id }: { id?: string } = {}) {
  const { mail } = await latestTo(world, to);
  const named = id ?? mail.message_id;
  const xml = certificate(kind, { recipient: to, id: named }).replaceAll(ourPec, at.ourPec);
  const taken = await world.takeMail(receiptOf({ kind, xml, id: named }), null);
  await world.tick();
  return taken;
}
