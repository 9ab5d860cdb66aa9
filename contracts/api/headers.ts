import { z } from 'zod';
import type { Declaration } from './declaration.ts';
import { pub } from './declaration.ts';

type HeaderObject = {
  description: string;
  required?: boolean;
  schema: {
    type: 'string' | 'integer';
    format?: string;
    minimum?: number;
    maximum?: number;
    maxLength?: number;
    enum?: string[];
  };
  example: string | number;
};

const jws = 'eyJhbGciOiJSUzI1NiJ9.eyJqdGkiOiIxIn0.c2lnbmF0dXJl';
const digest = 'SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const uuidExample = '6f2b8a0e-3f5d-4c66-9b53-0d6a3b1f9c11';
const int32 = (minimum: number, maximum: number) => ({ type: 'integer' as const, format: 'int32', minimum, maximum });

/** The headers of replies, as components of the document. */
const components = {
  'X-Correlation-ID': {
    description: 'Correlation of the exchange: that of the request if it was a UUID, else a new one.',
    required: true,
    schema: { type: 'string', format: 'uuid', maxLength: 36 },
    example: uuidExample,
  },
  'X-RateLimit-Limit': {
    description: 'Requests that the caller may send in a minute.',
    schema: int32(1, 10_000_000),
    example: 6000,
  },
  'X-RateLimit-Remaining': {
    description: 'Requests that the caller may send now.',
    schema: int32(0, 10_000_000),
    example: 5999,
  },
  'X-RateLimit-Reset': {
    description: 'Seconds until all of them may be sent again.',
    schema: int32(0, 60),
    example: 1,
  },
  'Retry-After': { description: 'Seconds to wait before a repeat.', schema: int32(1, 3600), example: 1 },
  'Cache-Control': {
    description: 'no-store, for what may hold personal data; max-age=300 for what is the same for everybody.',
    schema: { type: 'string', maxLength: 40 },
    example: 'no-store',
  },
  'Idempotency-Replayed': {
    description: 'true when the reply is the one remembered under the Idempotency-Key.',
    schema: { type: 'string', enum: ['true'] },
    example: 'true',
  },
  ETag: {
    description: 'Version of the resource, for If-Match.',
    schema: { type: 'string', maxLength: 20 },
    example: '"v3"',
  },
  Location: {
    description: 'Where the new resource is, or where to ask for the outcome.',
    schema: { type: 'string', format: 'uri-reference', maxLength: 300 },
    example: '/v1/referrals/019aa3c0-7d52-7a10-8f00-000000000006',
  },
  'Preference-Applied': {
    description: 'respond-async, when that is how the request was answered (RFC 7240 section 3).',
    schema: { type: 'string', enum: ['respond-async'] },
    example: 'respond-async',
  },
  'WWW-Authenticate': {
    description: 'How to prove who is calling (RFC 9110 section 11.6.1).',
    schema: { type: 'string', maxLength: 300 },
    example: 'Bearer realm="raccordo", error="invalid_token"',
  },
  'Agid-JWT-Signature': {
    description:
      'Signature of the reply (INTEGRITY_REST_02) over Digest and Content-Type, with request_digest: to who came with a voucher or with ModI proofs, errors included.',
    schema: { type: 'string', maxLength: 8192 },
    example: jws,
  },
  Digest: {
    description: 'SHA-256 of the body of a signed reply (RFC 3230).',
    schema: { type: 'string', maxLength: 60 },
    example: digest,
  },
} satisfies Record<string, HeaderObject>;
export type ReplyHeader = keyof typeof components;
export const replyHeaders: Readonly<Record<ReplyHeader, HeaderObject>> = components;

const everyReply: readonly ReplyHeader[] = [
  'X-Correlation-ID',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'Cache-Control',
];

/** The headers that every reply has, and more. */
export const headersOf = (...more: readonly ReplyHeader[]) =>
  Object.fromEntries([...everyReply, ...more].map((name) => [name, { $ref: `#/components/headers/${name}` }]));

// Between separators, sixteen characters as TaxCode (subject.ts) has them, in either case: a key is kept as it is.
const notATaxCode =
  /^(?!(?:.*[._:-])?[A-Za-z]{6}[0-9L-NP-Vl-np-v]{2}[A-EHLMPR-Ta-ehlmpr-t][0-9L-NP-Vl-np-v]{2}[A-Za-z][0-9L-NP-Vl-np-v]{3}[A-Za-z](?:[._:-].*)?$)[A-Za-z0-9._:-]+$/;

const keyRule = 'must be of letters, digits and . _ : - alone, as a UUID is, and hold no tax code';

/** What a key of the caller's own choosing may look like: visible ASCII (RFC 9110 section 5.6.2 has no more for a token), never a person's number. */
export const IdempotencyKey = pub(
  z.string().min(8).max(128).regex(notATaxCode, keyRule).meta({
    description:
      "A fresh UUID, never a person's number, kept for 7 days: the same key and request give the same reply again.",
    example: '0f8fad5b-d9cb-469f-a165-70867728950e',
  }),
);

/** One strong entity tag as this gateway gives them (RFC 9110 section 13.1.1). */
export const IfMatch = pub(
  z
    .string()
    .max(12)
    .regex(/^"v[1-9]\d{0,6}"$/, 'must be an ETag as this gateway gave it, quotes included, such as "v3"')
    .meta({ description: 'The ETag of the version that the change was decided on.', example: '"v3"' }),
);

// Documented as a UUID, never refused: another one is made when it is not.
const Correlation = pub(
  z
    .string()
    .max(36)
    .optional()
    .meta({ format: 'uuid', description: 'Correlation of the exchange.', example: uuidExample }),
);

/** Where the caller takes its answers (NONBLOCK_PUSH_REST). Which addresses are its own, the network document says. */
export const ReplyTo = pub(
  z.string().max(2000).meta({
    description:
      'NONBLOCK_PUSH_REST: answers to this request go to the system of the caller that has this address in the network document, with the X-Correlation-ID of this request. The reply then has status 202.',
    example: 'https://cartella.comune.example.it/segnalazioni',
  }),
);

/** Preferences (RFC 7240); what is not known is ignored. */
export const Prefer = pub(
  z.string().max(300).meta({
    description:
      'NONBLOCK_PULL_REST: with respond-async (RFC 7240 section 4.1) the reply has status 202 and its Location says where to ask for the outcome.',
    example: 'respond-async',
  }),
);

const proof = (description: string, charactersMax: number, example: string) =>
  pub(z.string().max(charactersMax).optional().meta({ description, example }));

/** What travels beside Authorization (ModI, RFC 9449). Required of whom the network document says; what is sent must hold. */
const proofs = {
  DPoP: proof('Proof of the key that the voucher is bound to (RFC 9449), used once.', 8192, jws),
  Digest: proof('SHA-256 of the body as it is sent (RFC 3230).', 200, digest),
  'Agid-JWT-Signature': proof(
    'INTEGRITY_REST_02: signs Digest, Content-Type and Content-Encoding, used once.',
    8192,
    jws,
  ),
  'Agid-JWT-TrackingEvidence': proof('AUDIT_REST_01 or AUDIT_REST_02: who acts, bound to the voucher.', 8192, jws),
};

/** The headers that an operation reads, for the document. */
export function requestHeadersOf({ idempotency, ifMatch, later, scope }: Declaration) {
  return z.object({
    'X-Correlation-ID': Correlation,
    ...(idempotency === 'required' ? { 'Idempotency-Key': IdempotencyKey } : {}),
    ...(idempotency === 'optional' ? { 'Idempotency-Key': IdempotencyKey.optional() } : {}),
    ...(ifMatch ? { 'If-Match': IfMatch } : {}),
    ...(later ? { 'X-ReplyTo': ReplyTo.optional(), Prefer: Prefer.optional() } : {}),
    ...(scope === null ? {} : proofs),
  });
}
