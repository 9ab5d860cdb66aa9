import type { MailRead, ReadMail } from '../../ports.ts';
import { addressesIn } from './address.ts';
import { dmarcPasses, providerSaid } from './authentication.ts';
import { isAutoReply } from './auto-reply.ts';
import { bounceOf } from './bounce.ts';
import { calendarReply } from './calendar-reply.ts';
import { intakeLimits } from './limits.ts';
import { messageId, type OpenMail, openMail, soleHeader } from './open-mail.ts';
import { pecEnvelope, pecReceipt } from './pec.ts';

type Head = Pick<Extract<MailRead, { kind: 'other' }>, 'from' | 'to' | 'message_id' | 'dmarc'>;

export type IntakeSettings = {
  /** Name of the mail server whose word on the sender counts (RFC 8601 authserv-id); null: nobody is asked. */
  readonly authservId: string | null;
};

/**
 * Reads a mail that came in: what it is, which identifiers and addresses it names, nothing of its text. Any bytes have an answer, and it is never
 * thrown. A mail is the first of these that it is:
 *
 *   unreadable       beyond the limits, or no message of RFC 5322
 *   pec_receipt      by structure, never by the subject
 *   (PEC envelope)   the mail inside is read in its place, from `bounce` on; an envelope inside an envelope stays closed
 *   bounce           multipart/report, delivery-status
 *   calendar_reply   METHOD:REPLY; before auto_reply, since calendars answer for people and say so
 *   auto_reply       nobody wrote it
 *   other
 */
export function createReadMail({ authservId }: IntakeSettings): ReadMail {
  return async (raw) => {
    const mail = await openMail(raw);
    if ('unreadable' in mail) return { kind: 'unreadable', reason: mail.unreadable };
    const head = headOf(mail, authservId);
    const receipt = pecReceipt(mail);
    if (receipt !== null) {
      const results = mail.header('authentication-results');
      const provider = authservId === null ? 'nothing' : providerSaid(results, authservId, head.from);
      return { ...head, ...receipt, provider };
    }
    const envelope = pecEnvelope(mail);
    if (envelope === null) return { ...head, ...contentOf(mail) };
    const inner = await openMail(envelope.inner);
    if ('unreadable' in inner) return { kind: 'unreadable', reason: inner.unreadable };
    if (!envelope.isAuthor(inner)) return { ...head, kind: 'other' };
    // The server outside spoke about the envelope's sender, not about the author inside.
    const dmarc = authservId === null ? 'not_checked' : 'not_passed';
    return { ...headOf(inner, null), dmarc, ...contentOf(inner) };
  };
}

export const readMail: ReadMail = createReadMail({ authservId: null });

function contentOf(mail: OpenMail) {
  const content = bounceOf(mail) ?? calendarReply(mail);
  if (content !== null) return content;
  return { kind: isAutoReply(mail) ? 'auto_reply' : 'other' } as const;
}

/** Where the mail says it went. MTAs that hand a mail over without its envelope write the recipient into the last two. */
const recipientHeaders = ['to', 'cc', 'delivered-to', 'x-original-to'];

function headOf(mail: OpenMail, authservId: string | null): Head {
  const { addressesMax } = intakeLimits;
  const from = mail.header('from').flatMap(addressesIn).slice(0, addressesMax);
  const to = recipientHeaders.flatMap((name) => mail.header(name)).flatMap(addressesIn);
  const results = mail.header('authentication-results');
  const passes = authservId !== null && dmarcPasses(results, authservId, from);
  return {
    from,
    to: [...new Set(to)].filter((address) => address !== '').slice(0, addressesMax),
    message_id: messageId(soleHeader(mail, 'message-id')),
    dmarc: authservId === null ? 'not_checked' : passes ? 'pass' : 'not_passed',
  };
}
