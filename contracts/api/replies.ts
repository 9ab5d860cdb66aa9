import { z } from 'zod';
import { AvailableEvent } from '../canonical/available-event.ts';
import { referralKinds, referralStatuses } from '../canonical/codes.ts';
import { Consent } from '../canonical/consent.ts';
import { classed } from '../canonical/data-class.ts';
import { deliveryStates } from '../canonical/delivery.ts';
import { findings } from '../canonical/finding.ts';
import { instant, line } from '../canonical/text.ts';

const pub = <S extends z.ZodType>(schema: S) => classed('public', schema);
const id = () => pub(z.uuid().max(36));
const count = () => pub(z.int().min(0).max(10_000));
const version = (max: number) => pub(z.int().min(1).max(max));

// Replies to writes say nothing about the person, so that they can be kept and given again.

export const ReferralReceipt = z
  .strictObject({
    id: id(),
    version: version(100_000),
    status: pub(z.enum(referralStatuses)),
    available_events: z.array(AvailableEvent).max(25),
    findings: findings(
      50,
      'tax_code/check_letter; recipient/no-system and counterpart/no-system, the other body has no system that is told, and reads by the API',
    ),
  })
  .meta({
    id: 'ReferralReceipt',
    description: 'What became of a referral',
    example: {
      id: '019aa3c0-7d52-7a10-8f00-000000000006',
      version: 1,
      status: 'requested',
      available_events: [{ type: 'request_cancellation', by: 'initiator', reasons: ['no_longer_needed', 'other'] }],
      findings: [],
    },
  });
export type ReferralReceipt = z.infer<typeof ReferralReceipt>;

export const ReferralOutcome = z.strictObject({ status: pub(z.enum(['processing'])) }).meta({
  id: 'ReferralOutcome',
  description: 'The recipient has not answered yet',
  example: { status: 'processing' },
});
export type ReferralOutcome = z.infer<typeof ReferralOutcome>;

export const ConsentReceipt = z
  .strictObject({
    id: id(),
    version: Consent.shape.version,
    subject_id: Consent.shape.subject_id,
    status: Consent.shape.status,
    registered_at: Consent.shape.registered_at,
    withdrawn_at: Consent.shape.withdrawn_at,
  })
  .meta({
    id: 'ConsentReceipt',
    description: 'What became of a piece of evidence',
    example: {
      id: '019aa3c0-7d52-7a10-8f00-000000000002',
      version: 1,
      subject_id: '019aa3c0-7d52-7a10-8f00-000000000001',
      status: 'active',
      registered_at: '2026-11-02T09:00:05.000Z',
    },
  });
export type ConsentReceipt = z.infer<typeof ConsentReceipt>;

export const NetworkReceipt = z
  .strictObject({
    version: version(1_000_000),
    applied_at: pub(instant()),
    organizations: count(),
    services: count(),
    agreements: count(),
    systems: count(),
    clients: count(),
  })
  .meta({
    id: 'NetworkReceipt',
    description: 'The network document now in force, counted',
    example: {
      version: 2,
      applied_at: '2026-11-20T09:00:00.000Z',
      organizations: 5,
      services: 4,
      agreements: 1,
      systems: 4,
      clients: 5,
    },
  });
export type NetworkReceipt = z.infer<typeof NetworkReceipt>;

export const DeliveryReceipt = z.strictObject({ id: id(), state: pub(z.enum(deliveryStates)) }).meta({
  id: 'DeliveryReceipt',
  description: 'Where a delivery stands after the decision',
  example: { id: '019aa3c0-7d52-7a10-8f00-000000000005', state: 'queued' },
});
export type DeliveryReceipt = z.infer<typeof DeliveryReceipt>;

export const SystemSuspension = z
  .strictObject({ system: pub(line(64)), suspended: pub(z.boolean()), reason: pub(line(300)), at: pub(instant()) })
  .meta({
    id: 'SystemSuspension',
    description: 'Nothing leaves toward a suspended system',
    example: {
      system: 'cpi-sil',
      suspended: true,
      reason: 'Maintenance announced by the CPI',
      at: '2026-11-20T09:00:00.000Z',
    },
  });
export type SystemSuspension = z.infer<typeof SystemSuspension>;

/** A system of the network as its members may know it: not where it is, nor how to enter. */
export const SystemView = z
  .strictObject({
    id: pub(line(64)),
    organization: pub(line(64)),
    adapter: pub(line(40)),
    pulls: pub(z.boolean().meta({ description: 'It fetches its messages from the mailbox' })),
    referral_kinds: pub(z.array(z.enum(referralKinds)).min(1).max(9).optional()),
    suspended: pub(z.boolean()),
    suspension_reason: pub(line(300).optional()),
    open_until: pub(instant().optional().meta({ description: 'Nothing is sent before: the system failed repeatedly' })),
  })
  .meta({
    id: 'SystemView',
    description: "A body's system, and whether messages leave toward it",
    example: { id: 'cpi-sil', organization: 'cpi-borgoverde', adapter: 'labour-sap', pulls: false, suspended: false },
  });
export type SystemView = z.infer<typeof SystemView>;

export const Status = z
  .strictObject({
    status: pub(z.enum(['up'])),
    network_version: version(1_000_000).meta({ description: 'The network document in force' }),
  })
  .meta({ id: 'Status', description: 'The gateway can serve', example: { status: 'up', network_version: 1 } });
export type Status = z.infer<typeof Status>;
