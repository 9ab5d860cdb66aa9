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

const signatureTypes = ['application/pkcs7-signature', 'application/x-pkcs7-signature'];

/** Whether the mail has the shape of S/MIME signed mail (RFC 8551 section 3.5.3): one signature, and it comes last. Who signed is not verified. */
function isSigned({ type, parts }: OpenMail): boolean {
  const [signature, ...more] = parts.filter((part) => signatureTypes.includes(part.type));
  return (
    type.essence === 'multipart/signed' &&
    signatureTypes.includes(type.parameter('protocol') ?? '') &&
    signature !== undefined &&
    more.length === 0 &&
    signature === parts.at(-1) &&
    signature.bytes.byteLength > 0
  );
}

/** Technical rules of the decree of 2 November 2005: receipts are written by `posta-certificata` of the provider's domain. */
function isOfProvider(mail: OpenMail): boolean {
  const [author, ...others] = mail.header('from').flatMap(addressesIn);
  return author?.startsWith('posta-certificata@') === true && others.length === 0;
}

/**
 * The receipt that a mail is, by its structure: X-Ricevuta and the kind in daticert.xml are one and the same, and X-Riferimento-Message-ID
 * is the msgid in there; it is signed, and written by a provider. The subject is not looked at: anybody can write one. Null for every other mail.
 */
export function pecReceipt(mail: OpenMail): Omit<Receipt, 'from' | 'to' | 'message_id' | 'dmarc' | 'provider'> | null {
  const receipt = receipts.find((kind) => kind === soleHeader(mail, 'x-ricevuta')?.trim().toLowerCase());
  if (receipt === undefined || !isSigned(mail) || !isOfProvider(mail) || mail.header('x-trasporto').length > 0)
    return null;
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

const isWrapped = ({ type }: OpenMail) => type.essence === 'multipart/signed' || type.essence === 'multipart/mixed';

/**
 * The mail inside a PEC transport envelope (RFC 6109 section 3), or null where the mail is none. The sender in the certification data must be
 * the author of the mail inside, which the caller checks with `isAuthor`.
 */
export function pecEnvelope(
  mail: OpenMail,
): { readonly inner: Uint8Array; readonly isAuthor: (inner: OpenMail) => boolean } | null {
  if (soleHeader(mail, 'x-trasporto')?.trim().toLowerCase() !== 'posta-certificata' || !isWrapped(mail)) return null;
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
