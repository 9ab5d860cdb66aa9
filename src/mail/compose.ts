import MailComposer from 'nodemailer/lib/mail-composer';
import type { ComposeMail, ConvocationMail, MailDocument } from '../ports.ts';
import { calendarOf } from './calendar.ts';
import { checkAddress, checkMessageId, displayName, headerLine } from './clean.ts';
import { contentOf } from './content/content.ts';
import { calendarMethod, makes } from './content/kinds.ts';
import { fullName } from './content/meeting.ts';
import { digestHex } from './digest.ts';
import { htmlText } from './html.ts';
import { plainText } from './plain.ts';

const documentsMax = 10;

/**
 * One message to one person, as bytes (RFC 5322, CRLF): multipart/mixed( multipart/alternative( text, HTML, calendar ), invite.ics, documents ).
 * The same input gives the same bytes. Throws where an address or identifier is not one: the contract admits none such.
 */
export const composeMail: ComposeMail = async (mail, documents) => {
  if (documents.length > documentsMax) throw new Error('mail: too many documents');
  const content = contentOf(mail, documents.length);
  const method = calendarMethod(mail);
  const calendar = method && calendarOf(mail, method);
  const from = { name: displayName(mail.sender_name), address: checkAddress(mail.reply_address) };
  const to = { name: displayName(fullName(mail.to)), address: checkAddress(mail.to.email) };
  const envelope = { from: checkAddress(mail.return_path), to: to.address };
  const messageId = checkMessageId(mail.message_id);
  const message = new MailComposer({
    ...boundary,
    baseBoundary: await digestHex(messageId),
    ...identification(mail, messageId),
    from,
    replyTo: method === undefined ? answeredBy(mail, from) : from,
    to,
    envelope,
    subject: headerLine(content.subject),
    date: new Date(mail.at),
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language },
    alternatives: [
      { contentType: 'text/plain; charset=UTF-8', content: withCrlf(plainText(content)), ...inBase64 },
      { contentType: 'text/html; charset=UTF-8', content: withCrlf(htmlText(content)), ...inBase64 },
      ...(calendar
        ? [{ contentType: `text/calendar; method=${method}; charset=UTF-8`, content: calendar, ...inBase64 }]
        : []),
    ],
    attachments: [
      ...(calendar ? [{ contentType: 'application/ics', filename: 'invite.ics', content: calendar }] : []),
      ...documents.map(attachment),
    ],
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { envelope, raw: new Uint8Array(await message.compile().build()), message_id: messageId };
};

/**
 * The answer of a calendar goes to whom its entry names, this gateway. Where there is no entry a person may write back, and a person reads it:
 * that of the body who convened. A certified answer stays between certified mailboxes, and the organizer needs no answer of their own.
 */
function answeredBy({ channel, kind, organizer }: ConvocationMail, from: Mailbox): Mailbox {
  if (channel === 'pec' || makes[kind].to === 'organizer') return from;
  return { name: displayName(fullName(organizer)), address: checkAddress(organizer.email) };
}

type Mailbox = { readonly name: string; readonly address: string };

// A boundary with `=_` can stand in no encoded body (RFC 2045, section 6.7), and no dash is a letter of base64: no text can end its part.
const boundary = { boundaryPrefix: '=_raccordo' };
const inBase64 = { contentTransferEncoding: 'base64' };

// Text keeps its line breaks as CRLF before it is encoded (RFC 2045, section 6.8).
const withCrlf = (text: string) => text.replaceAll('\n', '\r\n');

/** Update and cancellation thread after what was sent before: RFC 5322, section 3.6.4. */
function identification({ references }: ConvocationMail, messageId: string) {
  const earlier = references.map(checkMessageId);
  const last = earlier.at(-1);
  return last === undefined ? { messageId } : { messageId, inReplyTo: last, references: earlier };
}

function attachment({ filename, type, content }: MailDocument) {
  if (!/^[a-z0-9-]{1,60}\.pdf$/.test(filename)) throw new Error('mail: not a name for a document');
  const { buffer, byteOffset, byteLength } = content;
  return { contentType: type, filename, content: Buffer.from(buffer, byteOffset, byteLength) };
}
