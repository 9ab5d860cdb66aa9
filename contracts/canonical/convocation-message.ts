import { z } from 'zod';
import { localRef, Meeting } from './convocation.ts';
import { answerStates, mailLanguages, teamFunctions } from './convocation-codes.ts';
import { CaseMinutes } from './convocation-event.ts';
import { classed, DataClass } from './data-class.ts';
import { PreliminaryAnalysisRequest } from './preliminary-analysis.ts';
import { date, instant, line, prose } from './text.ts';

/**
 * Why a mail is written.
 * To a professional: invitation (convened, or added), update (time, place, team or agenda changed), cancellation (the meeting, or their part in
 * it, is off), reminder, minutes (of the cases they attended). To a beneficiary: letter, letter_update, letter_cancellation. To the organizer:
 * confirmation, confirmation_lost, answers_overdue, mail_failed. To the head of a member body: meeting_record.
 */
export const mailKinds = [
  'invitation',
  'update',
  'cancellation',
  'reminder',
  'minutes',
  'letter',
  'letter_update',
  'letter_cancellation',
  'confirmation',
  'confirmation_lost',
  'answers_overdue',
  'mail_failed',
  'meeting_record',
] as const;
export type MailKind = (typeof mailKinds)[number];

const person = {
  given_name: classed('case_reference', line(60)),
  family_name: classed('case_reference', line(60)),
};

/** A case as one recipient is told of it: cut by the decision about this case and this recipient. Initials, never the name. */
export const MailCase = z
  .strictObject({
    case_ref: classed('public', line(40)),
    case_id: classed('case_reference', line(64)),
    initials: classed('identity', line(10)),
    case_manager: z.strictObject(person),
    members: z
      .array(
        z.strictObject({
          /** By which a decision names who carries it out. */
          member_id: classed('public', localRef().optional()),
          ...person,
          function: classed('case_reference', z.enum(teamFunctions)),
          organization_name: classed('public', line(200)),
        }),
      )
      .max(120),
  })
  .meta({ id: 'MailCase' });
export type MailCase = z.infer<typeof MailCase>;

/** What one recipient may read of a case beyond their mail: an extract of the preliminary analysis, its minutes; cut by their classes. */
export const CaseExtract = z
  .strictObject({
    case_ref: classed('public', line(40)),
    case_id: classed('case_reference', line(64)),
    analysis: PreliminaryAnalysisRequest.optional(),
    /** What was decided, for who attended the case. */
    minutes: CaseMinutes.optional(),
    /** Who shares the case: so that a decision can name who answers for it. */
    members: MailCase.shape.members.optional(),
    /** Which of these were there when the case was talked about, by the attendance that was recorded. */
    present: classed('case_reference', z.array(localRef()).max(120).optional()),
  })
  .meta({ id: 'CaseExtract' });
export type CaseExtract = z.infer<typeof CaseExtract>;

/** What changed for this recipient, and nothing else. */
export const MailChange = z
  .strictObject({
    what: classed(
      'public',
      z.enum([
        'time',
        'place',
        'mode',
        'member_added',
        'member_removed',
        'case_withdrawn',
        'you_were_removed',
        'answer_by',
      ]),
    ),
    /** Who came to or left a shared case; of a withdrawn case, its initials and number, as far as the recipient may know them. */
    name: classed('case_reference', line(130).optional()),
    case_ref: classed('public', line(40).optional()),
    before: Meeting.optional(),
  })
  .meta({ id: 'MailChange' });
export type MailChange = z.infer<typeof MailChange>;

/** Why a mail to this line did not arrive, and by which channel. No address: a mail holds that of its own recipient only. */
const unreached = {
  channel: classed('public', z.enum(['mail', 'pec']).optional()),
  unreached: classed('public', z.enum(['address', 'mailbox_full', 'not_accepted', 'no_receipt', 'failed']).optional()),
};

/** The state of a line of the meeting, for the organizer's own mails. */
export const AnswerLine = z.strictObject({
  member_id: classed('public', line(40)),
  ...person,
  organization_name: classed('public', line(200)),
  answer: classed('service_status', z.enum(answerStates)),
  required: classed('public', z.boolean()),
  ...unreached,
});

export const BeneficiaryLine = z.strictObject({
  given_name: classed('identity', line(60)),
  family_name: classed('identity', line(60)),
  ...unreached,
});

/** One mail to one person: the head is about the meeting and the recipient; each case in it passed the gate on its own. */
export const ConvocationMailHead = z
  .strictObject({
    kind: classed('public', z.enum(mailKinds)),
    /** pec: the formal notice to a certified mailbox, without calendar. */
    channel: classed('public', z.enum(['mail', 'pec'])),
    language: classed('public', z.enum(mailLanguages)),
    at: classed('public', instant()),
    /** RFC 5322 identifiers without angle brackets. */
    message_id: classed('public', line(200)),
    references: classed('public', z.array(line(200)).max(20)),
    /** Header From and ORGANIZER: the gateway's reply address for this recipient; Return-Path: VERP. */
    reply_address: classed('public', line(254)),
    return_path: classed('public', line(254)),
    sender_name: classed('public', line(200)),
    uid: classed('public', line(200)),
    sequence: classed('public', z.int().min(0).max(100_000)),
    to: z.strictObject({
      /** A `member_id`, or what stands for who is no member: see `recipients` of `src/core/convocation`. */
      member_id: classed('public', line(80)),
      ...person,
      function: classed('case_reference', z.enum(teamFunctions).optional()),
      email: classed('contact', z.email().max(254)),
    }),
    organizer: z.strictObject({
      name: classed('public', line(200)),
      ...person,
      phone: classed('case_reference', line(20).optional()),
      email: classed('contact', z.email().max(254)),
    }),
    meeting: Meeting,
    answer_by: classed('service_status', date().optional()),
    required: classed('public', z.boolean()),
    changes: z.array(MailChange).max(200),
    answers: z.array(AnswerLine).max(200).optional(),
    /** Beneficiaries whom a mail did not reach, for the organizer's own mails: they have a name and no body. */
    unreached_beneficiaries: z.array(BeneficiaryLine).max(60).optional(),
    minutes_text: classed('service_status', prose(8000).optional()),
    /** Absolute https addresses with a token each; absent where there is nothing to open. */
    links: z.strictObject({
      answer: classed('public', line(500).optional()),
      documents: classed('public', line(500).optional()),
    }),
    withheld: classed('public', z.array(DataClass).max(19)),
  })
  .meta({ id: 'ConvocationMailHead' });
export type ConvocationMailHead = z.infer<typeof ConvocationMailHead>;
