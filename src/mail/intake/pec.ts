import type { MailRead } from '../../ports.ts';
import { addressesIn } from './address.ts';
import { certificateOf } from './certificate.ts';
import { messageId, type OpenMail, soleHeader } from './open-mail.ts';

type Receipt = Extract<MailRead, { kind: 'pec_receipt' }>;

/** Values of X-Ricevuta (RFC 6109 section 3; technical rules of the decree of 2 November 2005). */
const receipts = [
  'accettazione',
  'non-accettazione',
  'presa-in-carico',
  'avvenuta-consegna',
  'errore-consegna',
  'preavviso-errore-consegna',
  'rilevazione-virus',
] as const satisfies readonly Receipt['receipt'][];

const isSigned = ({ type }: OpenMail) => type.essence === 'multipart/signed' || type.essence === 'multipart/mixed';

/**
 * The receipt that a mail is, by its structure: X-Ricevuta and the kind in daticert.xml are one and the same, and X-Riferimento-Message-ID
 * is the msgid in there. The subject is not looked at: anybody can write one. Null for every other mail.
 */
export function pecReceipt(mail: OpenMail): Omit<Receipt, 'from' | 'to' | 'message_id' | 'dmarc'> | null {
  const receipt = receipts.find((kind) => kind === soleHeader(mail, 'x-ricevuta')?.trim().toLowerCase());
  if (receipt === undefined || !isSigned(mail) || mail.header('x-trasporto').length > 0) return null;
  const certificate = certificateOf(mail);
  if (certificate?.kind !== receipt) return null;
  const referred = messageId(soleHeader(mail, 'x-riferimento-message-id'));
  if (referred !== certificate.message_id) return null;
  return {
    kind: 'pec_receipt',
    receipt,
    original_message_id: referred,
    sender: certificate.sender,
    recipient: certificate.recipient,
  };
}

/**
 * The mail inside a PEC transport envelope (RFC 6109 section 3), or null where the mail is none. The sender in the certification data must be
 * the author of the mail inside, which the caller checks with `isAuthor`.
 */
export function pecEnvelope(
  mail: OpenMail,
): { readonly inner: Uint8Array; readonly isAuthor: (inner: OpenMail) => boolean } | null {
  if (soleHeader(mail, 'x-trasporto')?.trim().toLowerCase() !== 'posta-certificata' || !isSigned(mail)) return null;
  const certificate = certificateOf(mail);
  if (certificate?.kind !== 'posta-certificata' || certificate.sender === null) return null;
  const [carried, ...more] = mail.parts.filter(({ filename }) => filename?.toLowerCase() === 'postacert.eml');
  if (carried?.type !== 'message/rfc822' || more.length > 0) return null;
  return {
    inner: carried.bytes,
    isAuthor: (inner) => {
      const authors = inner.header('from').flatMap(addressesIn);
      return authors.length === 1 && authors[0] === certificate.sender;
    },
  };
}
