import { z } from 'zod';
import { classed, DataClass } from './data-class.ts';
import { ExchangeId } from './ids.ts';
import { instant, line } from './text.ts';

const pub = <S extends z.ZodType>(schema: S) => classed('public', schema);

export const exchangeOperations = [
  'referral.submit',
  'referral.event',
  'referral.read',
  'referral.list',
  'referral.timeline',
  'referral.expire',
  'referral.deliver',
  'referral.follow',
  'inbound.message',
  'consent.register',
  'consent.withdraw',
  'consent.read',
  'subject.search',
  'mailbox.read',
  'mailbox.acknowledge',
  'delivery.rerun',
  'delivery.resolve',
  'system.suspend',
  'system.resume',
  'network.apply',
  'analysis.record',
  'analysis.read',
  'convocation.convene',
  'convocation.event',
  'convocation.answer',
  'convocation.read',
  'convocation.list',
  'convocation.calendar',
  'convocation.letter',
  'convocation.mail',
  'convocation.link',
  'convocation.documents',
  'convocation.clock',
  'mail.intake',
  'pdnd.call',
] as const;
export type ExchangeOperation = (typeof exchangeOperations)[number];

/** One record of the ledger: an exchange permitted or denied. It names no person: `subject_id` is a pseudonym. */
export const Exchange = z
  .strictObject({
    id: pub(ExchangeId),
    at: pub(instant()),
    correlation_id: pub(z.uuid().max(36)),
    operation: pub(z.enum(exchangeOperations)),
    direction: pub(z.enum(['in', 'out'])),
    from: pub(line(64).optional()),
    to: pub(line(64).optional()),
    system: pub(line(64).optional()),
    client: pub(line(64).optional()),
    acting_user: pub(line(100).optional()),
    subject_id: pub(z.uuid().max(36).optional()),
    referral_id: pub(z.uuid().max(36).optional()),
    convocation_id: pub(z.uuid().max(36).optional()),
    delivery_id: pub(z.uuid().max(36).optional()),
    purpose: pub(line(20).optional()),
    legal_basis: pub(line(300).optional()),
    evidence: z.array(z.strictObject({ id: pub(z.uuid().max(36)), version: pub(z.int().min(1).max(1000)) })).max(20),
    agreement: pub(line(64).optional()),
    network_version: pub(z.int().min(0).max(1_000_000)),
    permitted: pub(z.boolean()),
    rule: pub(line(60)),
    classes_asked: pub(z.array(DataClass).max(19)),
    classes_disclosed: pub(z.array(DataClass).max(19)),
    classes_withheld: pub(z.array(DataClass).max(19)),
    digest: pub(
      line(64)
        .optional()
        .meta({ description: 'Keyed digest (HMAC-SHA-256, base64url) of what was disclosed or received' }),
    ),
    outcome: pub(line(60)),
    call: z
      .strictObject({
        operation: pub(line(60)),
        status: pub(z.int().min(100).max(599)),
        consumer_id: pub(z.uuid().max(36).optional()),
        purpose_id: pub(z.uuid().max(36).optional()),
        token_id: pub(line(256).optional().meta({ description: 'jti of the voucher' })),
      })
      .optional()
      .meta({
        description: 'Of a request with a voucher or ModI proofs (operation pdnd.call): what PDND is told of it',
      }),
    reason: pub(
      line(500).optional().meta({
        description:
          "Why an operator did it; which check of a partner's signed answer failed; why nothing was sent, as for want of a voucher. Never a personal datum",
      }),
    ),
  })
  .meta({
    id: 'Exchange',
    example: {
      id: '019aa3c0-7d52-7a10-8f00-000000000003',
      at: '2026-11-20T09:00:00Z',
      correlation_id: '019aa3c0-7d52-7a10-8f00-000000000004',
      operation: 'referral.deliver',
      direction: 'out',
      from: 'comune-borgoverde',
      to: 'cpi-borgoverde',
      system: 'cpi-sil',
      subject_id: '019aa3c0-7d52-7a10-8f00-000000000001',
      purpose: 'LAV-INV',
      evidence: [{ id: '019aa3c0-7d52-7a10-8f00-000000000002', version: 1 }],
      agreement: 'protocollo-2026',
      network_version: 1,
      permitted: true,
      rule: 'permit/matrix',
      classes_asked: ['identity', 'health'],
      classes_disclosed: ['identity'],
      classes_withheld: ['health'],
      outcome: 'delivered',
    },
  });
export type Exchange = z.infer<typeof Exchange>;
