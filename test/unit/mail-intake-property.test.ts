import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchMail, readMail } from '../../src/mail/intake/index.ts';
import type { OurMail } from '../../src/ports.ts';
import { anna, annaPec, bounces, envelope, gmailReply, receipt, replies, sentId, uid } from './mail-intake-fixtures.ts';

const runs = { seed: 20261102, numRuns: 300 };
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
const answering = [gmailReply(), ...Object.values(replies), envelope(gmailReply())];
const fixtures = [...answering, ...Object.values(bounces), receipt()];
const latin1 = new TextDecoder('latin1');
const bytesOf = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0) & 0xff);

type Edit = { readonly at: number; readonly remove: number; readonly insert: string };

/** Pieces that have a meaning in some layer of a mail. */
const piece = fc.oneof(
  fc.constantFrom(
    ...[
      '\r\n',
      '\r',
      '\n',
      '\r\n\r\n',
      ' ',
      '\t',
      '\u0000',
      '"',
      '<',
      '>',
      '(',
      ')',
      ',',
      ';',
      ':',
      '@',
      '=',
      '--',
      '\\',
    ],
    ...[
      'From: mallory@attacker.example\r\n',
      'END:VEVENT\r\n',
      'BEGIN:VEVENT\r\n',
      '--0000alt\r\n',
      '--0000mixed--\r\n',
    ],
    ...[
      'mallory@attacker.example',
      'Content-Type: message/rfc822\r\n',
      '=?utf-8?Q?',
      '?=',
      '&lt;',
      '<!DOCTYPE a>',
      '\xff\xfe',
    ],
  ),
  fc.string({ maxLength: 4, unit: 'binary-ascii' }),
);
const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(20),
  insert: piece,
});

const edited = (raw: Uint8Array, edits: readonly Edit[]) =>
  edits.reduce((text, { at, remove, insert }) => {
    const from = Math.floor(at * text.length);
    return text.slice(0, from) + insert + text.slice(from + remove);
  }, latin1.decode(raw));

/** All that any reader could take for the author: each header line that begins with From, until the next that is not folded. */
const authors = (text: string) => text.match(/^From[ \t]*:(?:.|\r?\n[ \t])*/gim)?.join('\n') ?? '';

describe('mail intake, whatever comes', () => {
  it('answers to any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (raw) => {
        const mail = await readMail(raw);
        expect(matchMail(mail, ours).effect).toBe('none');
      }),
      runs,
    );
  });

  it('answers to any edit of a mail, and believes nobody but the attendee', async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...fixtures),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        async (raw, edits) => {
          const text = edited(raw, edits);
          const mail = await readMail(bytesOf(text));
          if (mail.kind === 'unreadable') return;
          if (matchMail(mail, ours).effect !== 'answer') return;
          answered++;
          expect(mail.from).toEqual([anna]);
          expect(authors(text).toLowerCase()).toContain(anna);
        },
      ),
      { ...runs, numRuns: 1500 },
    );
    expect(answered).toBeGreaterThan(50);
  });

  it('never takes a changed sender for the attendee', async () => {
    const other = fc
      .tuple(fc.nat(anna.length - 1), fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }), fc.nat(1))
      .map(([at, char, remove]) => anna.slice(0, at) + char + anna.slice(at + remove))
      .filter((address) => !/[\r\n]/.test(address) && address.toLowerCase() !== anna);
    const shown = fc.constantFrom<(address: string) => string>(
      (address) => address,
      (address) => `<${address}>`,
      (address) => `"${anna}" <${address}>`,
      (address) => `${address} (${anna})`,
    );
    await fc.assert(
      fc.asyncProperty(other, shown, async (address, show) => {
        const from = show(address);
        // Space and comments around an address are not part of it.
        fc.pre(address.trim() === address && !/^[ ,;:<>()"]|[ ,;:<>()"\\]$/.test(address));
        expect(matchMail(await readMail(gmailReply({ from })), ours).effect).toBe('none');
      }),
      { ...runs, numRuns: 500 },
    );
  });

  it('says neither more than it names nor anything of the text', async () => {
    for (const raw of fixtures) {
      const said = JSON.stringify(await readMail(raw));
      for (const word of [
        'Convocazione',
        'ha accettato',
        'This is the mail system',
        'testo',
        'Accetto.',
        'Ricevuta.',
        'RESOLVER',
      ])
        expect(said).not.toContain(word);
    }
  });

  it('takes a receipt that was edited for the same mail and person, or for nothing', async () => {
    const pec: OurMail = { ...ours, channel: 'pec', attendee: annaPec };
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
        const mail = await readMail(bytesOf(edited(receipt(), edits)));
        if (mail.kind === 'unreadable' || matchMail(mail, pec).effect === 'none') return;
        expect(mail).toMatchObject({ kind: 'pec_receipt', original_message_id: sentId, recipient: annaPec });
      }),
      runs,
    );
  });
});
