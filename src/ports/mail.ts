import type { AnswerState, MailEvidenceState } from '../../contracts/canonical/convocation-codes.ts';
import type { CaseExtract, ConvocationMailHead, MailCase } from '../../contracts/canonical/convocation-message.ts';
import type { DeepPartial } from '../../contracts/canonical/message.ts';
import type { Disclosed } from '../policy/disclosed.ts';

/** What a mail says: a head about meeting and recipient, and each case as far as it was disclosed to them. */
export type ConvocationMail = ConvocationMailHead & { readonly cases: readonly DeepPartial<MailCase>[] };

/** A document that goes with a mail or stands behind a secure link. */
export type MailDocument = {
  readonly filename: string;
  readonly type: 'application/pdf';
  readonly content: Uint8Array;
};

/** A message as it goes over the wire, once: RFC 5322 bytes with CRLF, and the SMTP envelope beside them. */
export type ComposedMail = {
  readonly envelope: { readonly from: string; readonly to: string };
  readonly raw: Uint8Array;
  readonly message_id: string;
};

export type ComposeMail = (
  mail: Disclosed<ConvocationMail>,
  documents: readonly MailDocument[],
) => Promise<ComposedMail>;

/** What one recipient may read of their cases as one PDF, in their language: the minutes where there are some, and the extracts. */
export type ComposeExtract = (
  extracts: readonly Disclosed<DeepPartial<CaseExtract>>[],
  about: Disclosed<
    Pick<ConvocationMailHead, 'language' | 'at' | 'meeting' | 'to' | 'organizer' | 'withheld' | 'minutes_text'>
  >,
) => Promise<MailDocument>;

/** A letter to a beneficiary as a page to print. */
export type ComposeLetter = (mail: Disclosed<ConvocationMail>) => Promise<MailDocument>;

/**
 * How handing a message to the relay ended. `at` tells whether it can have been taken: connect, greeting, tls, authentication, envelope and data
 * are before the final dot; after_dot is after it (RFC 5321 section 4.2.5: until the reply to the dot nobody is responsible).
 */
export type MailResult =
  | { readonly answered: true; readonly reply: number; readonly at: MailStage; readonly enhanced?: string | undefined }
  | { readonly answered: false; readonly at: MailStage; readonly code: string };
export type MailStage = 'connect' | 'greeting' | 'tls' | 'authentication' | 'envelope' | 'data' | 'after_dot';

/** Where the mails of a channel are handed over to a mail server. The password never leaves the conversation with it. */
export type SmtpRelay = {
  readonly kind: 'smtp';
  readonly host: string;
  readonly port: number;
  /** implicit: TLS from the first byte (RFC 8314). starttls: never without it (RFC 3207). none: a relay on this machine. */
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly login: { readonly user: string; readonly password: string } | null;
};
/** Where the mails of a channel go: to a mail server, or into a folder, for looking at them. */
export type MailRelay = SmtpRelay | { readonly kind: 'file'; readonly folder: string };

/**
 * Hands one message to the relay of its channel. Never throws for the relay's doing. What the relay announced stands for its reply where it
 * makes one needless (SIZE, 8BITMIME, SMTPUTF8). Without a relay: not answered, at connect, with code not-configured.
 */
export type SendMail = (mail: ComposedMail, channel: 'mail' | 'pec', limits: SendLimits) => Promise<MailResult>;

export type SendLimits = {
  readonly timeoutMs: number;
  /** Asked once the connection is held and nothing of the message was said yet, and waited for: false, and nothing is: not answered, at connect, not-begun. Never throws. */
  readonly ready?: () => Promise<boolean>;
};

/** A mail that came in, as its bytes say. Nothing of it is trusted yet: `from` and every identifier were written by whoever sent it. */
export type MailRead =
  | { readonly kind: 'unreadable'; readonly reason: 'too_large' | 'too_deep' | 'not_mime' }
  | ({
      /** In lower case; '' for what is not a plain ASCII address. More than one, or none, is nobody's word. */
      readonly from: readonly string[];
      readonly to: readonly string[];
      readonly message_id: string | null;
      /** What the configured mail server says of the domain in From; not_checked where none is configured. */
      readonly dmarc: 'pass' | 'not_passed' | 'not_checked';
    } & (
      | {
          readonly kind: 'calendar_reply';
          readonly uid: string;
          readonly attendee: string;
          readonly partstat: 'ACCEPTED' | 'DECLINED' | 'TENTATIVE' | 'DELEGATED' | 'NEEDS-ACTION';
          /** 0 where it says none. */
          readonly sequence: number;
          readonly dtstamp: string | null;
        }
      | {
          readonly kind: 'bounce';
          /** RFC 3464 Action of the first failed or delayed recipient. */
          readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
          readonly status: string | null;
          readonly final_recipient: string | null;
          /** Message-ID of the returned message, without angle brackets. */
          readonly original_message_id: string | null;
        }
      | {
          readonly kind: 'pec_receipt';
          readonly receipt:
            | 'accettazione'
            | 'non-accettazione'
            | 'presa-in-carico'
            | 'avvenuta-consegna'
            | 'errore-consegna'
            | 'preavviso-errore-consegna'
            | 'rilevazione-virus';
          readonly original_message_id: string | null;
          readonly sender: string | null;
          readonly recipient: string | null;
          /** What the configured mail server says of the provider's domain, by DKIM, SPF or DMARC; nothing where it says nothing, or none is configured. */
          readonly provider: 'pass' | 'not_passed' | 'nothing';
        }
      | { readonly kind: 'auto_reply' }
      | { readonly kind: 'other' }
    ));

export type ReadMail = (raw: Uint8Array) => Promise<MailRead>;

/** What we know of the mail that this one seems to be about: the line of the meeting to which its tag or identifier leads. */
export type OurMail = {
  readonly channel: 'mail' | 'pec';
  /** The mail came back on the return path of one of `message_ids`, which holds a tag that only relays were told. */
  readonly by_return_path: boolean;
  /** Who handed the mail in is a client of the gateway, not whoever reaches a mail server. */
  readonly handed_in: boolean;
  /** Address to which we wrote to the person of the line, on the channel in question. */
  readonly attendee: string;
  readonly uid: string;
  /** The meeting's current SEQUENCE. */
  readonly sequence: number;
  /** Message-IDs of our mails to that address, without angle brackets. */
  readonly message_ids: readonly string[];
  /** Address in From of our PEC; null: it is not compared. */
  readonly pec_sender: string | null;
  /** When the answer that stands was written: DTSTAMP of a reply, the gateway's time of one by page or API. RFC 3339 in UTC; null: none. */
  readonly answered_at: string | null;
  /** When this mail came in, RFC 3339 in UTC. */
  readonly at: string;
};

/** Why a mail changes nothing. */
export type NoEffect =
  | 'unreadable'
  | 'not_about_an_answer'
  | 'sender_not_one'
  | 'sender_not_attendee'
  | 'sender_not_authenticated'
  | 'attendee_not_equal'
  | 'uid_not_equal'
  | 'sequence_ahead'
  | 'stamp_missing'
  | 'stamp_ahead'
  | 'reply_out_of_order'
  | 'delegation_by_mail'
  | 'no_answer_in_it'
  | 'message_unknown'
  | 'message_not_certified'
  | 'recipient_not_equal'
  | 'sender_not_ours'
  | 'still_under_way';

export type MailEffect =
  | { readonly effect: 'none'; readonly why: NoEffect }
  /** `counts` is false for an answer to an older SEQUENCE: it is kept, and the person is still to answer. */
  | {
      readonly effect: 'answer';
      readonly answer: Extract<AnswerState, 'accepted' | 'declined' | 'tentative'>;
      readonly sequence: number;
      readonly counts: boolean;
      readonly replied_at: string;
    }
  /** `code`: RFC 3463 status of a bounce, or the kind of a receipt. */
  | { readonly effect: 'evidence'; readonly state: MailEvidenceState; readonly code: string | null };

export type MatchMail = (mail: MailRead, ours: OurMail) => MailEffect;
