import { describe, expect, it } from 'vitest';
import { mailLanguages } from '../../contracts/canonical/convocation-codes.ts';
import { type MailKind, mailKinds } from '../../contracts/canonical/convocation-message.ts';
import { composeExtract, composeMail } from '../../src/mail/index.ts';
import { analysisOf, asDisclosed, mailOf } from '../world/mails.ts';
import { readCalendar, readMail } from './mail-reading.ts';

const methods: Partial<Record<MailKind, string>> = {
  invitation: 'REQUEST',
  update: 'REQUEST',
  reminder: 'REQUEST',
  cancellation: 'CANCEL',
};
const everyMail = mailKinds.flatMap((kind) =>
  mailLanguages.flatMap((language) => (['mail', 'pec'] as const).map((channel) => ({ kind, language, channel }))),
);
/** Whoever gets no calendar entry by ordinary mail may write back, and a person reads it. */
const personAnswers = (kind: MailKind, channel: 'mail' | 'pec') =>
  channel === 'mail' && ['minutes', 'letter', 'letter_update', 'letter_cancellation', 'meeting_record'].includes(kind);
const octets = (line: string) => new TextEncoder().encode(line).length;

/** What every runtime must compose. */
export function mailSuite(runtime: string) {
  describe(`a mail composed on ${runtime}`, () => {
    it.each(everyMail)(
      'is read by others as it was meant: $kind, $language, $channel',
      async ({ kind, language, channel }) => {
        const mail = mailOf(kind, language, { channel });
        const composed = await composeMail(mail, []);
        const read = await readMail(composed);
        const method = channel === 'mail' ? methods[kind] : undefined;

        expect(composed.envelope).toEqual({ from: mail.return_path, to: mail.to.email });
        expect(read.from).toEqual([{ name: mail.sender_name, address: mail.reply_address }]);
        const { organizer } = mail;
        const person = { name: `${organizer.given_name} ${organizer.family_name}`, address: organizer.email };
        expect(read.replyTo).toEqual(personAnswers(kind, channel) ? [person] : read.from);
        expect(read.to).toEqual([{ name: `${mail.to.given_name} ${mail.to.family_name}`, address: mail.to.email }]);
        expect(read.messageId).toBe(`<${mail.message_id}>`);
        expect(read.date).toBe(mail.at);
        expect(read.header('auto-submitted')).toEqual(['Auto-Submitted: auto-generated']);
        expect(read.header('content-language')).toEqual([`Content-Language: ${language}`]);
        expect(read.html).toContain(`<html lang="${language}"`);
        expect(read.readable).not.toMatch(/undefined|\[object|NaN/);
        expect(read.raw).not.toMatch(/[^\r]\n|\r[^\n]/);
        expect(Math.max(...read.raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
        expect(read.types).toEqual(
          method === undefined
            ? ['multipart/alternative', 'text/plain', 'text/html']
            : [
                'multipart/mixed',
                'multipart/alternative',
                'text/plain',
                'text/html',
                'text/calendar',
                'application/ics',
              ],
        );
        if (method !== undefined) {
          expect(read.calendarHeader).toMatch(new RegExp(`method=${method}`));
          expect(read.calendarHeader).toMatch(/charset=utf-8/i);
          expect(read.invite).toBe(read.calendar);
          expect(read.filenames).toContain('invite.ics');
          expect(readCalendar(read.calendar).method).toBe(method);
        }
      },
    );

    it.each(everyMail.filter(({ kind, channel }) => methods[kind] && channel === 'mail'))(
      'holds one event for one attendee: $kind, $language',
      async ({ kind, language }) => {
        const mail = mailOf(kind, language);
        const { calendar } = await readMail(await composeMail(mail, []));
        const read = readCalendar(calendar);
        expect(read).toMatchObject({
          events: 1,
          zones: ['Europe/Rome'],
          uid: mail.uid,
          sequence: String(mail.sequence),
          stamp: '2026-11-20T09:00:00Z',
          start: '2026-12-10T09:30:00',
          startZone: 'Europe/Rome',
          organizer: `mailto:${mail.reply_address}`,
          status: kind === 'cancellation' ? 'CANCELLED' : 'CONFIRMED',
          conference: mail.meeting.online_url,
        });
        expect(read.attendees).toEqual([
          {
            address: `mailto:${mail.to.email}`,
            role: 'REQ-PARTICIPANT',
            status: 'NEEDS-ACTION',
            rsvp: 'TRUE',
            name: 'Paolo Verdi',
          },
        ]);
        expect(read.summary).toContain('E.M. (BV-2026-0107), D.S. (BV-2026-0112)');
        expect(calendar.endsWith('END:VCALENDAR\r\n')).toBe(true);
        expect(Math.max(...calendar.split('\r\n').map(octets))).toBeLessThanOrEqual(75);
        expect(calendar).not.toContain('/v1/answers/');
      },
    );

    it.each([
      ['2026-12-10T09:30:00+01:00', '2026-12-10T08:30:00.000Z'],
      ['2026-07-10T09:30:00+02:00', '2026-07-10T07:30:00.000Z'],
      ['2026-03-29T03:00:00+02:00', '2026-03-29T01:00:00.000Z'],
      ['2026-10-25T03:30:00+01:00', '2026-10-25T02:30:00.000Z'],
    ])('says %s in the zone of Rome as its own rules read it', async (starts_at, instant) => {
      const mail = mailOf('invitation', 'it', {
        meeting: { starts_at, ends_at: '2026-12-31T12:00:00+01:00', mode: 'in_person' },
      });
      const read = readCalendar((await readMail(await composeMail(mail, []))).calendar);
      const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = (read.start.match(/\d+/g) ?? []).map(Number);
      const offset = read.zone?.utcOffset({ year, month, day, hour, minute, second: 0 } as never) ?? 0;
      expect(new Date(Date.UTC(year, month - 1, day, hour, minute) - offset * 1000).toISOString()).toBe(instant);
    });

    it('threads update and cancellation after what was sent before', async () => {
      const read = await readMail(await composeMail(mailOf('cancellation'), []));
      const [earlier = ''] = mailOf('cancellation').references;
      expect(read.inReplyTo).toBe(`<${earlier}>`);
      expect(read.references).toEqual([`<${earlier}>`]);
    });

    it('names no address but those of recipient, reply and organizer', async () => {
      for (const kind of mailKinds) {
        const mail = mailOf(kind);
        const { readable } = await readMail(await composeMail(mail, []));
        const expected = [
          mail.to.email,
          mail.reply_address,
          mail.organizer.email,
          mail.uid,
          mail.message_id,
          ...mail.references,
        ];
        for (const address of readable.match(/[\w.+-]+@[\w.-]+\w/g) ?? []) expect(expected).toContain(address);
      }
    });

    it('gives the same bytes for the same input, documents included', async () => {
      const compose = async () => {
        const mail = mailOf('invitation', 'sl');
        return composeMail(mail, [await composeExtract([asDisclosed(analysisOf())], mail)]);
      };
      const [one, two] = [await compose(), await compose()];
      expect(Buffer.compare(Buffer.from(one.raw), Buffer.from(two.raw))).toBe(0);
    });

    it('carries its documents after the invitation', async () => {
      const mail = mailOf('invitation');
      const read = await readMail(await composeMail(mail, [await composeExtract([asDisclosed(analysisOf())], mail)]));
      expect(read.types.slice(-2)).toEqual(['application/ics', 'application/pdf']);
      expect(read.filenames.slice(-1)).toEqual(['estratto.pdf']);
      expect(read.plain).toContain('sono allegati');
    });
  });
}
