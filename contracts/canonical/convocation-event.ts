import { z } from 'zod';
import { attendanceOutcomes } from './codes.ts';
import { Beneficiary, casesMax, Delegate, localRef, Meeting, membersMax, TeamMember } from './convocation.ts';
import {
  answerReasons,
  caseWithdrawalReasons,
  decisionCodes,
  mailEvidenceStates,
  meetingCancellationReasons,
  rescheduleReasons,
} from './convocation-codes.ts';
import { classed } from './data-class.ts';
import { date, line, prose } from './text.ts';

const of = <T extends string, F extends z.ZodRawShape>(type: T, fields: F) =>
  z.strictObject({ type: classed('public', z.literal(type)), ...fields });
const status = <S extends z.ZodType>(schema: S) => classed('service_status', schema);

/** What was decided on one case. It goes to who attended that case. */
export const CaseMinutes = z
  .strictObject({
    case_ref: classed('public', localRef()),
    decisions: z
      .array(
        z.strictObject({
          code: classed('commitments', z.enum(decisionCodes)),
          text: classed('commitments', prose(2000).optional()),
          responsible: classed('case_reference', localRef().optional().meta({ description: 'member_id' })),
          due_on: classed('commitments', date().optional()),
        }),
      )
      .max(20),
    text: classed('social', prose(8000).optional()),
  })
  .meta({ id: 'CaseMinutes' });
export type CaseMinutes = z.infer<typeof CaseMinutes>;

/** Said of the convocation that `convocationRequestExample` makes. */
export const convocationEventExample = { type: 'change_members', remove: ['operatore-cpi'] };

/** What the organizer says about a convocation after it was sent. */
export const ConvocationEventRequest = z
  .discriminatedUnion('type', [
    of('reschedule', {
      meeting: Meeting,
      answer_by: status(date().optional()),
      reason: status(z.enum(rescheduleReasons)),
    }),
    of('change_members', {
      add: z.array(TeamMember).max(membersMax).optional(),
      add_beneficiaries: z.array(Beneficiary).max(membersMax).optional(),
      remove: classed('public', z.array(localRef()).max(membersMax).optional()),
    }),
    of('withdraw_case', { case_ref: classed('public', localRef()), reason: status(z.enum(caseWithdrawalReasons)) }),
    of('cancel', { reason: status(z.enum(meetingCancellationReasons)) }),
    of('remind', {}),
    of('record_attendance', {
      attendance: z
        .array(
          z.strictObject({
            member_id: classed('public', localRef()),
            cases: classed('attendance', z.array(localRef()).max(casesMax)),
          }),
        )
        .max(membersMax * 2),
      beneficiaries: z
        .array(
          z.strictObject({
            member_id: classed('public', localRef()),
            attendance: classed('attendance', z.enum(attendanceOutcomes)),
          }),
        )
        .max(membersMax)
        .optional(),
    }),
    of('record_minutes', {
      text: classed('service_status', prose(8000).meta({ description: 'Of the meeting itself: nothing of any case' })),
      cases: z.array(CaseMinutes).max(casesMax),
    }),
  ])
  .meta({ id: 'ConvocationEventRequest', example: convocationEventExample });
export type ConvocationEventRequest = z.infer<typeof ConvocationEventRequest>;

/** A member's answer. A member delegates to a colleague of the same body. */
export const ConvocationAnswer = z
  .discriminatedUnion('answer', [
    z.strictObject({ answer: status(z.literal('accepted')) }),
    z.strictObject({ answer: status(z.literal('tentative')) }),
    z.strictObject({ answer: status(z.literal('declined')), reason: status(z.enum(answerReasons)) }),
    z.strictObject({ answer: status(z.literal('delegated')), delegate: Delegate }),
  ])
  .meta({ id: 'ConvocationAnswer', example: { answer: 'accepted' } });
export type ConvocationAnswer = z.infer<typeof ConvocationAnswer>;

/** What a mail's fate tells, by the gateway itself. */
export const MailEvidence = z.strictObject({
  member_id: classed('public', localRef()),
  channel: classed('public', z.enum(['mail', 'pec'])),
  state: classed('public', z.enum(mailEvidenceStates)),
  code: classed('public', line(40).optional()),
});
export type MailEvidence = z.infer<typeof MailEvidence>;

export const convocationEventTypes = [
  'convene',
  'answer',
  'reschedule',
  'change_members',
  'withdraw_case',
  'cancel',
  'remind',
  'record_attendance',
  'record_minutes',
  'record_evidence',
  'answers_overdue',
] as const;
export type ConvocationEventType = (typeof convocationEventTypes)[number];
