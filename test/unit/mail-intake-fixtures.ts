const encoder = new TextEncoder();
/** Lines as a mail: CRLF between them. */
export const mail = (...lines: readonly (string | readonly string[])[]): Uint8Array =>
  encoder.encode(lines.flat().join('\r\n'));
export const base64 = (text: string) =>
  (btoa(String.fromCharCode(...encoder.encode(text))).match(/.{1,76}/g) ?? []).join('\r\n');

export const anna = 'anna.bianchi@comune.borgoverde.example';
export const us = 'convocazioni+k7f3q@raccordo.example';
export const uid = '7f3c9a10-4f7e-4c5c-9a55-1d2b3c4d5e6f@raccordo.example';
export const sentId = '0192f0c1-aaaa-7bbb-8ccc-0123456789ab.k7f3q@raccordo.example';

export type ReplyParts = {
  readonly from?: string;
  readonly attendee?: string;
  readonly partstat?: string;
  readonly sequence?: string;
  readonly headers?: readonly string[];
};

const head = (from: string, ...more: readonly string[]) => [
  'Received: from out.provider.example by mx.raccordo.example; Mon, 2 Nov 2026 10:00:00 +0100',
  `From: ${from}`,
  `To: <${us}>`,
  'Subject: Accepted: Convocazione A.B. 2026-0112',
  'Date: Mon, 2 Nov 2026 10:00:00 +0100',
  'MIME-Version: 1.0',
  ...more,
];

/** Google Calendar: alternative inside mixed, the calendar again as invite.ics in base64. */
export function gmailReply(given: ReplyParts = {}): Uint8Array {
  const { from = `Anna Bianchi <${anna}>`, attendee = `mailto:${anna}`, partstat = 'ACCEPTED', sequence = '2' } = given;
  const calendar = [
    'BEGIN:VCALENDAR',
    'PRODID:-//Google Inc//Google Calendar 70.9054//EN',
    'VERSION:2.0',
    'CALSCALE:GREGORIAN',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    'DTSTART:20261110T090000Z',
    'DTEND:20261110T100000Z',
    'DTSTAMP:20261102T090000Z',
    `ORGANIZER;CN=${us}:mailto:${us}`,
    `UID:${uid}`,
    `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=${partstat};CN=Anna `,
    ` Bianchi;X-NUM-GUESTS=0:${attendee}`,
    'CREATED:20261101T090000Z',
    'LAST-MODIFIED:20261102T090000Z',
    `SEQUENCE:${sequence}`,
    'STATUS:CONFIRMED',
    'SUMMARY:Convocazione A.B. 2026-0112',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
  return mail(
    head(from, 'Message-ID: <calendar-1@google.example>', 'Auto-Submitted: auto-generated', ...(given.headers ?? [])),
    'Content-Type: multipart/mixed; boundary="0000mixed"',
    '',
    '--0000mixed',
    'Content-Type: multipart/alternative; boundary="0000alt"',
    '',
    '--0000alt',
    'Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes',
    'Content-Transfer-Encoding: base64',
    '',
    base64('Anna Bianchi ha accettato.'),
    '--0000alt',
    'Content-Type: text/html; charset="UTF-8"',
    '',
    '<p>Anna Bianchi ha accettato.</p>',
    '--0000alt',
    'Content-Type: text/calendar; charset="UTF-8"; method=REPLY',
    'Content-Transfer-Encoding: 7bit',
    '',
    calendar,
    '--0000alt--',
    '--0000mixed',
    'Content-Type: application/ics; name="invite.ics"',
    'Content-Disposition: attachment; filename="invite.ics"',
    'Content-Transfer-Encoding: base64',
    '',
    base64(calendar),
    '--0000mixed--',
    '',
  );
}

/** A mail whose calendar part holds these lines, joined by `lineEnd`. */
export const withCalendar = (from: string, type: string, lines: readonly string[], lineEnd = '\r\n') =>
  mail(
    head(from, 'Message-ID: <reply-2@provider.example>'),
    'Content-Type: multipart/alternative; boundary=alt',
    '',
    '--alt',
    'Content-Type: text/plain',
    '',
    'Accetto.',
    '--alt',
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: base64',
    '',
    base64(lines.join(lineEnd)),
    '--alt--',
    '',
  );

export const event = (...lines: readonly string[]) => [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Example//EN',
  'METHOD:REPLY',
  'BEGIN:VEVENT',
  ...lines,
  'END:VEVENT',
  'END:VCALENDAR',
  '',
];

const zone = (id: string) => [
  'BEGIN:VTIMEZONE',
  `TZID:${id}`,
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'END:STANDARD',
  'END:VTIMEZONE',
];

const calendarType = 'text/calendar; charset="utf-8"; method=REPLY';

/** Replies of programs other than Google's, by whom. All say: anna accepts revision 2 (outlook.com: no revision). */
export const replies: Readonly<Record<string, Uint8Array>> = {
  'outlook.com, without ORGANIZER and SEQUENCE': withCalendar(`Anna Bianchi <${anna}>`, calendarType, [
    'BEGIN:VCALENDAR',
    'METHOD:REPLY',
    'PRODID:Microsoft Exchange Server 2010',
    'VERSION:2.0',
    'BEGIN:VEVENT',
    `ATTENDEE;PARTSTAT=ACCEPTED;CN=Anna Bianchi:mailto:${anna}`,
    `UID:${uid}`,
    'DTSTAMP:20261102T090000Z',
    'END:VEVENT',
    'END:VCALENDAR',
  ]),
  'Exchange and Outlook desktop': withCalendar(`"Bianchi, Anna" <${anna}>`, calendarType, [
    'BEGIN:VCALENDAR',
    'METHOD:REPLY',
    'PRODID:Microsoft Exchange Server 2010',
    'VERSION:2.0',
    ...zone('W. Europe Standard Time'),
    'BEGIN:VEVENT',
    `ATTENDEE;PARTSTAT=ACCEPTED;CN="Bianchi, Anna: ATS":MAILTO:${anna.toUpperCase()}`,
    'COMMENT;LANGUAGE=it-IT:\\n',
    `UID:${uid}`,
    'SUMMARY;LANGUAGE=it-IT:Accettato: Convocazione',
    'DTSTART;TZID=W. Europe Standard Time:20261110T100000',
    'CLASS:PUBLIC',
    'PRIORITY:5',
    'DTSTAMP:20261102T090000Z',
    'TRANSP:OPAQUE',
    'STATUS:CONFIRMED',
    'SEQUENCE:2',
    'X-MICROSOFT-CDO-APPT-SEQUENCE:2',
    'END:VEVENT',
    'END:VCALENDAR',
  ]),
  'Apple, in lower case, LF only': withCalendar(
    anna,
    'text/calendar; method=reply; charset=utf-8; name=iCal.ics',
    event(
      `uid:${uid}`,
      'dtstamp:20261102T090000Z',
      'sequence:2',
      `organizer;email=${us}:mailto:${us}`,
      `attendee;cn="Anna Bianchi";cutype=individual;email="${anna}";partstat=accepted;role=req-partici`,
      `\tpant:mailto:${anna}`,
      'BEGIN:VALARM',
      'UID:alarm-of-apple',
      'END:VALARM',
    ),
    '\n',
  ),
  'Thunderbird, double CR at line ends': withCalendar(
    `Anna Bianchi\r\n <${anna}>`,
    'text/calendar; charset=utf-8; method=REPLY; name=invitation.ics',
    event(
      'LAST-MODIFIED:20261102T090000Z',
      'DTSTAMP:20261102T090000Z',
      `UID:${uid.slice(0, 20)}`,
      ` ${uid.slice(20)}`,
      `ATTENDEE;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT:mailto:${anna}`,
      'SEQUENCE:2',
    ),
    '\r\r\n',
  ),
};

export type BounceParts = {
  readonly fields?: readonly string[];
  readonly returnedType?: string;
  readonly returned?: readonly string[];
  readonly reportType?: string;
};

/** A delivery status notification in the shape of Postfix. */
export const bounce = ({
  fields = [
    `Final-Recipient: rfc822; ${anna}`,
    `Original-Recipient: rfc822;${anna}`,
    'Action: failed',
    'Status: 5.1.1',
    'Remote-MTA: dns; mx.comune.borgoverde.example',
    'Diagnostic-Code: smtp; 550 5.1.1 no such user',
  ],
  returnedType = 'message/rfc822',
  returned = [`From: <${us}>`, `To: ${anna}`, `Message-ID: <${sentId}>`, 'Subject: Convocazione', '', 'testo'],
  reportType = 'report-type=delivery-status',
}: BounceParts = {}) =>
  mail(
    head(
      'MAILER-DAEMON@mx.relay.example (Mail Delivery System)',
      'Auto-Submitted: auto-replied',
      'Message-Id: <b1@mx.relay.example>',
    ),
    `Content-Type: multipart/report; ${reportType};\r\n\tboundary="BB/mx.relay.example"`,
    '',
    '--BB/mx.relay.example',
    'Content-Description: Notification',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'This is the mail system.',
    '--BB/mx.relay.example',
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.relay.example',
    'X-Postfix-Queue-ID: 12345',
    'Arrival-Date: Mon,  2 Nov 2026 10:00:00 +0100 (CET)',
    '',
    fields,
    '',
    '--BB/mx.relay.example',
    'Content-Description: Undelivered Message',
    `Content-Type: ${returnedType}`,
    '',
    returned,
    '--BB/mx.relay.example--',
    '',
  );

const headersOnly = [`Message-ID: <${sentId}>`, `To: ${anna}`];
/** Bounces of other servers. All say: the mail `sentId` to anna failed for good. */
export const bounces: Readonly<Record<string, Uint8Array>> = {
  Postfix: bounce(),
  Exim: bounce({
    fields: ['Action: failed', `Final-Recipient: rfc822;${anna}`, 'Status: 5.0.0', 'Remote-MTA: dns; mx.example'],
    returnedType: 'text/rfc822-headers',
    returned: headersOnly,
  }),
  Exchange: bounce({
    fields: [
      `Final-Recipient: rfc822;${anna}`,
      'Action: failed',
      'Status: 5.1.10 (resolver)',
      'Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound;',
      ' Recipient not found by SMTP address lookup',
      'X-Display-Name: anna',
    ],
    reportType: 'charset="utf-8"; Report-Type="Delivery-Status"',
  }),
  Gmail: bounce({
    fields: [
      `Final-Recipient: RFC822; <${anna}>`,
      'Action: Failed',
      'Status: 5.1.1',
      'Last-Attempt-Date: Mon, 02 Nov 2026 01:00:00 -0800 (PST)',
    ],
    returned: ['ARC-Seal: i=1; a=rsa-sha256', `Message-ID:\r\n <${sentId}>`, '', '----- Message truncated -----'],
  }),
};

export const receiptKinds = [
  'accettazione',
  'non-accettazione',
  'presa-in-carico',
  'avvenuta-consegna',
  'errore-consegna',
  'preavviso-errore-consegna',
  'rilevazione-virus',
] as const;

export const annaPec = 'anna.bianchi@pec.comune.borgoverde.example';
export const ourPec = 'raccordo@pec.ambito.example';

export const certificate = (
  kind: string,
  more: { readonly recipient?: string; readonly id?: string; readonly before?: string } = {},
) =>
  [
    `<?xml version="1.0" encoding="UTF-8"?>${more.before ?? ''}`,
    `<postacert tipo="${kind}" errore="nessuno">`,
    '  <intestazione>',
    `    <mittente>${ourPec}</mittente>`,
    `    <destinatari tipo="certificato">${more.recipient ?? annaPec}</destinatari>`,
    `    <risposte>${ourPec}</risposte>`,
    '    <oggetto>Convocazione A.B. 2026-0112</oggetto>',
    '  </intestazione>',
    '  <dati>',
    '    <gestore-emittente>PEC Inventata S.p.A.</gestore-emittente>',
    '    <data zona="+0100"><giorno>02/11/2026</giorno><ora>10:00:00</ora></data>',
    '    <identificativo>opec2101.20261102100000.01234.11.1.50@pec.inventata.example</identificativo>',
    `    <msgid>&lt;${more.id ?? sentId}&gt;</msgid>`,
    '    <ricevuta tipo="completa"/>',
    ...(kind.endsWith('consegna') ? [`    <consegna>${more.recipient ?? annaPec}</consegna>`] : []),
    '  </dati>',
    '</postacert>',
  ].join('\r\n');

export type ReceiptParts = {
  readonly kind?: string;
  readonly xml?: string;
  readonly id?: string;
  readonly headers?: readonly string[];
  readonly copies?: number;
  readonly from?: string;
  /** Headers of the mail server that took it. */
  readonly seen?: readonly string[];
};

/** A receipt as RFC 6109 shapes it: multipart/signed around multipart/mixed around text, daticert.xml and the mail itself. */
export const receipt = ({
  kind = 'avvenuta-consegna',
  xml = certificate(kind),
  id = sentId,
  headers,
  copies = 1,
  from = 'posta-certificata@pec.inventata.example',
  seen = [],
}: ReceiptParts = {}) =>
  mail(
    seen,
    `From: ${from}`,
    `To: ${ourPec}`,
    'Subject: CONSEGNA: Convocazione A.B. 2026-0112',
    'Message-ID: <opec2101.20261102100000.01234.11.1.51@pec.inventata.example>',
    'MIME-Version: 1.0',
    headers ?? [`X-Ricevuta: ${kind}`, `X-Riferimento-Message-ID: <${id}>`, 'X-TipoRicevuta: completa'],
    'Content-Type: multipart/signed; protocol="application/x-pkcs7-signature"; micalg=sha-256; boundary="----S"',
    '',
    '------S',
    'Content-Type: multipart/mixed; boundary="----M"',
    '',
    '------M',
    'Content-Type: multipart/alternative; boundary="----A"',
    '',
    '------A',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Ricevuta.',
    '------A--',
    Array.from({ length: copies }, () => [
      '------M',
      'Content-Type: application/xml; name="daticert.xml"',
      'Content-Disposition: inline; filename="daticert.xml"',
      'Content-Transfer-Encoding: base64',
      '',
      base64(xml),
    ]).flat(),
    '------M',
    'Content-Type: message/rfc822; name="postacert.eml"',
    'Content-Disposition: attachment; filename="postacert.eml"',
    '',
    `Message-ID: <${sentId}>`,
    `From: ${ourPec}`,
    '',
    'testo',
    '------M--',
    '------S',
    'Content-Type: application/x-pkcs7-signature; name="smime.p7s"',
    'Content-Transfer-Encoding: base64',
    '',
    base64('not a signature'),
    '------S--',
    '',
  );

/** A PEC transport envelope around a mail. */
export const envelope = (inner: Uint8Array, { sender = anna, transport = 'posta-certificata' } = {}) =>
  mail(
    `From: "Per conto di: ${sender}" <posta-certificata@pec.inventata.example>`,
    `To: <${us}>`,
    'Message-ID: <opec2101.20261102100000.05678.11.1.50@pec.inventata.example>',
    'MIME-Version: 1.0',
    `X-Trasporto: ${transport}`,
    'Content-Type: multipart/mixed; boundary="----E"',
    '',
    '------E',
    'Content-Type: application/xml; name="daticert.xml"',
    '',
    certificate('posta-certificata').replace(`<mittente>${ourPec}`, `<mittente>${sender}`),
    '------E',
    'Content-Type: message/rfc822; name="postacert.eml"',
    'Content-Transfer-Encoding: 8bit',
    '',
    new TextDecoder().decode(inner),
    '------E--',
    '',
  );
