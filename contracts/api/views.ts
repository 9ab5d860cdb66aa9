import { z } from 'zod';
import { AvailableEvent } from '../canonical/available-event.ts';
import { referralKinds, referralStatuses } from '../canonical/codes.ts';
import { classed, DataClass } from '../canonical/data-class.ts';
import { ReferralMessage } from '../canonical/message.ts';
import { ReferralProgress, ReferralRequest, referralRequestExample } from '../canonical/referral.ts';
import { referralEventTypes, TimelineEntry as WholeTimelineEntry } from '../canonical/referral-event.ts';
import { instant, line } from '../canonical/text.ts';
import { partialOf } from './partial-of.ts';

const pub = <S extends z.ZodType>(schema: S) => classed('public', schema);
const id = () => pub(z.uuid().max(36));
const version = () => pub(z.int().min(1).max(100_000));
const withheld = () => pub(z.array(DataClass).max(19).meta({ description: 'Classes that the reader may not see' }));

const head = {
  id: id(),
  version: version(),
  status: pub(z.enum(referralStatuses)),
  subject_id: id()
    .optional()
    .meta({ description: 'Absent from an open referral for a body that may claim it and has not' }),
  initiator: pub(line(64)),
  recipient: pub(line(64).optional().meta({ description: 'Absent while an open referral waits to be claimed' })),
  service: pub(line(64)),
  purpose: pub(line(20)),
  kind: pub(z.enum(referralKinds)),
  conversation_id: pub(line(64)),
  created_at: pub(instant()),
  updated_at: pub(instant()),
};
const headExample = {
  id: '019aa3c0-7d52-7a10-8f00-000000000006',
  version: 2,
  status: 'received',
  subject_id: '019aa3c0-7d52-7a10-8f00-000000000001',
  initiator: 'comune-borgoverde',
  recipient: 'cpi-borgoverde',
  service: 'patto-di-servizio',
  purpose: 'LAV-INV',
  kind: 'labour_activation',
  conversation_id: '019aa3c0-7d52-7a10-8f00-000000000006',
  created_at: '2026-11-20T09:00:00.000Z',
  updated_at: '2026-11-20T09:10:00.000Z',
};

/** A referral in a list: nothing of what it says about the person. */
export const ReferralHead = z
  .strictObject(head)
  .meta({ id: 'ReferralHead', description: 'A referral in a list', example: headExample });
export type ReferralHead = z.infer<typeof ReferralHead>;

/** A referral as one body may see it. */
export const ReferralView = z
  .strictObject({
    ...head,
    turn: classed(
      'service_status',
      z.enum(['initiator', 'recipient']).optional().meta({ description: 'Who was asked for information' }),
    ),
    question: z
      .strictObject({
        topic: classed('service_status', line(40).optional()),
        text: classed('service_status', line(1000).optional()),
      })
      .optional()
      .meta({ description: 'The information that was asked for' }),
    available_events: z.array(AvailableEvent).max(25),
    withheld: withheld(),
    request: partialOf(ReferralRequest),
    progress: partialOf(ReferralProgress),
  })
  .meta({
    id: 'ReferralView',
    description: 'A referral as the reader may see it: what is not permitted is not there',
    example: {
      ...headExample,
      available_events: [{ type: 'accept', by: 'recipient' }],
      withheld: ['social'],
      request: referralRequestExample,
      progress: { recipient_reference: 'CPI-7' },
    },
  });
export type ReferralView = z.infer<typeof ReferralView>;

/** One line of the timeline, as one body may see it. */
export const TimelineEntry = z
  .strictObject({
    ...WholeTimelineEntry.shape,
    status: pub(z.enum(referralStatuses)),
    withheld: withheld(),
    event: partialOf(WholeTimelineEntry.shape.event.unwrap()).optional(),
  })
  .meta({
    id: 'TimelineView',
    description: 'Who did what when, and to which state it led',
    example: {
      version: 2,
      type: 'acknowledge',
      by: 'cpi-borgoverde',
      at: '2026-11-20T09:10:00.000Z',
      status: 'received',
      withheld: [],
      event: { type: 'acknowledge', recipient_reference: 'CPI-7' },
    },
  });
export type TimelineEntry = z.infer<typeof TimelineEntry>;

const envelope = ReferralMessage.shape;

/** A message waiting for a system that pulls: enough to decide to fetch it. */
export const MailboxHead = z
  .strictObject({
    message_id: envelope.message_id,
    referral_id: envelope.referral_id,
    version: envelope.version,
    event_type: pub(z.enum(referralEventTypes)),
    from: pub(line(64)),
    at: envelope.at,
  })
  .meta({
    id: 'MailboxHead',
    description: 'A message that waits to be fetched',
    example: {
      message_id: '019aa3c0-7d52-7a10-8f00-000000000005',
      referral_id: '019aa3c0-7d52-7a10-8f00-000000000006',
      version: 1,
      event_type: 'submit',
      from: 'comune-borgoverde',
      at: '2026-11-20T09:00:00.000Z',
    },
  });
export type MailboxHead = z.infer<typeof MailboxHead>;

/** The message itself, in canonical words. */
export const MailboxMessage = z
  .strictObject({
    ...envelope,
    event: partialOf(envelope.event.unwrap()).optional(),
    request: partialOf(ReferralRequest),
    progress: partialOf(ReferralProgress),
  })
  .meta({
    id: 'MailboxMessage',
    description: 'One event of a referral with as much of the referral as the recipient may see',
    example: {
      message_id: '019aa3c0-7d52-7a10-8f00-000000000005',
      correlation_id: '019aa3c0-7d52-7a10-8f00-000000000004',
      conversation_id: '019aa3c0-7d52-7a10-8f00-000000000006',
      referral_id: '019aa3c0-7d52-7a10-8f00-000000000006',
      version: 1,
      at: '2026-11-20T09:00:00.000Z',
      purpose: 'LAV-INV',
      from: { id: 'comune-borgoverde', name: 'Comune di Borgoverde', kind: 'comune' },
      to: { id: 'cpi-borgoverde', name: "Centro per l'impiego di Borgoverde", kind: 'cpi' },
      service: {
        id: 'patto-di-servizio',
        name: 'Patto di servizio personalizzato',
        kind: 'labour_activation',
        providers: ['cpi-borgoverde'],
      },
      status: 'requested',
      event_type: 'submit',
      request: referralRequestExample,
      progress: {},
      withheld: [],
    },
  });
export type MailboxMessage = z.infer<typeof MailboxMessage>;
