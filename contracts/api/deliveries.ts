import { z } from 'zod';
import { classed } from '../canonical/data-class.ts';
import { Delivery, deliveryStates } from '../canonical/delivery.ts';
import { line } from '../canonical/text.ts';
import { answers, declare, json, networkCode, pub, uuid } from './declaration.ts';
import { pageOf, pageQuery } from './page.ts';
import { DeliveryReceipt } from './replies.ts';

const whose =
  "A client of an ATS, which runs the network's gateway, operates every delivery; any other client those that go to its own body or belong to a referral to which that is party, and the mails of the convocations of its own body. Others are not found.";

const params = z.strictObject({ delivery_id: uuid('Identifier of the delivery') });
const reason = () =>
  classed(
    'public',
    line(300).meta({ description: 'Why, for who reads the ledger later: it is kept there. Never a personal datum' }),
  );

export const DeliveryRerunRequest = z
  .strictObject({ reason: reason() })
  .meta({ id: 'DeliveryRerunRequest', example: { reason: 'The CPI confirmed by phone that nothing had arrived' } });

export const DeliveryResolutionRequest = z
  .strictObject({
    as: pub(z.enum(['delivered', 'abandoned']).meta({ description: 'What a person found out or decided' })),
    reason: reason(),
  })
  .meta({ id: 'DeliveryResolutionRequest', example: { as: 'delivered', reason: 'The CPI found the notification' } });

export const listDeliveries = declare({
  id: 'list_deliveries',
  method: 'get',
  path: '/v1/deliveries',
  tag: 'deliveries',
  scope: 'deliveries:read',
  summary: { en: 'List the deliveries', it: 'Elenca le consegne' },
  description:
    'Deliveries of referrals of the caller and mails of its convocations and to its people, newest first; all of the network for a client of an ATS that has deliveries:operate. With state=unknown: the worklist of what may or may not have arrived.',
  query: z.strictObject({
    referral_id: uuid('Only of this referral').optional(),
    convocation_id: uuid('Only the mails of this convocation').optional(),
    system: networkCode('Only toward this system', 'cpi-sil').optional(),
    state: pub(z.enum(deliveryStates).optional().meta({ description: 'Only in this state', example: 'unknown' })),
    ...pageQuery,
  }),
  reply: answers(200, 'A page of deliveries', pageOf(Delivery, 'DeliveryPage')),
  problems: [],
});

export const readDelivery = declare({
  id: 'read_delivery',
  method: 'get',
  path: '/v1/deliveries/{delivery_id}',
  tag: 'deliveries',
  scope: 'deliveries:read',
  summary: { en: 'Read a delivery', it: 'Legge una consegna' },
  description: 'Its state, its last outcome, and what the translation dropped or doubted.',
  params,
  reply: answers(200, 'The delivery', Delivery),
  problems: ['delivery/not-found'],
});

export const rerunDelivery = declare({
  id: 'rerun_delivery',
  method: 'post',
  path: '/v1/deliveries/{delivery_id}/rerun',
  tag: 'deliveries',
  scope: 'deliveries:operate',
  summary: { en: 'Send a delivery again', it: 'Ripete una consegna' },
  description: `For a delivery that was refused, withheld, abandoned or is unknown. The gate is asked again. A mail to a member that was delivered and leads to documents (invitation, update, minutes) is sent anew, as of the meeting now and with fresh links, where a member lost it or used its link up; the reply names the new delivery. An invitation is sent until the meeting is over. ${whose}`,
  params,
  idempotency: 'optional',
  body: json(DeliveryRerunRequest),
  reply: answers(202, 'The delivery is queued', DeliveryReceipt),
  problems: ['delivery/not-found', 'delivery/not-settled'],
});

export const resolveDelivery = declare({
  id: 'settle_delivery',
  method: 'post',
  path: '/v1/deliveries/{delivery_id}/resolution',
  tag: 'deliveries',
  scope: 'deliveries:operate',
  summary: { en: 'Settle an unknown delivery', it: 'Risolve una consegna dubbia' },
  description: `A person found out that it arrived, or decides that it will not be sent. What waits behind it goes on. ${whose}`,
  params,
  idempotency: 'optional',
  body: json(DeliveryResolutionRequest),
  reply: answers(200, 'The delivery is settled', DeliveryReceipt),
  problems: ['delivery/not-found', 'delivery/not-settled'],
});
