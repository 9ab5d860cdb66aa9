import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeMail } from '../../src/mail/index.ts';
import type { ConvocationMail } from '../../src/ports.ts';
import { casesOf, mailOf } from '../world/mails.ts';
import { readCalendar, readMail } from './mail-reading.ts';

const injections = [
  '\r\nBcc: altri@evil.example',
  '"\r\n\r\n<html>',
  'Comune <capo@evil.example>',
  'capo@evil.example',
  '＜capo＠evil.example＞',
  '\u202egro.elpmaxe\u202c',
  'A\u200bB\u2028C\u0085D\u0000',
  '"; ATTENDEE:mailto:altri@evil.example',
  '\r\nATTENDEE:mailto:altri@evil.example\r\nEND:VEVENT',
  '</p><script>x</script><a href="https://evil.example">',
  '=?utf-8?q?=0D=0ABcc:_x@evil.example?=',
  '--=_raccordo-Part_1--',
  'a, b; c: d (e) [f] \\ "g"',
  'ø'.repeat(150),
];
const hostile = fc.oneof(
  fc.constantFrom(...injections),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('\r', '\n', '<', '>', '@', '"', ',', ';', ':', 'a', '\u202e', '^', '\\'),
    maxLength: 30,
  }),
);

/** A mail whose every free text is somebody's who means harm. */
const withTexts = (text: string): ConvocationMail => {
  const person = { given_name: text, family_name: text };
  const base = mailOf('update', 'it');
  return mailOf('update', 'it', {
    sender_name: text,
    to: { ...base.to, ...person },
    organizer: { ...base.organizer, ...person, name: text, phone: text },
    meeting: { ...base.meeting, place: { name: text, address: text } },
    cases: casesOf().map((one) => ({
      ...one,
      case_id: text,
      initials: text,
      case_manager: person,
      members: [{ ...person, function: 'school', organization_name: text }],
      minutes: { case_ref: 'caso-1', decisions: [{ code: 'other', text, responsible: text }], text },
    })),
    changes: [{ what: 'member_added', name: text, case_ref: text }],
    minutes_text: text,
  });
};

const shapeOf = async (mail: ConvocationMail) => {
  const read = await readMail(await composeMail(mail as Parameters<typeof composeMail>[0], []));
  const calendar = readCalendar(read.calendar);
  const tags = [...read.html.matchAll(/<\/?[a-z][a-z0-9]*/g)].map(([tag]) => tag).filter((tag) => tag !== '<br');
  return { read, calendar, tags };
};

/** What no text of anybody may do to a message. */
export function mailHostileSuite(runtime: string, runs: number) {
  describe(`hostile texts on ${runtime}`, () => {
    it('add no header, no part, no recipient, no calendar property and no tag', async () => {
      const plain = await shapeOf(withTexts('Rossi'));
      await fc.assert(
        fc.asyncProperty(hostile, async (text) => {
          const { read, calendar, tags } = await shapeOf(withTexts(text));
          expect(read.headers).toEqual(plain.read.headers);
          expect(read.subject).not.toMatch(/[\r\n]/);
          expect(read.types).toEqual(plain.read.types);
          expect(read.to.map(({ address }) => address)).toEqual(plain.read.to.map(({ address }) => address));
          expect(read.from.map(({ address }) => address)).toEqual(plain.read.from.map(({ address }) => address));
          expect(calendar.events).toBe(1);
          expect(calendar.attendees).toHaveLength(1);
          expect(calendar.properties.filter((name) => name !== 'location')).toEqual(
            plain.calendar.properties.filter((name) => name !== 'location'),
          );
          expect(calendar.calendarProperties).toEqual(plain.calendar.calendarProperties);
          expect(new Set(tags)).toEqual(new Set(plain.tags));
          expect(read.html).not.toMatch(/<script|href="(?!https:\/\/(raccordo|incontri)\.example\.it\/)/);
          expect(read.raw).not.toMatch(/[^\r]\n|\r[^\n]/);
        }),
        { numRuns: runs, seed: 20261126 },
      );
    });

    it('make no display name that reads as an address or reorders what stands beside it', async () => {
      await fc.assert(
        fc.asyncProperty(hostile, async (text) => {
          const { read, calendar } = await shapeOf(withTexts(text));
          for (const { name } of [...read.from, ...read.to]) {
            expect(name).not.toMatch(/[@"<>＠＜＞]/);
            expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
          }
          expect(read.subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
          expect(String(calendar.attendees[0]?.name ?? '')).not.toMatch(/[@"<>\p{Cc}\p{Cf}]/u);
        }),
        { numRuns: runs, seed: 20261126 },
      );
    });

    const base = mailOf('invitation');
    it.each([
      ['to', { to: { ...base.to, email: 'a@example.it, b@evil.example' } }],
      ['to', { to: { ...base.to, email: 'a@example.it>\r\nBcc: <b@evil.example' } }],
      ['reply_address', { reply_address: '"a b"@example.it' }],
      ['return_path', { return_path: 'a@example.it SIZE=1' }],
      ['message_id', { message_id: 'a>\r\nX: <b@example.it' }],
      ['references', { references: ['a b@example.it'] }],
      ['uid', { uid: 'a\r\nATTENDEE:x' }],
      ['link', { links: { answer: 'javascript:alert(1)' } }],
      ['link', { links: { answer: 'https://example.it/"onclick="x' } }],
      ['online_url', { meeting: { ...base.meeting, online_url: 'https://example.it/\r\nX:1' } }],
    ])('stop the composing where an identifier is none: %s', async (_, more) => {
      const attempt = composeMail(mailOf('invitation', 'it', more as Partial<ConvocationMail>), []);
      await expect(attempt).rejects.toThrow(/^mail: not a valid/);
      // The error goes to a log: it holds nobody's address.
      await expect(attempt).rejects.not.toThrow(/example|evil|javascript/);
    });
  });
}
