import { z } from 'zod';
import {
  attendanceOutcomes,
  cancellationReasons,
  declineReasons,
  errorReasons,
  holdReasons,
  informationTopics,
  interruptReasons,
  outcomeCodes,
  referralStatuses,
  refusalReasons,
} from './codes.ts';
import { classed } from './data-class.ts';
import { Appointment, ReferralProgress } from './referral.ts';
import { date, instant, line, prose } from './text.ts';

const note = () => classed('social', prose(2000).optional());
const status = <S extends z.ZodType>(schema: S) => classed('service_status', schema);
const of = <T extends string, F extends z.ZodRawShape>(type: T, fields: F) =>
  z.strictObject({ type: classed('public', z.literal(type)), ...fields });

const reportable = {
  contact: ReferralProgress.shape.contact,
  labour: ReferralProgress.shape.labour,
  exemption: ReferralProgress.shape.exemption,
  health: ReferralProgress.shape.health,
  commitments: ReferralProgress.shape.commitments,
  note: note(),
};

/** What a body may say about a referral after it was submitted. `note` reaches the other side only where its class is permitted. */
export const ReferralEventRequest = z
  .discriminatedUnion('type', [
    of('acknowledge', { recipient_reference: ReferralProgress.shape.recipient_reference }),
    of('claim', { recipient_reference: ReferralProgress.shape.recipient_reference }),
    of('request_information', {
      topic: status(z.enum(informationTopics)),
      text: status(
        prose(1000)
          .optional()
          .meta({ description: 'What is missing. Goes to the other side: no detail of health or of family' }),
      ),
    }),
    of('supply_information', { text: status(prose(1000)) }),
    of('hold', { reason: status(z.enum(holdReasons)), note: note() }),
    of('resume', { note: note() }),
    of('accept', {
      recipient_reference: ReferralProgress.shape.recipient_reference,
      contact: ReferralProgress.shape.contact,
      note: note(),
    }),
    of('decline', { reason: status(z.enum(declineReasons)), note: note() }),
    of('schedule', { appointment: Appointment }),
    of('reschedule', { appointment: Appointment }),
    of('cancel_appointment', { note: note() }),
    of('record_attendance', {
      attendance: classed('attendance', z.enum(attendanceOutcomes)),
      on: classed('attendance', date()),
      note: note(),
    }),
    of('start', { started_on: status(date()), note: note() }),
    of('report_progress', reportable),
    of('complete', { ...reportable, outcome: status(z.enum(outcomeCodes)), ended_on: status(date()) }),
    of('interrupt', { reason: status(z.enum(interruptReasons)), ended_on: status(date()), note: note() }),
    of('request_cancellation', { reason: status(z.enum(cancellationReasons)), note: note() }),
    of('confirm_cancellation', { note: note() }),
    of('refuse_cancellation', { reason: status(z.enum(refusalReasons)), note: note() }),
    of('mark_entered_in_error', { reason: status(z.enum(errorReasons)), note: note() }),
  ])
  .meta({
    id: 'ReferralEventRequest',
    example: { type: 'schedule', appointment: { start: '2026-12-01T09:30:00+01:00', place: 'CPI, stanza 4' } },
  });
export type ReferralEventRequest = z.infer<typeof ReferralEventRequest>;
export type ReferralEventType = ReferralEventRequest['type'] | 'submit' | 'expire';

export const referralEventTypes = [
  'submit',
  'acknowledge',
  'claim',
  'request_information',
  'supply_information',
  'hold',
  'resume',
  'accept',
  'decline',
  'schedule',
  'reschedule',
  'cancel_appointment',
  'record_attendance',
  'start',
  'report_progress',
  'complete',
  'interrupt',
  'request_cancellation',
  'confirm_cancellation',
  'refuse_cancellation',
  'expire',
  'mark_entered_in_error',
] as const satisfies readonly ReferralEventType[];

/** One line of the timeline: who did what when, and to which state it led. Details are disclosed per reader. */
export const TimelineEntry = z
  .strictObject({
    version: classed('public', z.int().min(1).max(100_000)),
    type: classed('public', z.enum(referralEventTypes)),
    by: classed('public', line(64)),
    at: classed('public', instant()),
    status: classed('service_status', z.enum(referralStatuses)),
    withheld: classed('public', z.array(line(30)).max(20)),
    event: ReferralEventRequest.optional(),
  })
  .meta({ id: 'TimelineEntry' });
