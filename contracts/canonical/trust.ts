import { z } from 'zod';
import { classed } from './data-class.ts';
import { ClientId, PurposeCode, SystemId } from './ids.ts';
import { line } from './text.ts';

const pub = <S extends z.ZodType>(schema: S) => classed('public', schema);

const uuid = () => pub(z.uuid().max(36));
const seconds = (max: number) => pub(z.int().min(0).max(max).optional());
const httpsUrl = () => pub(z.url({ protocol: /^https?$/ }).max(500));
/** The name of a secret of the deployment (RACCORDO_SECRET_<NAME>), never the secret. */
const secretName = () =>
  pub(
    z
      .string()
      .max(60)
      .regex(/^[A-Z][A-Z0-9_]*$/),
  );
const jwkSet = () =>
  z.strictObject({
    keys: pub(
      z
        .array(z.record(z.string().max(100), z.unknown()))
        .min(1)
        .max(10),
    ),
  });

/** A private key that signs for us. PDND names keys by 43 base64url characters, other registries as they like. */
export const SigningKeyRef = z
  .strictObject({
    secret: secretName().meta({
      description: 'Name of the secret that holds the private key as JWK (RSA or EC P-256)',
    }),
    kid: pub(line(100).meta({ description: 'Identifier under which the receiver finds the public key' })),
  })
  .meta({ id: 'SigningKeyRef' });
export type SigningKeyRef = z.infer<typeof SigningKeyRef>;

/** Clock tolerances; what is left out is as GovWay has it by default. */
export const Tolerances = z
  .strictObject({
    iat_age_seconds_max: seconds(86_400).meta({ description: 'How old a signature may be; absent: 300' }),
    evidence_age_seconds_max: seconds(86_400).meta({
      description:
        'How old an evidence may be to which no voucher is bound; absent: 600, and of a partner that is sent to, 300',
    }),
    voucher_age_seconds_max: seconds(86_400).meta({
      description: 'How old a voucher may be; absent: it serves until it expires',
    }),
    ahead_seconds_max: seconds(300).meta({ description: 'How far iat and nbf may lie ahead; absent: 5' }),
    expired_seconds_max: seconds(300).meta({ description: 'How long after exp a token still counts; absent: 0' }),
    dpop_ahead_seconds_max: seconds(300).meta({ description: 'How far iat of a DPoP proof may lie ahead; absent: 10' }),
    dpop_life_seconds_max: seconds(3600).meta({ description: 'How old a DPoP proof may be; absent: 60' }),
  })
  .meta({ id: 'Tolerances' });
export type Tolerances = z.infer<typeof Tolerances>;

/** The e-service under which the gateway is published on PDND, with every descriptor (version) whose vouchers count. */
export const Eservice = z
  .strictObject({
    eservice_id: uuid(),
    descriptor_ids: z.array(uuid()).min(1).max(50),
  })
  .meta({ id: 'Eservice' });
export type Eservice = z.infer<typeof Eservice>;

/** Which proofs an operation needs of a client that has a voucher or keys. What is shown without need is verified all the same. */
export const Requirement = z
  .strictObject({
    clients: pub(z.array(ClientId).min(1).max(500).optional().meta({ description: 'Absent: all' })),
    systems: pub(z.array(SystemId).min(1).max(500).optional().meta({ description: 'Systems of clients. Absent: all' })),
    operations: pub(z.array(line(60)).min(1).max(100).optional().meta({ description: 'operationId. Absent: all' })),
    voucher: pub(z.enum(['any', 'bearer', 'dpop']).optional().meta({ description: 'dpop: bound to a key (RFC 9449)' })),
    signature: pub(
      z.enum(['none', 'with_body', 'always']).optional().meta({ description: 'Agid-JWT-Signature; absent: none' }),
    ),
    evidence: pub(
      z
        .enum(['none', 'audit_01', 'audit_02'])
        .optional()
        .meta({ description: 'Agid-JWT-TrackingEvidence; absent: none' }),
    ),
    certificates: pub(
      z
        .array(
          z
            .string()
            .max(64)
            .regex(/^[0-9a-f]{64}$/),
        )
        .min(1)
        .max(20)
        .optional()
        .meta({ description: 'SHA-256 of the channel certificates that count, in hex. Absent: none is asked for' }),
    ),
  })
  .meta({ id: 'Requirement', description: 'Of several that fit a call, the first holds.' });
export type Requirement = z.infer<typeof Requirement>;

/** The client with which the gateway itself asks PDND's API for keys, purposes and events. */
export const PdndApi = z
  .strictObject({
    address: httpsUrl().meta({ description: 'Base address, such as https://api.interop.pagopa.it/v2' }),
    token_url: httpsUrl(),
    assertion_audience: pub(
      line(200).meta({ description: 'Without a scheme: auth.interop.pagopa.it/client-assertion' }),
    ),
    client_id: uuid(),
    key: SigningKeyRef,
    keys_stale_seconds_max: seconds(86_400).meta({ description: 'How long a key is believed; absent: 3600' }),
    purposes_stale_seconds_max: seconds(86_400).meta({
      description: 'Age of the last word about a purpose beyond which its calls are refused; absent: 3600',
    }),
  })
  .meta({ id: 'PdndApi' });
export type PdndApi = z.infer<typeof PdndApi>;

/** How the gateway knows vouchers and signatures (ModI, PDND). Absent: it takes its own tokens only. */
export const Trust = z
  .strictObject({
    issuer: pub(line(200).meta({ description: 'iss of vouchers: a bare host, such as interop.pagopa.it' })),
    jwks_url: httpsUrl().meta({
      description: 'Keys of that issuer, such as https://interop.pagopa.it/.well-known/jwks.json',
    }),
    jwks_cache_seconds: seconds(86_400).meta({ description: 'Absent: 3600' }),
    audiences: pub(z.array(line(300)).min(1).max(20)).meta({ description: 'Ours, as published with the e-service' }),
    producer_id: uuid().meta({ description: 'Identifier of the body that publishes the e-service' }),
    eservices: z.array(Eservice).min(1).max(50),
    identity_checks: pub(
      z
        .enum(['producer_and_descriptor', 'producer', 'descriptor'])
        .optional()
        .meta({ description: 'What tells our vouchers from those of a service that took our audience; absent: both' }),
    ),
    tolerances: Tolerances.optional(),
    requirements: z.array(Requirement).max(500).optional(),
    disclosure: pub(
      z.enum(['full', 'coarse']).optional().meta({ description: 'coarse: the caller is not told which check failed' }),
    ),
    replies: z
      .strictObject({
        key: SigningKeyRef,
        issuer: pub(line(200).optional()),
        life_seconds: seconds(3600).meta({ description: 'Absent: 300' }),
      })
      .optional()
      .meta({ description: 'Replies are signed with this key (Agid-JWT-Signature); absent: they are not' }),
    pdnd_api: PdndApi.optional(),
  })
  .meta({ id: 'Trust' });
export type Trust = z.infer<typeof Trust>;

/** A client that comes with vouchers: its identifiers on PDND, and which purposes of the catalogue each of its PDND purposes stands for. */
export const PdndClient = z
  .strictObject({
    client_id: uuid(),
    consumer_id: uuid(),
    purposes: z
      .array(z.strictObject({ purpose_id: uuid(), purposes: pub(z.array(PurposeCode).min(1).max(50)) }))
      .min(1)
      .max(200),
    jwks: jwkSet().optional().meta({
      description: "Keys of the client's signatures, where PDND's API is not asked for them",
    }),
  })
  .meta({ id: 'PdndClient' });
export type PdndClient = z.infer<typeof PdndClient>;

/** What a partner system asks of its callers (ModI), so that the gateway may call it. */
export const Modi = z
  .strictObject({
    audience: pub(line(300).meta({ description: 'aud of signature and evidence, as the partner publishes it' })),
    key: SigningKeyRef.meta({ description: 'Signs assertion, evidence and requests' }),
    voucher: z
      .strictObject({
        token_url: httpsUrl(),
        assertion_audience: pub(line(200)),
        client_id: uuid(),
        purpose_id: uuid(),
        dpop: pub(z.boolean().optional().meta({ description: 'Bound to a key of ours (RFC 9449)' })),
      })
      .optional()
      .meta({ description: 'Obtained from PDND; absent: the credentials of the system' }),
    signature: pub(
      z.boolean().optional().meta({
        description:
          'INTEGRITY_REST_02: true, on every request, one without a body with the digest of nothing; false, on none; absent: on those with a body',
      }),
    ),
    evidence: z
      .strictObject({
        pattern: pub(z.enum(['audit_01', 'audit_02'])),
        user_location: pub(line(100)),
        loa: pub(line(60)),
        user_id: pub(line(100).optional().meta({ description: 'Where no person acts; absent: the client that asked' })),
      })
      .optional(),
    replies: z
      .strictObject({
        signed: pub(z.enum(['required', 'if_present', 'ignored'])),
        jwks: jwkSet().optional().meta({ description: "The partner's keys; absent: PDND's API is asked" }),
        jwks_url: httpsUrl().optional(),
        audience: pub(
          line(300).optional().meta({ description: 'aud that replies must name; absent: none is asked for' }),
        ),
        issuer: pub(line(200).optional()),
        request_digest: pub(
          z.boolean().optional().meta({
            description:
              'Replies must name the Digest of the request (request_digest); absent: where they do, it must fit',
          }),
        ),
      })
      .optional()
      .meta({ description: 'Absent: signatures of replies are not looked at' }),
    pattern: pub(
      z
        .enum(['block', 'push', 'pull'])
        .optional()
        .meta({ description: 'BLOCK_REST, NONBLOCK_PUSH_REST or NONBLOCK_PULL_REST; absent: block' }),
    ),
    tolerances: Tolerances.optional(),
  })
  .meta({ id: 'Modi' });
export type Modi = z.infer<typeof Modi>;
