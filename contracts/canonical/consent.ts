import { z } from 'zod';
import { organizationKinds } from './codes.ts';
import { classed } from './data-class.ts';
import { ConsentId, OrganizationId, PurposeCode } from './ids.ts';
import { SubjectIdentifiers } from './subject.ts';
import { date, instant, line } from './text.ts';

export const evidenceKinds = ['consent', 'statutory_authorisation', 'objection', 'refusal'] as const;

const evidenceFields = {
  kind: classed('public', z.enum(evidenceKinds)),
  scope: z
    .strictObject({
      purpose: classed('public', PurposeCode.optional()),
      recipient: classed('public', OrganizationId.optional()),
      recipient_kind: classed('public', z.enum(organizationKinds).optional()),
    })
    .meta({ description: 'Each member narrows; an empty scope covers everything' }),
  given_by: classed('public', z.enum(['self', 'guardian', 'delegate'])),
  delegation_until: classed('public', date().optional().meta({ description: 'Mandatory when given_by is delegate' })),
  given_at: classed('public', instant()),
  valid_from: classed('public', date()),
  valid_until: classed('public', date().optional()),
  source: classed('public', z.enum(['pad', 'signed_form', 'digital_form', 'verbal_recorded', 'other'])),
  document_reference: classed('case_reference', line(100).optional()),
};

/** Evidence to register: a consent, a statutory authorisation (such as the PAD's), an objection, or a consent refused. */
export const ConsentRequest = z
  .strictObject({
    subject: SubjectIdentifiers,
    birth_date: classed(
      'identity',
      date().optional().meta({
        description:
          'Needed when the person may be a minor and none is on file: kept from then on, if a registrar of evidence says it',
      }),
    ),
    ...evidenceFields,
  })
  .refine((c) => c.given_by !== 'delegate' || c.delegation_until !== undefined, {
    message: 'a delegate needs delegation_until',
    path: ['delegation_until'],
  })
  .refine((c) => c.valid_until === undefined || c.valid_until >= c.valid_from, {
    message: 'ends before it begins',
    path: ['valid_until'],
  })
  .meta({
    id: 'ConsentRequest',
    example: {
      subject: { tax_code: 'RSSMRA80A41H501Y' },
      kind: 'statutory_authorisation',
      scope: { purpose: 'LAV-INV' },
      given_by: 'self',
      given_at: '2026-11-02T10:00:00+01:00',
      valid_from: '2026-11-02',
      source: 'pad',
    },
  });
export type ConsentRequest = z.infer<typeof ConsentRequest>;

export const ConsentWithdrawalRequest = z
  .strictObject({ withdrawn_at: classed('public', instant()) })
  .meta({ id: 'ConsentWithdrawalRequest', example: { withdrawn_at: '2026-11-20T09:00:00+01:00' } });
export type ConsentWithdrawalRequest = z.infer<typeof ConsentWithdrawalRequest>;

/** Evidence as held. It says that and for what, never why. */
export const Consent = z
  .strictObject({
    id: classed('public', ConsentId),
    version: classed('public', z.int().min(1).max(1000)),
    subject_id: classed('public', z.uuid().max(36)),
    registered_by: classed('public', OrganizationId),
    ...evidenceFields,
    status: classed('public', z.enum(['active', 'withdrawn'])),
    withdrawn_at: classed('public', instant().optional()),
    registered_at: classed('public', instant()),
  })
  .meta({
    id: 'Consent',
    example: {
      id: '019aa3c0-7d52-7a10-8f00-000000000002',
      version: 1,
      subject_id: '019aa3c0-7d52-7a10-8f00-000000000001',
      registered_by: 'comune-borgoverde',
      kind: 'statutory_authorisation',
      scope: { purpose: 'LAV-INV' },
      given_by: 'self',
      given_at: '2026-11-02T10:00:00+01:00',
      valid_from: '2026-11-02',
      source: 'pad',
      status: 'active',
      registered_at: '2026-11-02T10:00:05Z',
    },
  });
export type Consent = z.infer<typeof Consent>;
