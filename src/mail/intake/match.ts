import type { MailEvidenceState } from '../../../contracts/canonical/convocation-codes.ts';
import type { MailEffect, MailRead, NoEffect, OurMail } from '../../ports.ts';
import { sameAddress } from './address.ts';

type Of<K extends MailRead['kind']> = Extract<MailRead, { kind: K }>;

const none = (why: NoEffect): MailEffect => ({ effect: 'none', why });

/** What a mail that came in changes on the line of the meeting, or why it changes nothing. */
export function matchMail(mail: MailRead, ours: OurMail): MailEffect {
  if (mail.kind === 'unreadable') return none('unreadable');
  if (mail.kind === 'calendar_reply') return matchReply(mail, ours);
  if (mail.kind === 'bounce') return matchBounce(mail, ours);
  if (mail.kind === 'pec_receipt') return matchReceipt(mail, ours);
  return none('not_about_an_answer');
}

const answers = { ACCEPTED: 'accepted', DECLINED: 'declined', TENTATIVE: 'tentative' } as const;

/** RFC 5546 section 2.1.5: SEQUENCE decides which revision is answered, then DTSTAMP which answer is the later one. */
function matchReply(mail: Of<'calendar_reply'>, ours: OurMail): MailEffect {
  const [sender, ...others] = mail.from;
  if (sender === undefined || others.length > 0) return none('sender_not_one');
  if (!sameAddress(sender, ours.attendee)) return none('sender_not_attendee');
  if (mail.dmarc === 'not_passed') return none('sender_not_authenticated');
  if (!sameAddress(mail.attendee, ours.attendee)) return none('attendee_not_equal');
  if (mail.uid !== ours.uid) return none('uid_not_equal');
  // Whom they send is for the answer page to ask: it must be a colleague of the same body.
  if (mail.partstat === 'DELEGATED') return none('delegation_by_mail');
  if (mail.partstat === 'NEEDS-ACTION') return none('no_answer_in_it');
  // RFC 5545 section 3.6.1 requires it: a reply that does not say when it was written cannot be put in order.
  if (mail.dtstamp === null) return none('stamp_missing');
  // One from the future would overtake every later one, the page's excepted.
  if (Date.parse(mail.dtstamp) > Date.parse(ours.at) + stampAheadMsMax) return none('stamp_ahead');
  const { sequence } = mail;
  if (sequence > ours.sequence) return none('sequence_ahead');
  const counts = sequence === ours.sequence;
  if (counts && ours.answered_at !== null && isEarlier(mail.dtstamp, ours.answered_at))
    return none('reply_out_of_order');
  return { effect: 'answer', answer: answers[mail.partstat], sequence, counts, replied_at: mail.dtstamp };
}

/** Clocks of calendar programs go wrong, and some take their own time for UTC. */
const stampAheadMsMax = 86_400_000;

/** DTSTAMP knows no parts of a second, so of two within one second none is the earlier, and what came last counts. */
const isEarlier = (stamp: string, other: string) => Date.parse(stamp) < Math.floor(Date.parse(other) / 1000) * 1000;

/**
 * Our Message-ID and our return path hold a keyed tag, so who names one of them has had our mail; the reply address is no such proof, for it
 * stands in From. Where the report names another recipient their mailbox forwarded the mail, which keeps the return path; and only their
 * own mailbox can say `delivered`.
 */
function matchBounce(mail: Of<'bounce'>, ours: OurMail): MailEffect {
  const known = mail.original_message_id !== null && ours.message_ids.includes(mail.original_message_id);
  // One of the two: relays give mails Message-IDs of their own, and some hosts report to From.
  if (!known && !ours.by_return_path) return none('message_unknown');
  const theirs = mail.final_recipient !== null && sameAddress(mail.final_recipient, ours.attendee);
  if (mail.final_recipient !== null && !theirs && !ours.by_return_path) return none('recipient_not_equal');
  const evidence = (state: MailEvidenceState): MailEffect => ({ effect: 'evidence', state, code: mail.status });
  if (mail.action === 'failed') return evidence('failed');
  if (mail.action === 'delayed') return none('still_under_way');
  return evidence(mail.action === 'delivered' && theirs ? 'delivered' : 'relayed');
}

const receiptStates = {
  accettazione: 'accepted_by_provider',
  'presa-in-carico': 'accepted_by_provider',
  'avvenuta-consegna': 'delivered',
  'non-accettazione': 'failed',
  'errore-consegna': 'failed',
  'rilevazione-virus': 'failed',
  // Nothing was heard of the recipient's provider in the time that the rules give it (RFC 6109 section 3); delivery may still follow.
  'preavviso-errore-consegna': 'no_receipt',
} as const satisfies Record<Of<'pec_receipt'>['receipt'], MailEvidenceState>;

/**
 * A receipt counts for the certified mail whose Message-ID it names, and the person to whom that went. A certified mailbox takes nothing for a
 * receipt that no provider signed: it wraps such mail up as an anomaly (RFC 6109 section 3.1.2). So what a client hands in needs no more than
 * that our mail server, where it saw the receipt, does not speak against the provider; one that came over SMTP needs its word.
 */
function matchReceipt(mail: Of<'pec_receipt'>, ours: OurMail): MailEffect {
  if (mail.original_message_id === null || !ours.message_ids.includes(mail.original_message_id))
    return none('message_unknown');
  if (ours.channel !== 'pec') return none('message_not_certified');
  if (mail.provider !== 'pass' && !(ours.handed_in && mail.provider === 'nothing'))
    return none('sender_not_authenticated');
  if (mail.recipient === null || !sameAddress(mail.recipient, ours.attendee)) return none('recipient_not_equal');
  if (ours.pec_sender !== null && (mail.sender === null || !sameAddress(mail.sender, ours.pec_sender)))
    return none('sender_not_ours');
  return { effect: 'evidence', state: receiptStates[mail.receipt], code: mail.receipt };
}
