import { createTransport } from 'nodemailer';

/** As the mail server in front of the gateway calls itself (RFC 8601). */
export const authservId = 'mx.raccordo.example.it';
const idle = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** Brings a message to the gateway's own listener, over SMTP; what the listener said is the answer. */
export async function handIn(
  port: number | null,
  { from, to, raw }: { readonly from: string; readonly to: string; readonly raw: string },
): Promise<string> {
  if (port === null) throw new Error('the gateway takes no mail');
  const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true, ...idle });
  try {
    const { response } = await transport.sendMail({ envelope: { from, to: [to] }, raw });
    return response;
  } finally {
    transport.close();
  }
}

const lines = (...all: readonly (string | readonly string[])[]) => all.flat().join('\r\n');
const base64 = (text: string) =>
  (
    Buffer.from(text)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\r\n');
const basic = (instant: string) => instant.replaceAll(/[-:]|\.\d{3}/g, '');

export type CalendarReply = {
  readonly from: string;
  /** Whose answer it claims to be. */
  readonly attendee: string;
  readonly to: string;
  readonly uid: string;
  readonly sequence: number;
  readonly partstat: 'ACCEPTED' | 'DECLINED';
  readonly at: string;
  /** What the mail server in front of the gateway found. */
  readonly dmarc: 'pass' | 'fail';
};

/** What a calendar program sends when somebody presses one of its buttons (RFC 6047). */
export const calendarReply = ({ from, attendee, to, uid, sequence, partstat, at, dmarc }: CalendarReply): string =>
  lines(
    `Authentication-Results: ${authservId}; dmarc=${dmarc} header.from=${from.split('@')[1]}`,
    `From: <${from}>`,
    `To: <${to}>`,
    'Subject: Re: Convocazione',
    `Message-ID: <${basic(at)}.${partstat.toLowerCase()}@calendar.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary=alt',
    '',
    '--alt',
    'Content-Type: text/plain; charset=utf-8',
    '',
    partstat,
    '--alt',
    'Content-Type: text/calendar; charset=utf-8; method=REPLY',
    'Content-Transfer-Encoding: base64',
    '',
    base64(
      lines(
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//Calendar//IT',
        'METHOD:REPLY',
        'BEGIN:VEVENT',
        `UID:${uid}`,
        `DTSTAMP:${basic(at)}`,
        `ORGANIZER:mailto:${to}`,
        `ATTENDEE;PARTSTAT=${partstat}:mailto:${attendee}`,
        `SEQUENCE:${sequence}`,
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ),
    ),
    '--alt--',
    '',
  );

/** What a mail server sends when there is no such mailbox (RFC 3464). */
export const bounce = (message: { readonly to: string; readonly returnPath: string; readonly messageId: string }) =>
  lines(
    'From: MAILER-DAEMON@mx.scuola.borgoverde.example (Mail Delivery System)',
    `To: <${message.returnPath}>`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'Message-ID: <1@mx.scuola.borgoverde.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=report',
    '',
    '--report',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'There is no such mailbox.',
    '--report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.scuola.borgoverde.example',
    '',
    `Final-Recipient: rfc822; ${message.to}`,
    'Action: failed',
    'Status: 5.1.1',
    '',
    '--report',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${message.messageId}`,
    `To: ${message.to}`,
    '--report--',
    '',
  );

export type ReceiptKind = 'accettazione' | 'avvenuta-consegna';

/** What a provider of certified mail sends back: the receipt of RFC 6109, with its certification data. */
export const pecReceipt = (
  kind: ReceiptKind,
  message: { readonly to: string; readonly returnPath: string; readonly messageId: string; readonly sender: string },
) =>
  lines(
    'From: posta-certificata@pec.gestore.example',
    `To: <${message.returnPath}>`,
    `Subject: ${kind === 'accettazione' ? 'ACCETTAZIONE' : 'CONSEGNA'}: Convocazione`,
    `Message-ID: <${kind}.${message.messageId.slice(1, 37)}@pec.gestore.example>`,
    'MIME-Version: 1.0',
    `X-Ricevuta: ${kind}`,
    `X-Riferimento-Message-ID: ${message.messageId}`,
    'Content-Type: multipart/signed; protocol="application/x-pkcs7-signature"; micalg=sha-256; boundary=signed',
    '',
    '--signed',
    'Content-Type: multipart/mixed; boundary=mixed',
    '',
    '--mixed',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Ricevuta.',
    '--mixed',
    'Content-Type: application/xml; name="daticert.xml"',
    'Content-Disposition: inline; filename="daticert.xml"',
    'Content-Transfer-Encoding: base64',
    '',
    base64(certificate(kind, message)),
    '--mixed--',
    '--signed',
    'Content-Type: application/x-pkcs7-signature; name="smime.p7s"',
    'Content-Transfer-Encoding: base64',
    '',
    base64('signature'),
    '--signed--',
    '',
  );

const certificate = (
  kind: ReceiptKind,
  { to, messageId, sender }: { readonly to: string; readonly messageId: string; readonly sender: string },
) =>
  lines(
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<postacert tipo="${kind}" errore="nessuno">`,
    `<intestazione><mittente>${sender}</mittente><destinatari tipo="certificato">${to}</destinatari></intestazione>`,
    '<dati><gestore-emittente>Gestore inventato</gestore-emittente>',
    `<msgid>${messageId.replace('<', '&lt;').replace('>', '&gt;')}</msgid>`,
    ...(kind === 'accettazione' ? [] : [`<consegna>${to}</consegna>`]),
    '</dati></postacert>',
  );
