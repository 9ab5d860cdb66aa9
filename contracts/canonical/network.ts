import { z } from 'zod';
import { acceptanceProcedures, organizationKinds, referralKinds } from './codes.ts';
import { classed, DataClass } from './data-class.ts';
import { AgreementId, ClientId, OrganizationId, PurposeCode, ServiceId, SystemId } from './ids.ts';
import { Organization } from './organization.ts';
import { date, line, prose } from './text.ts';
import { Modi, PdndClient, Trust } from './trust.ts';

const pub = <S extends z.ZodType>(schema: S) => classed('public', schema);

export const Service = z
  .strictObject({
    id: pub(ServiceId),
    name: pub(line(200)),
    kind: pub(z.enum(referralKinds)),
    providers: pub(z.array(OrganizationId).min(1).max(100)),
    acceptance: pub(z.enum(acceptanceProcedures).optional()),
    capacity_per_month: pub(z.int().min(0).max(100_000).optional()),
    external_code: pub(line(64).optional()),
  })
  .meta({
    id: 'Service',
    example: {
      id: 'patto-di-servizio',
      name: 'Patto di servizio personalizzato',
      kind: 'labour_activation',
      providers: ['cpi-borgoverde'],
    },
  });
export type Service = z.infer<typeof Service>;

export const Agreement = z
  .strictObject({
    id: pub(AgreementId),
    title: pub(line(200)),
    parties: pub(z.array(OrganizationId).min(2).max(200)),
    purposes: pub(z.array(PurposeCode).min(1).max(50)),
    services: pub(z.array(ServiceId).max(500).optional().meta({ description: 'Absent: every service of the parties' })),
    valid_from: pub(date()),
    valid_until: pub(date().optional()),
    answer_within_days: pub(z.int().min(1).max(365).optional()),
    extract_by_mail: pub(
      z.boolean().optional().meta({
        description:
          'An extract of the preliminary analysis may go with a mail, if all of it is of classes that may lie in a mailbox; else a secure link',
      }),
    ),
    expire_after_days: pub(
      z.int().min(1).max(730).optional().meta({ description: 'A referral nobody took on expires after so many days' }),
    ),
  })
  .meta({
    id: 'Agreement',
    example: {
      id: 'protocollo-2026',
      title: "Protocollo d'intesa 2026",
      parties: ['comune-borgoverde', 'cpi-borgoverde'],
      purposes: ['LAV-INV', 'LAV-ESITO'],
      valid_from: '2026-01-01',
    },
  });
export type Agreement = z.infer<typeof Agreement>;

const jsonObject = () => z.record(z.string().max(100), z.unknown());

/** How to reach a body's system. Credentials are names of secrets in the deployment's configuration, never the secrets. */
export const System = z
  .strictObject({
    id: pub(SystemId),
    organization: pub(OrganizationId),
    adapter: pub(line(40)),
    address: pub(
      z
        .url({ protocol: /^https?$/ })
        .max(2000)
        .optional()
        .meta({ description: 'Absent for a system that pulls from the mailbox' }),
    ),
    credentials: z
      .strictObject({
        scheme: pub(z.enum(['none', 'basic', 'bearer'])),
        secret: pub(
          z
            .string()
            .max(60)
            .regex(/^[A-Z][A-Z0-9_]*$/)
            .optional(),
        ),
      })
      .optional(),
    referral_kinds: pub(
      z
        .array(z.enum(referralKinds))
        .min(1)
        .max(9)
        .optional()
        .meta({ description: 'Only these kinds go to this system; absent: all' }),
    ),
    request_timeout_ms: pub(z.int().min(100).max(120_000).optional()),
    in_flight_max: pub(z.int().min(1).max(1000).optional()),
    options: pub(jsonObject().optional().meta({ description: "The adapter's own settings; see its README" })),
    modi: Modi.optional().meta({
      description: 'What the system asks of its callers (ModI); absent: credentials alone',
    }),
  })
  .meta({
    id: 'System',
    example: {
      id: 'cpi-sil',
      organization: 'cpi-borgoverde',
      adapter: 'labour-sap',
      address: 'https://sil.example.it/servizicoap',
    },
  });
export type System = z.infer<typeof System>;

export const scopes = [
  'referrals:write',
  'referrals:read',
  'consents:write',
  'consents:read',
  'subjects:search',
  'protected_address:read',
  'exchanges:read',
  'deliveries:read',
  'deliveries:operate',
  'mailbox:read',
  'convocations:write',
  'convocations:read',
  'mail:write',
  'inbound:write',
  'network:read',
  'network:write',
] as const;
export type Scope = (typeof scopes)[number];

/** Who may call: a client of one organization. It proves itself by a voucher of PDND, by a key of its own or, where it can do nothing else, by HTTP Basic. */
export const Client = z
  .strictObject({
    id: pub(ClientId),
    organization: pub(OrganizationId),
    system: pub(SystemId.optional()),
    scopes: pub(z.array(z.enum(scopes)).min(1).max(scopes.length)),
    jwks: z.strictObject({ keys: pub(z.array(jsonObject()).min(1).max(10)) }).optional(),
    basic_secret_hash: pub(
      z
        .string()
        .max(200)
        .regex(/^pbkdf2-sha256\$\d{5,7}\$[A-Za-z0-9_-]+\$[A-Za-z0-9_-]+$/)
        .optional()
        .meta({
          description: 'pbkdf2-sha256$iterations$salt$hash, base64url. Made by: raccordo secret hash',
        }),
    ),
    pdnd: PdndClient.optional().meta({
      description: 'The client comes with vouchers of PDND, in place of jwks or a secret',
    }),
  })
  .meta({ id: 'Client' });
export type Client = z.infer<typeof Client>;

/** A change to the catalogue. Narrowing is free; widening needs the document that allows it. */
export const PurposeOverride = z
  .strictObject({
    purpose: pub(PurposeCode),
    recipient_kind: pub(z.enum(organizationKinds)),
    remove: pub(z.array(DataClass).max(19).optional()),
    add: pub(z.array(DataClass).max(19).optional()),
    document: z
      .strictObject({
        title: pub(line(200)),
        reference: pub(line(100)),
        approved_by: pub(line(200)),
        approved_on: pub(date()),
      })
      .optional(),
  })
  .refine((o) => o.add === undefined || o.document !== undefined, {
    message: 'widening needs the document that allows it',
    path: ['document'],
  })
  .meta({ id: 'PurposeOverride' });
export type PurposeOverride = z.infer<typeof PurposeOverride>;

/** What a network says of its convocations; what it leaves out is as the gateway has it. */
export const ConvocationSettings = z
  .strictObject({
    meetings_per_day_max: pub(
      z.int().min(1).max(50).optional().meta({ description: 'Meetings that one body convenes for one day' }),
    ),
    reminder_days: pub(
      z
        .array(z.int().min(1).max(60))
        .max(5)
        .optional()
        .meta({ description: 'So many days before a meeting, where the convocation does not say; absent: 7 and 1' }),
    ),
    document_views_max: pub(
      z.int().min(1).max(100).optional().meta({ description: 'How often a link to documents opens them; absent: 10' }),
    ),
    document_days: pub(
      z.int().min(1).max(90).optional().meta({
        description:
          'Days after the meeting for which its documents may be opened, by the link of the minutes after that mail; absent: 14',
      }),
    ),
  })
  .meta({ id: 'ConvocationSettings' });
export type ConvocationSettings = z.infer<typeof ConvocationSettings>;

/** The network document: who takes part, by which agreement, with which systems. Applied whole, or not at all. */
export const Network = z
  .strictObject({
    territory: z.strictObject({ id: pub(line(64)), name: pub(line(200)), note: pub(prose(2000).optional()) }),
    organizations: z.array(Organization).min(1).max(2000),
    services: z.array(Service).max(5000),
    agreements: z.array(Agreement).max(2000),
    systems: z.array(System).max(2000),
    clients: z.array(Client).max(5000),
    purpose_overrides: z.array(PurposeOverride).max(500).optional(),
    convocations: ConvocationSettings.optional(),
    trust: Trust.optional(),
  })
  .meta({ id: 'Network' });
export type Network = z.infer<typeof Network>;
