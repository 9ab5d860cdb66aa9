import { describe, expect, it } from 'vitest';
import {
  createReadMail,
  intakeLimits,
  matchMail,
  rawOfForwarded,
  rawOfRequest,
  readMail,
} from '../../src/mail/intake/index.ts';
import type { MailRead, OurMail } from '../../src/ports.ts';
import {
  anna,
  annaPec,
  base64,
  bounce,
  bounces,
  certificate,
  envelope,
  event,
  gmailReply,
  mail,
  ourPec,
  receipt,
  receiptKinds,
  replies,
  sentId,
  uid,
  us,
  withCalendar,
} from './mail-intake-fixtures.ts';

const ours: OurMail = {
  channel: 'mail',
  by_return_path: false,
  handed_in: true,
  attendee: anna,
  uid,
  sequence: 2,
  message_ids: [sentId],
  pec_sender: null,
  answered_at: null,
  at: '2026-11-02T09:05:00.000Z',
};
const oursByPec: OurMail = { ...ours, channel: 'pec', attendee: annaPec, pec_sender: ourPec };
const effectOf = async (raw: Uint8Array, facts: OurMail = ours) => matchMail(await readMail(raw), facts);
const kindOf = async (raw: Uint8Array) => (await readMail(raw)).kind;
const nothing = (why: string) => ({ effect: 'none', why });
const accepted = {
  effect: 'answer',
  answer: 'accepted',
  sequence: 2,
  counts: true,
  replied_at: '2026-11-02T09:00:00Z',
};
const edited = (raw: Uint8Array, old: string | RegExp, by: string) =>
  mail(new TextDecoder().decode(raw).replace(old, by));
const reply = (...lines: readonly string[]) => withCalendar(anna, 'text/calendar; method=REPLY', event(...lines));
const lines = {
  uid: `UID:${uid}`,
  attendee: `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${anna}`,
  stamp: 'DTSTAMP:20261102T090000Z',
  sequence: 'SEQUENCE:2',
};

/** What a mail that came in is and changes, on whatever runtime starts it. */
export function mailIntakeSuite(runtime: string): void {
  describe(`mail intake on ${runtime}`, () => {
    describe('an answer by calendar', () => {
      it('of Google is read, without a word of the mail', async () => {
        expect(await readMail(gmailReply())).toEqual({
          kind: 'calendar_reply',
          from: [anna],
          to: [us],
          message_id: 'calendar-1@google.example',
          dmarc: 'not_checked',
          uid,
          attendee: anna,
          partstat: 'ACCEPTED',
          sequence: 2,
          dtstamp: '2026-11-02T09:00:00Z',
        } satisfies MailRead);
      });

      it.each(Object.keys(replies))('of %s counts', async (program) => {
        const raw = replies[program] ?? new Uint8Array();
        const sequence = program.includes('without ORGANIZER and SEQUENCE') ? 0 : ours.sequence;
        expect(await effectOf(raw, { ...ours, sequence })).toEqual({ ...accepted, sequence });
      });

      it.each([
        ['DECLINED', 'declined'],
        ['tentative', 'tentative'],
      ])('says %s', async (partstat, answer) => {
        expect(await effectOf(gmailReply({ partstat }))).toMatchObject({ effect: 'answer', answer, counts: true });
      });

      it.each([
        ['DELEGATED', 'delegation_by_mail'],
        ['NEEDS-ACTION', 'no_answer_in_it'],
      ])('says %s, which is no answer', async (partstat, why) => {
        expect(await effectOf(gmailReply({ partstat }))).toEqual(nothing(why));
      });

      it('to an older revision is kept and does not count; to a later one than ours it is nothing', async () => {
        expect(await effectOf(gmailReply({ sequence: '1' }))).toMatchObject({
          effect: 'answer',
          sequence: 1,
          counts: false,
        });
        expect(await effectOf(gmailReply({ sequence: '3' }))).toEqual(nothing('sequence_ahead'));
      });

      it('that was overtaken by a later one changes nothing', async () => {
        const answeredAt = (answered_at: string) => effectOf(gmailReply(), { ...ours, answered_at });
        expect(await answeredAt('2026-11-02T09:00:01Z')).toEqual(nothing('reply_out_of_order'));
        expect(await answeredAt('2026-11-02T09:00:00Z')).toEqual(accepted);
        expect(await answeredAt('2026-11-02T09:00:00.999Z')).toEqual(accepted);
      });

      it.each<[string, Partial<OurMail>, string]>([
        ['of another person of the meeting', { attendee: 'bruno.conti@asl.example' }, 'sender_not_attendee'],
        ['to another meeting', { uid: 'other@raccordo.example' }, 'uid_not_equal'],
      ])('%s changes nothing', async (_, facts, why) => {
        expect(await effectOf(gmailReply(), { ...ours, ...facts })).toEqual(nothing(why));
      });

      it.each([
        [
          'two VEVENTs',
          [...event(lines.uid, lines.attendee).slice(0, -2), ...event(lines.uid, lines.attendee).slice(4)],
        ],
        ['two VCALENDARs', [...event(lines.uid, lines.attendee), ...event(lines.uid, lines.attendee)]],
        ['two ATTENDEEs', event(lines.uid, lines.attendee, 'ATTENDEE;PARTSTAT=DECLINED:mailto:b@asl.example')],
        ['two UIDs', event(lines.uid, 'UID:other', lines.attendee)],
        ['two PARTSTATs', event(lines.uid, `ATTENDEE;PARTSTAT=DECLINED;partstat=ACCEPTED:mailto:${anna}`)],
        ['no PARTSTAT', event(lines.uid, `ATTENDEE:mailto:${anna}`)],
        ['an unreadable SEQUENCE', event(lines.uid, lines.attendee, 'SEQUENCE:two')],
        ['two SEQUENCEs', event(lines.uid, lines.attendee, 'SEQUENCE:1', 'SEQUENCE:2')],
        ['a day of a series', event(lines.uid, lines.attendee, 'RECURRENCE-ID:20261110T090000Z')],
        [
          'a VTODO beside',
          event(lines.uid, lines.attendee, 'END:VEVENT', 'BEGIN:VTODO', 'END:VTODO', 'BEGIN:VEVENT').slice(0, -3),
        ],
        ['METHOD inside the event', event('METHOD:REPLY', lines.uid, lines.attendee).filter((_, at) => at !== 3)],
        ['METHOD:REQUEST under method=REPLY', event(lines.uid, lines.attendee).with(3, 'METHOD:REQUEST')],
        ['METHOD:COUNTER', event(lines.uid, lines.attendee).with(3, 'METHOD:COUNTER')],
        ['no end', event(lines.uid, lines.attendee).slice(0, -2)],
        ['a broken line', event(lines.uid, lines.attendee, 'no colon here')],
        ['an attendee that is no mailbox', event(lines.uid, 'ATTENDEE;PARTSTAT=ACCEPTED:urn:uuid:1')],
        [
          'a fold inside the attendee',
          event(lines.uid, 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:mallory@x.example', `${anna}`),
        ],
      ])('with %s is none', async (_, calendar) => {
        expect(await kindOf(withCalendar(anna, 'text/calendar; method=REPLY', calendar))).toBe('other');
      });

      it('whose method parameter says something else is none', async () => {
        const calendar = event(lines.uid, lines.attendee);
        expect(await kindOf(withCalendar(anna, 'text/calendar; method=COUNTER', calendar))).toBe('other');
      });

      it('without SEQUENCE is to the first revision', async () => {
        const raw = reply(lines.uid, lines.attendee, lines.stamp);
        expect(await effectOf(raw, { ...ours, sequence: 0 })).toEqual({ ...accepted, sequence: 0 });
        expect(await effectOf(raw)).toEqual({ ...accepted, sequence: 0, counts: false });
      });

      it.each([
        ['no DTSTAMP', [], 'stamp_missing'],
        ['a DTSTAMP that cannot be read', ['DTSTAMP:yesterday'], 'stamp_missing'],
        ['a DTSTAMP of no time zone', ['DTSTAMP:20261102T090000'], 'stamp_missing'],
        ['a DTSTAMP in a year', ['DTSTAMP:20271102T090000Z'], 'stamp_ahead'],
      ])('with %s changes nothing', async (_, stamp, why) => {
        const raw = reply(lines.uid, lines.attendee, lines.sequence, ...stamp);
        expect(await effectOf(raw)).toEqual(nothing(why));
      });

      it('of a clock that goes some hours ahead counts', async () => {
        const raw = reply(lines.uid, lines.attendee, lines.sequence, 'DTSTAMP:20261102T110000Z');
        expect(await effectOf(raw)).toMatchObject({ effect: 'answer', replied_at: '2026-11-02T11:00:00Z' });
      });

      it('that another calendar part contradicts is none', async () => {
        const text = new TextDecoder().decode(gmailReply());
        expect(await kindOf(mail(text.replace('PARTSTAT=ACCEPTED', 'PARTSTAT=DECLINED')))).toBe('auto_reply');
        const broken = text.replace(
          /(filename="invite.ics"[\s\S]*?\r\n\r\n)[\s\S]*?--0000mixed--/,
          '$1%%%\r\n--0000mixed--',
        );
        expect(broken).not.toBe(text);
        expect(await kindOf(mail(broken))).toBe('auto_reply');
      });

      it('hidden in a mail that was forwarded stays there', async () => {
        const forwarded = mail(
          `From: ${anna}`,
          `To: ${us}`,
          'Content-Type: multipart/mixed; boundary=f',
          '',
          '--f',
          'Content-Type: message/rfc822',
          '',
          new TextDecoder().decode(gmailReply()),
          '--f--',
        );
        expect(await kindOf(forwarded)).toBe('other');
        expect(
          await kindOf(
            mail(`From: ${anna}`, 'Content-Type: message/rfc822', '', new TextDecoder().decode(gmailReply())),
          ),
        ).toBe('other');
      });
    });

    describe('the sender', () => {
      it.each([
        ['another person', 'Bruno Conti <bruno.conti@asl.example>'],
        ['the attendee as a display name', `"${anna}" <mallory@attacker.example>`],
        ['the attendee as a bare display name', `${anna} <mallory@attacker.example>`],
        ['the attendee in a comment', `mallory@attacker.example (${anna})`],
        ['a look-alike domain', 'anna.bianchi@comune.borgoverde.example.attacker.example'],
        ['a Cyrillic letter', 'аnna.bianchi@comune.borgoverde.example'],
        ['a full-width @', 'anna.bianchi＠comune.borgoverde.example'],
        ['a Kelvin sign', `${anna}`.replace('k', '\u212a').replace('b', 'ｂ')],
        ['an encoded word', `=?utf-8?Q?Anna_<${anna}>?=`],
        ['words after the brackets', `<${anna}> mallory`],
        ['two words in the brackets', `<mallory ${anna}>`],
        ['an encoded word of the address', `=?utf-8?B?${btoa(anna)}?=`],
        ['a zero-width space', anna.replace('@', '\u200b@')],
        ['a NUL', anna.replace('@', '\u0000@')],
        ['a percent route', `${anna.replace('@', '%')}@attacker.example`],
        ['a quoted local part', `"anna.bianchi"@comune.borgoverde.example`],
        ['a quote before it', `"x"${anna}`],
        ['two addresses', `${anna}, mallory@attacker.example`],
        ['two addresses, folded', `${anna},\r\n mallory@attacker.example`],
        ['an open quote', `"${anna}`],
        ['an open comment', `${anna} (`],
        ['nobody', 'undisclosed:;'],
      ])('as %s is not the attendee', async (_, from) => {
        const read = await readMail(gmailReply({ from }));
        expect(read).toMatchObject({ kind: 'calendar_reply' });
        expect(matchMail(read, ours)).toMatchObject({ effect: 'none' });
      });

      it.each([
        ['a second From', [`From: mallory@attacker.example`]],
        ['a second From with a space before the colon', [`From : mallory@attacker.example`]],
        ['the same From again', [`From: ${anna}`]],
        ['a From behind a bare CR', [`X-Note: a\rb`, `from:mallory@attacker.example`]],
      ])('with %s is not one', async (_, headers) => {
        expect(await effectOf(gmailReply({ headers }))).toEqual(nothing('sender_not_one'));
      });

      it('is the same in other cases of letters, in a fold, and where the name repeats the address', async () => {
        expect(await effectOf(gmailReply({ from: `<${anna.toUpperCase()}>` }))).toEqual(accepted);
        expect(await effectOf(gmailReply({ from: `"Bianchi; Anna"\r\n\t<${anna}> (ATS, Borgoverde)` }))).toEqual(
          accepted,
        );
        expect(await effectOf(gmailReply({ from: `${anna} <${anna}>` }))).toEqual(accepted);
      });

      it('is not the ATTENDEE of the calendar', async () => {
        expect(await effectOf(gmailReply({ attendee: 'mailto:bruno.conti@asl.example' }))).toEqual(
          nothing('attendee_not_equal'),
        );
      });
    });

    describe('with a mail server whose word counts', () => {
      const read = createReadMail({ authservId: 'mx.raccordo.example' });
      const passed =
        'mx.raccordo.example; dkim=pass header.d=x.example; dmarc=pass (p=reject) header.from=comune.borgoverde.example';
      const dmarc = async (...headers: readonly string[]) => {
        const mailRead = await read(
          gmailReply({ headers: headers.map((value) => `Authentication-Results: ${value}`) }),
        );
        return mailRead.kind === 'unreadable' ? null : mailRead.dmarc;
      };

      it('a sender whose domain passes DMARC counts, others do not', async () => {
        expect(await dmarc(passed)).toBe('pass');
        expect(await dmarc(passed.replace(' 1', '').replace('mx.raccordo.example;', 'MX.raccordo.example 1;'))).toBe(
          'pass',
        );
        expect(matchMail(await read(gmailReply()), ours)).toEqual(nothing('sender_not_authenticated'));
      });

      it.each<[string, readonly string[]]>([
        ['fails', [passed.replace('dmarc=pass', 'dmarc=fail')]],
        ['is about another domain', [passed.replace('comune.borgoverde', 'attacker')]],
        ['is of another server', [passed.replace('mx.raccordo', 'mx.attacker')]],
        ['is not the topmost of the server', ['mx.raccordo.example; dmarc=none', passed]],
        [
          'stands in a quoted reason',
          ['mx.raccordo.example; spf=fail reason="; dmarc=pass header.from=comune.borgoverde.example"'],
        ],
        ['stands in a comment', ['mx.raccordo.example; spf=fail (; dmarc=pass header.from=comune.borgoverde.example)']],
        ['is said twice', [`${passed}; dmarc=fail header.from=comune.borgoverde.example`]],
        ['names no domain', ['mx.raccordo.example; dmarc=pass']],
        ['is only begun', [`${passed} (`]],
        ['is passable', [passed.replace('dmarc=pass', 'dmarc=passable')]],
      ])('a result that %s does not count', async (_, headers) => {
        expect(await dmarc(...headers)).toBe('not_passed');
      });

      it('a result below one of another server counts', async () => {
        expect(await dmarc('mx.elsewhere.example; dmarc=fail', passed)).toBe('pass');
      });

      it('an author inside a PEC envelope is nobody it spoke of', async () => {
        const text = new TextDecoder().decode(envelope(gmailReply()));
        const outside = mail(`Authentication-Results: ${passed}`, text);
        expect(matchMail(await read(outside), ours)).toEqual(nothing('sender_not_authenticated'));
      });
    });

    describe('a bounce', () => {
      it.each(Object.keys(bounces))('of %s is evidence', async (server) => {
        const raw = bounces[server] ?? new Uint8Array();
        expect(await readMail(raw)).toMatchObject({
          kind: 'bounce',
          action: 'failed',
          final_recipient: anna,
          original_message_id: sentId,
        });
        expect(await effectOf(raw)).toMatchObject({
          effect: 'evidence',
          state: 'failed',
          code: expect.stringMatching(/^5\.\d+\.\d+$/),
        });
      });

      it('tells of the first recipient that failed', async () => {
        const fields = [
          'Final-Recipient: rfc822; b@asl.example',
          'Action: delivered',
          'Status: 2.0.0',
          '',
          `Final-Recipient: rfc822; ${anna}`,
          'Action: delayed',
          'Status: 4.4.7',
        ];
        const raw = bounce({ fields });
        expect(await readMail(raw)).toMatchObject({ action: 'delayed', status: '4.4.7', final_recipient: anna });
        expect(await effectOf(raw)).toEqual(nothing('still_under_way'));
      });

      it('says delivered only for the mailbox itself', async () => {
        const delivered = (to: string) =>
          bounce({ fields: [`Final-Recipient: rfc822; ${to}`, 'Action: delivered', 'Status: 2.0.0'] });
        expect(await effectOf(delivered(anna))).toMatchObject({ state: 'delivered' });
        const back = { ...ours, by_return_path: true };
        expect(await effectOf(delivered(anna), back)).toMatchObject({ state: 'delivered' });
        expect(await effectOf(delivered('elsewhere@forward.example'), back)).toMatchObject({ state: 'relayed' });
      });

      it('about another recipient changes nothing, unless it came back on its own return path', async () => {
        const raw = bounce({
          fields: ['Final-Recipient: rfc822; elsewhere@forward.example', 'Action: failed', 'Status: 5.1.1'],
        });
        expect(await effectOf(raw)).toEqual(nothing('recipient_not_equal'));
        expect(await effectOf(raw, { ...ours, by_return_path: true })).toMatchObject({ state: 'failed' });
      });

      it('of a mail we do not know changes nothing, unless it came back on its own return path', async () => {
        const unknown = bounce({ returned: ['Message-ID: <forged@raccordo.example>', '', ''] });
        const twice = bounce({ returned: [`Message-ID: <${sentId}>`, 'Message-ID: <other@x.example>', '', ''] });
        const untagged = bounce({ returned: [`Message-ID: <${sentId.replace('.k7f3q', '')}>`, '', ''] });
        for (const raw of [unknown, twice, untagged, bounce({ returned: [] })]) {
          expect(await effectOf(raw)).toEqual(nothing('message_unknown'));
          expect(await effectOf(raw, { ...ours, by_return_path: true })).toMatchObject({
            effect: 'evidence',
            state: 'failed',
          });
        }
      });

      it('is a report on delivery with recipients in it, or none', async () => {
        expect(await kindOf(bounce({ reportType: 'report-type=disposition-notification' }))).toBe('auto_reply');
        expect(await kindOf(bounce({ reportType: '' }))).toBe('auto_reply');
        expect(await kindOf(bounce({ fields: ['Status: 5.1.1'] }))).toBe('auto_reply');
        expect(await kindOf(bounce({ fields: ['Action: failed', 'Action: delivered'] }))).toBe('auto_reply');
      });
    });

    describe('a PEC receipt', () => {
      it.each(receiptKinds)('%s is evidence', async (kind) => {
        const read = await readMail(receipt({ kind }));
        expect(read).toMatchObject({
          kind: 'pec_receipt',
          receipt: kind,
          original_message_id: sentId,
          sender: ourPec,
          recipient: annaPec,
        });
        expect(matchMail(read, oursByPec)).toMatchObject({ effect: 'evidence', code: kind });
      });

      it.each<[string, Uint8Array]>([
        [
          'only its subject',
          mail(`From: posta-certificata@pec.inventata.example`, `Subject: CONSEGNA: Convocazione`, '', sentId),
        ],
        ['only the header', receipt({ copies: 0 })],
        ['only the certificate', receipt({ headers: [`X-Riferimento-Message-ID: <${sentId}>`] })],
        ['two certificates', receipt({ copies: 2 })],
        ['no signature around it', edited(receipt(), /multipart\/signed;[^\r]*boundary/, 'multipart/mixed; boundary')],
        [
          'a signature of another kind',
          edited(receipt(), 'protocol="application/x-pkcs7', 'protocol="application/pgp'),
        ],
        ['no signature in it', edited(receipt(), 'Content-Type: application/x-pkcs7-signature', 'Content-Type: a/b')],
        ['an empty signature', edited(receipt(), base64('not a signature'), '')],
        [
          'a part after the signature',
          edited(receipt(), '------S--', '------S\r\nContent-Type: a/b\r\n\r\nx\r\n------S--'),
        ],
        ['an author that is no provider', receipt({ from: 'mallory@pec.inventata.example' })],
        ['two authors', receipt({ from: 'posta-certificata@pec.inventata.example, mallory@attacker.example' })],
        ['a header that differs from the certificate', receipt({ xml: certificate('accettazione') })],
        [
          'a reference that differs from the certificate',
          receipt({ xml: certificate('avvenuta-consegna', { id: 'x@y.example' }) }),
        ],
        [
          'two X-Ricevuta',
          receipt({
            headers: [
              'X-Ricevuta: avvenuta-consegna',
              'X-Ricevuta: accettazione',
              `X-Riferimento-Message-ID: <${sentId}>`,
            ],
          }),
        ],
        ['a kind that does not exist', receipt({ kind: 'posta-certificata' })],
        [
          'a document type',
          receipt({ xml: certificate('avvenuta-consegna', { before: '<!DOCTYPE postacert [<!ENTITY a "x">]>' }) }),
        ],
        ['a bomb', receipt({ xml: bomb })],
        ['tags inside each other without end', receipt({ xml: '<a>'.repeat(5000) })],
        ['broken XML', receipt({ xml: certificate('avvenuta-consegna').slice(0, -5) })],
        [
          'names of JavaScript',
          receipt({ xml: '<postacert tipo="avvenuta-consegna"><__proto__><dati/></__proto__></postacert>' }),
        ],
      ])('with %s changes nothing', async (_, raw) => {
        expect(await effectOf(raw, oursByPec)).toMatchObject({ effect: 'none' });
      });

      it('for a mail or a person we do not know changes nothing', async () => {
        const untagged = sentId.replace('.k7f3q', '');
        const forged = receipt({ id: untagged, xml: certificate('avvenuta-consegna', { id: untagged }) });
        expect(await effectOf(forged, oursByPec)).toEqual(nothing('message_unknown'));
        const other = receipt({ xml: certificate('avvenuta-consegna', { recipient: 'b@pec.asl.example' }) });
        expect(await effectOf(other, oursByPec)).toEqual(nothing('recipient_not_equal'));
        expect(await effectOf(receipt(), { ...oursByPec, pec_sender: 'b@pec.asl.example' })).toEqual(
          nothing('sender_not_ours'),
        );
      });

      it('for an ordinary mail changes nothing', async () => {
        expect(await effectOf(receipt(), { ...oursByPec, channel: 'mail' })).toEqual(nothing('message_not_certified'));
      });

      it('that came over SMTP needs the word of the mail server', async () => {
        expect(await effectOf(receipt(), { ...oursByPec, handed_in: false })).toEqual(
          nothing('sender_not_authenticated'),
        );
      });

      const server = createReadMail({ authservId: 'mx.raccordo.example' });
      const bySmtp = { ...oursByPec, handed_in: false };
      const seen = async (results: string, facts: OurMail) =>
        matchMail(await server(receipt({ seen: [`Authentication-Results: mx.raccordo.example; ${results}`] })), facts);

      it.each([
        'dkim=pass header.d=pec.inventata.example',
        'dkim=fail header.d=x.example; dkim=pass (2048-bit key) header.i=@x.example header.d=PEC.inventata.example',
        'spf=pass smtp.mailfrom=posta-certificata@pec.inventata.example',
        'spf=pass smtp.mailfrom=pec.inventata.example',
        'dmarc=pass header.from=pec.inventata.example',
      ])('counts where it says %s', async (results) => {
        expect(await seen(results, bySmtp)).toMatchObject({ effect: 'evidence', state: 'delivered' });
      });

      it.each([
        'none',
        'dkim=fail header.d=pec.inventata.example',
        'dkim=pass header.d=attacker.example',
        'dkim=pass header.d=attacker.example reason="header.d=pec.inventata.example"',
        'spf=pass smtp.mailfrom=pec.inventata.example@attacker.example',
        'spf=pass smtp.helo=pec.inventata.example',
        'spf=softfail smtp.mailfrom=pec.inventata.example',
        'dkim=pass header.d=pec.inventata.example (',
      ])('changes nothing where it says %s, whoever hands it in', async (results) => {
        for (const facts of [bySmtp, oursByPec])
          expect(await seen(results, facts)).toEqual(nothing('sender_not_authenticated'));
      });

      it('from the certified mailbox is handed in without that word', async () => {
        expect(matchMail(await server(receipt()), oursByPec)).toMatchObject({ effect: 'evidence' });
        expect(matchMail(await server(receipt()), bySmtp)).toEqual(nothing('sender_not_authenticated'));
      });
    });

    describe('a PEC envelope', () => {
      it('is taken off', async () => {
        expect(await effectOf(envelope(gmailReply()))).toEqual(accepted);
        expect(await readMail(envelope(gmailReply()))).toMatchObject({
          from: [anna],
          message_id: 'calendar-1@google.example',
        });
      });

      it('whose certificate names another author holds nothing', async () => {
        expect(await kindOf(envelope(gmailReply(), { sender: 'mallory@attacker.example' }))).toBe('other');
      });

      it('of an anomaly, around another envelope or around a receipt stays closed', async () => {
        expect(await kindOf(envelope(gmailReply(), { transport: 'errore' }))).toBe('other');
        expect(
          await kindOf(envelope(envelope(gmailReply()), { sender: 'posta-certificata@pec.inventata.example' })),
        ).toBe('other');
        const around = envelope(receipt(), { sender: 'posta-certificata@pec.inventata.example' });
        expect(await kindOf(around)).toBe('other');
      });
    });

    describe('other mail', () => {
      it.each([
        ['Auto-Submitted: auto-replied', 'auto_reply'],
        ['Auto-Submitted: auto-generated; owner-email="x@y.example"', 'auto_reply'],
        ['Auto-Submitted: no', 'other'],
        ['Auto-Submitted: No (by hand)', 'other'],
        ['X-Autoreply: yes', 'auto_reply'],
        ['Precedence: bulk', 'auto_reply'],
        ['Precedence: auto_reply', 'auto_reply'],
        ['Precedence: first-class', 'other'],
      ])('with %s is %s', async (header, kind) => {
        const raw = mail(`From: ${anna}`, `To: ${us}`, header, '', 'Sono in ferie.');
        expect(await kindOf(raw)).toBe(kind);
        expect(await effectOf(raw)).toEqual(nothing('not_about_an_answer'));
      });
    });

    describe('a mail made to exhaust', () => {
      const nested = (depth: number, declare: (level: number) => readonly string[]) =>
        mail(`From: ${anna}`, ...Array.from({ length: depth }, (_, level) => declare(level)), 'x');

      it.each<[string, () => Uint8Array, string]>([
        ['of 50 MB', () => new Uint8Array(50_000_000).fill(0x61), 'too_large'],
        ['one byte too long', () => new Uint8Array(intakeLimits.rawBytesMax + 1), 'too_large'],
        [
          'nested 1000 deep',
          () => nested(1000, (level) => [`Content-Type: multipart/mixed; boundary=b${level}`, '', `--b${level}`]),
          'too_deep',
        ],
        [
          'nested 20 deep',
          () => nested(20, (level) => [`Content-Type: multipart/mixed; boundary=b${level}`, '', `--b${level}`]),
          'too_deep',
        ],
        [
          'nested 1000 deep, types hidden by comments',
          () => nested(1000, (level) => [`Content-Type: multi()part/mixed; bound()ary=b${level}`, '', `--b${level}`]),
          'too_deep',
        ],
        ['mail in mail 1000 deep', () => nested(1000, () => ['Content-Type: message/rfc822', '']), 'too_deep'],
        [
          'with 100,000 headers',
          () =>
            mail(
              `From: ${anna}`,
              Array.from({ length: 100_000 }, (_, at) => `A: ${at}`),
              '',
              'x',
            ),
          'too_large',
        ],
        [
          'with 100,000 parts',
          () =>
            mail(
              `From: ${anna}`,
              'Content-Type: multipart/mixed; boundary=b',
              '',
              Array.from({ length: 100_000 }, () => '--b'),
            ),
          'too_large',
        ],
        [
          'with 100,000 headers in a part',
          () =>
            mail(
              `From: ${anna}`,
              'Content-Type: multipart/mixed; boundary=b',
              '',
              '--b',
              Array.from({ length: 60_000 }, (_, at) => `A: ${at}`),
              '',
              'x',
            ),
          'too_large',
        ],
        [
          'with 300 KiB of headers in a part',
          () =>
            mail(
              `From: ${anna}`,
              'Content-Type: multipart/mixed; boundary=b',
              '',
              '--b',
              Array.from({ length: 300 }, () => `A: ${'a'.repeat(1021)}`),
              '',
              'x',
            ),
          'too_large',
        ],
        ['of a million empty lines', () => mail(`From: ${anna}`, '', '\n'.repeat(1_000_000)), 'too_large'],
        ['that is nothing', () => new Uint8Array(), 'not_mime'],
        ['of NULs', () => new Uint8Array(100_000), 'too_large'],
        ['without an author', () => mail('To: a@b.example', '', 'x'), 'not_mime'],
      ])('%s is not read', async (_, raw, reason) => {
        expect(await readMail(raw())).toEqual({ kind: 'unreadable', reason });
      });

      it.each<[string, () => Uint8Array]>([
        ['of parentheses', () => mail(`From: ${'('.repeat(30_000)}`, `To: ${'<'.repeat(30_000)}`, '', 'x')],
        ['of one long address', () => mail(`From: ${'a.'.repeat(15_000)}@x`, `To: ${'a@'.repeat(15_000)}`, '', 'x')],
        ['of groups', () => mail(`From: ${'a:'.repeat(30_000)}`, '', 'x')],
        [
          'of folds',
          () =>
            mail(
              'From: a@b.example',
              Array.from({ length: 900 }, () => ` ${' '.repeat(60)}`),
              '',
              'x',
            ),
        ],
        ['of open tags', () => mail('From: a@b.example', 'Content-Type: text/html', '', '<a <!-- '.repeat(120_000))],
        [
          'of broken base64',
          () =>
            mail(
              'From: a@b.example',
              'Content-Type: text/calendar',
              'Content-Transfer-Encoding: base64',
              '',
              '=$%'.repeat(300_000),
            ),
        ],
        [
          'of folded calendar lines',
          () => mail('From: a@b.example', 'Content-Type: text/calendar; method=REPLY', '', ' \r\n'.repeat(19_000)),
        ],
        [
          'of calendar parameters',
          () =>
            mail(
              'From: a@b.example',
              'Content-Type: text/calendar; method=REPLY',
              '',
              'BEGIN:VCALENDAR',
              `A${';b=c,d,'.repeat(10_000)}`,
              `A${';b="'.repeat(10_000)}`,
            ),
        ],
        [
          'of report fields',
          () =>
            mail(
              'From: a@b.example',
              'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
              '',
              '--b',
              'Content-Type: message/delivery-status',
              '',
              `Action: failed\r\n${' x'.repeat(1)}\r\n`.repeat(8000),
              '--b--',
            ),
        ],
      ])('%s is read in no time', async (_, raw) => {
        const bytes = raw();
        const start = Date.now();
        expect(['other', 'unreadable', 'bounce']).toContain(await kindOf(bytes));
        expect(Date.now() - start).toBeLessThan(2000);
      });
    });

    describe('collecting a mail', () => {
      const stream = (pieces: number, bytes: number, told = { pieces: 0 }) =>
        new ReadableStream<Uint8Array>({
          pull(controller) {
            if (told.pieces++ < pieces) controller.enqueue(new Uint8Array(bytes).fill(0x61));
            else controller.close();
          },
        });

      it('gives the bytes of a forwarded mail', async () => {
        const collected = await rawOfForwarded({ raw: stream(3, 10), rawSize: 30 });
        expect(collected).toEqual({ raw: new Uint8Array(30).fill(0x61) });
      });

      it('refuses what is declared too large unread, and stops where an undeclared one becomes it', async () => {
        const told = { pieces: 0 };
        expect(await rawOfForwarded({ raw: stream(1000, 100, told), rawSize: 2_000_000 })).toEqual({
          refused: 'too_large',
        });
        expect(told.pieces).toBeLessThan(3);
        const lied = { pieces: 0 };
        expect(await rawOfForwarded({ raw: stream(1000, 100, lied), rawSize: 10 }, { rawBytesMax: 1000 })).toEqual({
          refused: 'too_large',
        });
        expect(lied.pieces).toBeLessThan(15);
        expect(await rawOfForwarded({ raw: stream(1, 1), rawSize: Number.NaN })).toEqual({ refused: 'too_large' });
      });

      it('tells a stream that breaks', async () => {
        const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('gone')) });
        expect(await rawOfForwarded({ raw: broken, rawSize: 10 })).toEqual({ refused: 'not_complete' });
      });

      it('takes a posted mail by its type', async () => {
        const post = (headers: Record<string, string>) =>
          rawOfRequest(new Request('http://localhost/', { method: 'POST', headers, body: gmailReply().slice() }));
        expect(await post({ 'content-type': 'message/rfc822' })).toEqual({ raw: gmailReply() });
        expect(await post({ 'content-type': 'application/json' })).toEqual({ refused: 'unsupported_type' });
        expect(await post({ 'content-type': 'message/rfc822', 'content-encoding': 'gzip' })).toEqual({
          refused: 'unsupported_type',
        });
      });
    });
  });
}

const bomb = `<!DOCTYPE a [${Array.from({ length: 10 }, (_, at) => `<!ENTITY e${at} "${`&e${at - 1};`.repeat(10)}">`).join('')}]><postacert tipo="avvenuta-consegna">&e9;</postacert>`;
