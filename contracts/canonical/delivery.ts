import { z } from 'zod';
import { type MailKind, mailKinds } from './convocation-message.ts';
import { classed } from './data-class.ts';
import { DeliveryId } from './ids.ts';
import { type ReferralEventType, referralEventTypes } from './referral-event.ts';
import { instant, line } from './text.ts';

const pub = <S extends z.ZodType>(schema: S) => classed('public', schema);

/**
 * States of a delivery, by what they do not mean:
 * queued: nothing of this attempt left yet. leased: a dispatcher holds it; says nothing of what was sent (see sent_at).
 * awaiting_pickup: the system pulls; not acknowledged yet (sent_at: it was read). delivered: the partner took it, not that anybody read it.
 * refused: the partner said no; never again by itself. unknown: it may or may not have been taken; a person or the
 * partner's status operation decides. withheld: the gate said no at the moment of delivery; nothing left.
 * abandoned: a person decided, with a reason, that it will not be sent.
 */
export const deliveryStates = [
  'queued',
  'leased',
  'awaiting_pickup',
  'delivered',
  'refused',
  'unknown',
  'withheld',
  'abandoned',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export const Delivery = z
  .strictObject({
    id: pub(DeliveryId),
    referral_id: pub(z.uuid().max(36).optional().meta({ description: 'Absent for the mails of a convocation' })),
    convocation_id: pub(z.uuid().max(36).optional()),
    member: pub(
      line(80).optional().meta({
        description:
          'The member of the convocation that the mail goes to; _organizer, or _head: and a body, for who is none',
      }),
    ),
    version: pub(
      z.int().min(1).max(100_000).meta({ description: 'Version of the referral or convocation that is delivered' }),
    ),
    task: pub(z.enum(['deliver', 'follow', 'mail'])),
    event: pub(
      z
        .enum([...referralEventTypes, ...mailKinds])
        .meta({ description: 'The event that is told, or the kind of the mail' }),
    ),
    initiator: pub(line(64).meta({ description: 'The body that sent the referral, or convened' })),
    recipient: pub(line(64).meta({ description: 'The body that this delivery goes to' })),
    system: pub(line(64)),
    purpose: pub(line(20)),
    state: pub(z.enum(deliveryStates)),
    attempts: pub(z.int().min(0).max(10_000)),
    code: pub(line(80).optional().meta({ description: 'Code of the last outcome' })),
    detail: pub(line(300).optional().meta({ description: 'What happened and what to do, without personal data' })),
    findings: z
      .array(
        z.strictObject({
          pointer: pub(z.string().max(200).meta({ description: 'JSON pointer (RFC 6901); empty for the whole' })),
          code: pub(line(60)),
        }),
      )
      .max(50),
    due_at: pub(instant().optional()),
    sent_at: pub(instant().optional()),
    settled_at: pub(instant().optional()),
    created_at: pub(instant()),
    correlation_id: pub(z.uuid().max(36)),
  })
  .meta({
    id: 'Delivery',
    example: {
      id: '019aa3c0-7d52-7a10-8f00-000000000005',
      referral_id: '019aa3c0-7d52-7a10-8f00-000000000006',
      version: 1,
      task: 'deliver',
      event: 'submit',
      initiator: 'comune-borgoverde',
      recipient: 'cpi-borgoverde',
      system: 'cpi-sil',
      purpose: 'LAV-INV',
      state: 'delivered',
      attempts: 1,
      code: 'labour-sap/notified',
      findings: [],
      created_at: '2026-11-20T09:00:00Z',
      sent_at: '2026-11-20T09:00:01Z',
      settled_at: '2026-11-20T09:00:01Z',
      correlation_id: '019aa3c0-7d52-7a10-8f00-000000000004',
    },
  });
export type Delivery = z.infer<typeof Delivery>;

/** What goes to a body's system. */
export type ReferralDelivery = Delivery & {
  readonly task: 'deliver' | 'follow';
  readonly referral_id: string;
  readonly event: ReferralEventType;
};

/** What goes to a person by mail. */
export type MailDelivery = Delivery & {
  readonly task: 'mail';
  readonly convocation_id: string;
  readonly member: string;
  readonly event: MailKind;
};

export const isMailDelivery = <D extends Delivery>(delivery: D): delivery is D & MailDelivery =>
  delivery.task === 'mail';

/** The other kind, by which a stage that knows referrals only says so. */
export const isReferralDelivery = <D extends Delivery>(delivery: D): delivery is D & ReferralDelivery =>
  delivery.task !== 'mail';
