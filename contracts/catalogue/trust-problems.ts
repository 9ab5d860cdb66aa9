import type { retryAdvice } from '../canonical/problem.ts';

/** What may be wrong with a header or a claim. */
const faults = {
  missing: ['is missing', 'Send it.'],
  malformed: ['does not have the form that the rule gives', 'Send it in that form.'],
  wrong: ['is not the expected one', 'Send the one that the rule gives.'],
  repeated: ['is there more than once', 'Send it once.'],
  'too-large': ['exceeds the size limit', 'Send a shorter one: the limit stands in the documentation.'],
  past: ['is past', 'Obtain or make a new token; check the clock of the sender.'],
  old: ['is too long ago', 'Make a new token for the call; check the clock of the sender.'],
  early: ['lies in the future', 'Check the clock of the sender.'],
  unknown: ['is not known here', 'Check that it is published, and that the network document names it.'],
  suspended: ['is suspended', 'Ask the body that administers it on PDND.'],
  stale: ['could not be confirmed for too long', 'Repeat later: the source does not answer.'],
  unavailable: ['cannot be read now', 'Repeat later: the source does not answer.'],
  foreign: ['belongs to somebody else', 'Use one of the body that the voucher names.'],
  used: ['was used before', 'Make a new token for each request.'],
  unsigned: ['is not covered by the signature', 'Name it in signed_headers.'],
} as const;
type Fault = keyof typeof faults;

type Part = {
  /** As it is written in the token, or the name of a header. */
  readonly is: string;
  readonly rule: string;
  readonly can: readonly Fault[];
};
const part = <const F extends readonly Fault[]>(is: string, can: F, rule: string) => ({ is, rule, can }) as const;

const instant = 'seconds since 1970, as a number (RFC 7519 section 2)';
const keyed = {
  token: part(
    'token',
    ['malformed', 'too-large'],
    'one JWS in compact form (RFC 7515 section 7.1), at most 8192 characters',
  ),
  alg: part('alg', ['missing', 'wrong'], 'the algorithm of the key: RS256 or ES256, never none or HMAC'),
  crit: part('crit', ['wrong'], 'absent: no extension is understood (RFC 7515 section 4.1.11)'),
  seal: part('signature', ['wrong'], 'the signature verifies with the key that the header names'),
} as const;
const kid = part('kid', ['missing', 'malformed', 'unknown', 'unavailable'], 'the identifier of a published key');
const aud = part(
  'aud',
  ['missing', 'malformed', 'wrong'],
  'names this receiver: a string, an array, or one comma-joined string',
);
const exp = part('exp', ['missing', 'malformed', 'past'], instant);
const iat = part('iat', ['missing', 'malformed', 'old', 'early'], instant);
const nbf = part('nbf', ['malformed', 'early'], instant);
const jti = ['missing', 'malformed'] as const;
const oneShot = ['missing', 'malformed', 'used'] as const;
const jtiRule = 'a string of 1 to 256 characters, new for each token';
const uuid = 'a UUID';

/** Each proof with its parts and what can be wrong with each: the rows of the table in `docs/modi.md`, and one code for each cell. */
export const trustGrid = {
  voucher: {
    ...keyed,
    kid,
    aud,
    exp,
    iat,
    nbf,
    scheme: part('Authorization', ['missing', 'wrong'], 'Authorization: Bearer <voucher>, or DPoP <voucher>'),
    header: part('Authorization', ['missing', 'repeated'], 'one header, with a voucher of PDND'),
    typ: part('typ', ['missing', 'wrong'], 'at+jwt (RFC 9068 section 2.1)'),
    iss: part(
      'iss',
      ['missing', 'malformed', 'wrong'],
      'the issuer of the network document, a bare host without a scheme',
    ),
    jti: part('jti', jti, jtiRule),
    sub: part('sub', ['missing', 'malformed', 'wrong'], 'the client_id'),
    'client-id': part(
      'client_id',
      ['missing', 'malformed', 'unknown'],
      `${uuid} that a client of the network document names`,
    ),
    'purpose-id': part(
      'purposeId',
      ['missing', 'malformed', 'unknown', 'suspended', 'stale'],
      `${uuid} mapped to purposes of the catalogue for the client`,
    ),
    'producer-id': part(
      'producerId',
      ['missing', 'malformed', 'wrong'],
      `${uuid}: the body that publishes this e-service`,
    ),
    'consumer-id': part('consumerId', ['missing', 'malformed', 'wrong'], `${uuid}: the body of the client`),
    'eservice-id': part('eserviceId', ['missing', 'malformed', 'wrong'], `${uuid} of this e-service`),
    'descriptor-id': part('descriptorId', ['missing', 'malformed', 'wrong'], `${uuid} of a version of this e-service`),
    digest: part('digest', ['malformed', 'missing'], '{alg: "SHA256", value: 64 hexadecimal digits}'),
    cnf: part('cnf', ['missing', 'malformed'], '{jkt: the thumbprint of a key} (RFC 9449 section 6.1)'),
  },
  dpop: {
    ...keyed,
    header: part('DPoP', ['missing', 'repeated'], 'one proof, beside Authorization: DPoP (RFC 9449 section 7.1)'),
    typ: part('typ', ['missing', 'wrong'], 'dpop+jwt'),
    jwk: part(
      'jwk',
      ['missing', 'malformed', 'wrong'],
      'the public key of the proof, RSA or EC P-256, whose thumbprint is cnf.jkt of the voucher',
    ),
    htm: part('htm', ['missing', 'malformed', 'wrong'], 'the method of the request'),
    htu: part('htu', ['missing', 'malformed', 'wrong'], 'the address of the request without query and fragment'),
    iat,
    jti: part('jti', oneShot, jtiRule),
    ath: part('ath', ['missing', 'malformed', 'wrong'], 'base64url of the SHA-256 of the voucher'),
  },
  signature: {
    ...keyed,
    kid: part(
      'kid',
      ['missing', 'malformed', 'unknown', 'foreign', 'unavailable'],
      'the identifier of a published key of the sender',
    ),
    aud,
    exp,
    iat,
    nbf,
    header: part('Agid-JWT-Signature', ['missing', 'repeated'], 'one token (INTEGRITY_REST_02)'),
    typ: part('typ', ['wrong'], 'JWT'),
    iss: part('iss', ['malformed', 'wrong'], 'the sender, where it is there'),
    jti: part('jti', oneShot, jtiRule),
    'signed-headers': part(
      'signed_headers',
      ['missing', 'malformed', 'wrong'],
      'an array of objects, each with one header in small letters, as the request has it',
    ),
    digest: part('digest', ['unsigned', 'wrong'], 'in signed_headers, as the header Digest says'),
    'content-type': part('content-type', ['unsigned', 'wrong'], 'in signed_headers, as the header says'),
    'content-encoding': part('content-encoding', ['unsigned', 'wrong'], 'in signed_headers, as the header says'),
    'request-digest': part('request_digest', ['missing', 'wrong'], 'the Digest of the request that is answered'),
  },
  digest: {
    header: part('Digest', ['missing', 'repeated', 'malformed'], 'SHA-256=<base64> (RFC 3230)'),
    alg: part('Digest', ['wrong'], 'SHA-256'),
    value: part('Digest', ['wrong'], 'the SHA-256 of the bytes of the body as they were sent'),
  },
  evidence: {
    ...keyed,
    kid: part(
      'kid',
      ['missing', 'malformed', 'unknown', 'foreign', 'unavailable'],
      'the identifier of a published key of the sender',
    ),
    aud,
    exp,
    iat,
    nbf,
    header: part('Agid-JWT-TrackingEvidence', ['missing', 'repeated'], 'one token (AUDIT_REST_01, AUDIT_REST_02)'),
    typ: part('typ', ['wrong'], 'JWT'),
    iss: part('iss', ['missing', 'malformed', 'wrong'], 'the client_id of the voucher'),
    jti: part('jti', jti, jtiRule),
    'purpose-id': part('purposeId', ['missing', 'malformed', 'wrong'], 'that of the voucher'),
    'user-id': part('userID', ['missing', 'malformed'], 'the acting user: 1 to 100 characters'),
    'user-location': part('userLocation', ['missing', 'malformed'], 'where the user works: 1 to 100 characters'),
    loa: part('LoA', ['missing', 'malformed'], 'the level of assurance: 1 to 60 characters'),
    dnonce: part('dnonce', ['missing', 'malformed'], '13 digits, as a number or a string (AUDIT_REST_02)'),
    binding: part(
      'digest of the voucher',
      ['missing', 'wrong'],
      'the hexadecimal SHA-256 of the evidence (AUDIT_REST_02)',
    ),
  },
  channel: {
    certificate: part(
      'the certificate of the connection',
      ['missing', 'wrong'],
      'one that the network document names for the call',
    ),
  },
} as const satisfies Record<string, Record<string, Part>>;

export type Proof = keyof typeof trustGrid;
type Grid = typeof trustGrid;
type CodesOf<P extends Proof> = {
  [C in keyof Grid[P] & string]: Grid[P][C] extends { readonly can: readonly (infer F extends string)[] }
    ? `${P}/${C}-${F}`
    : never;
}[keyof Grid[P] & string];
/** One code for each way in which a proof can fail: `<proof>/<part>-<fault>`. */
export type TrustCode = { [P in Proof]: CodesOf<P> }[Proof];

/** `iss`, `aud` and their like are claims; names with capitals or in words are headers or other things. */
const proofNames: Readonly<Record<Proof, string>> = {
  voucher: 'of the voucher',
  dpop: 'of the DPoP proof',
  signature: 'of Agid-JWT-Signature',
  digest: '',
  evidence: 'of Agid-JWT-TrackingEvidence',
  channel: '',
};

const forbidden: readonly string[] = [
  'voucher/purpose-id-unknown',
  'voucher/purpose-id-suspended',
  'voucher/purpose-id-stale',
  'voucher/producer-id-wrong',
  'voucher/consumer-id-wrong',
  'voucher/eservice-id-wrong',
  'voucher/descriptor-id-wrong',
  'evidence/purpose-id-wrong',
];

/** design: voucher or DPoP 401; signature, digest, evidence 400; replay 409; mismatch of purpose or producer 403; sources that do not answer 503. */
function statusOf(proof: Proof, code: string, fault: Fault): number {
  if (fault === 'used') return 409;
  if (fault === 'unavailable') return 503;
  if (forbidden.includes(code)) return 403;
  return proof === 'voucher' || proof === 'dpop' || proof === 'channel' ? 401 : 400;
}

type Entry = {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly cure: string;
  readonly retry: (typeof retryAdvice)[number];
};

const entries = Object.entries(trustGrid).flatMap(([proof, parts]) =>
  Object.entries(parts as Record<string, Part>).flatMap(([name, { is, rule, can }]) =>
    can.map((fault) => {
      const code = `${proof}/${name}-${fault}`;
      const [says, cure] = faults[fault];
      const whole = proofNames[proof as Proof];
      // The header is the proof itself.
      const subject = whole === '' || whole === `of ${is}` ? is : `${is} ${whole}`;
      const entry: Entry = {
        status: statusOf(proof as Proof, code, fault),
        title: `${subject} ${says}`,
        detail: `${subject} ${says}. The rule: ${rule}.`,
        cure,
        retry: fault === 'unavailable' || fault === 'stale' ? 'after_delay' : 'never',
      };
      return [code, entry] as const;
    }),
  ),
);

/** The part of the problem catalogue about vouchers, proofs, signatures and evidence. */
export const trustProblems = Object.fromEntries(entries) as Readonly<Record<TrustCode, Entry>>;

export const isTrustCode = (code: string): code is TrustCode => Object.hasOwn(trustProblems, code);
