import type { retryAdvice } from '../canonical/problem.ts';

/** What may be wrong with a header or a claim. */
export const trustFaults = {
  missing: ['is missing', 'Send it.'],
  malformed: ['is malformed', 'Send it in the form that the rule gives.'],
  wrong: ['is not the expected one', 'Send the one that the rule gives.'],
  repeated: ['is there more than once', 'Send it once.'],
  'too-large': ['exceeds the size limit', 'Send a shorter one: the limit stands in the documentation.'],
  past: ['is past', 'Obtain or make a new token; compare the clock of the sender with UTC.'],
  old: ['is too long ago', 'Make a new token for the call; compare the clock of the sender with UTC.'],
  early: ['lies in the future', 'Compare the clock of the sender with UTC.'],
  unknown: ['is not known here', 'Check that it is published, and that the network document names it.'],
  suspended: ['is suspended', 'Ask the body that administers it on PDND.'],
  stale: ['could not be confirmed for too long', 'Repeat later: the source does not answer.'],
  unavailable: ['cannot be looked up now', 'Repeat later: the source does not answer.'],
  foreign: ['belongs to somebody else', 'Use one of the body that the voucher names.'],
  used: ['was used before', 'Make a new token for each request.'],
  unsigned: ['is not covered by the signature', 'Name it in signed_headers.'],
} as const;
type Fault = keyof typeof trustFaults;

type Part<F extends Fault = Fault> = {
  /** As it is written in the token, or the name of a header. */
  readonly is: string;
  readonly rule: string;
  readonly can: readonly F[];
  /** What titles call it, where that is not `is` with the name of the proof. */
  readonly named?: string;
  /** What is wrong, where the word for the fault does not say it of this part. */
  readonly says?: { readonly [K in F]?: string };
  /** How to mend it, where it takes more than the fault tells. */
  readonly cures?: { readonly [K in F]?: string };
};
const part = <const F extends Fault>(
  is: string,
  can: readonly F[],
  rule: string,
  more: Pick<Part<F>, 'named' | 'says' | 'cures'> = {},
): Part<F> => ({ is, rule, can, ...more });

const instant = 'seconds since 1970, as a number (RFC 7519 section 2)';
const environments = 'test, attestation and production of PDND differ.';
const keyed = {
  alg: part('alg', ['missing', 'wrong'], 'the algorithm of the key: RS256 or ES256, never none or HMAC', {
    cures: { wrong: 'Sign with RS256 or ES256, whichever fits the key.' },
  }),
  crit: part('crit', ['wrong'], 'absent: no extension is understood (RFC 7515 section 4.1.11)', {
    says: { wrong: 'must not be there' },
    cures: { wrong: 'Leave it out.' },
  }),
  seal: part('signature', ['wrong'], 'the signature verifies with the key that the header names', {
    says: { wrong: 'does not verify' },
    cures: { wrong: 'Sign with the private half of the key that the header names, and send the token unchanged.' },
  }),
} as const;
const token = (named: string) =>
  part('token', ['malformed', 'too-large'], 'one JWS in compact form (RFC 7515 section 7.1), at most 8192 characters', {
    named,
    says: { malformed: 'is not a JWS in compact form' },
  });
const header = (is: string, rule: string, cure: string) =>
  part(is, ['missing', 'repeated'], rule, { named: `The header ${is}`, cures: { missing: cure } });
const kid = part('kid', ['missing', 'malformed', 'unknown', 'unavailable'], 'the identifier of a published key', {
  cures: { unknown: `Obtain a new voucher, from the environment that the gateway takes vouchers of: ${environments}` },
});
const signerKid = part(
  'kid',
  ['missing', 'malformed', 'unknown', 'foreign', 'unavailable'],
  'the identifier of a published key of the sender',
  {
    cures: {
      unknown:
        'Upload the public key to the client on PDND and name it as PDND does; a new one is found within a minute.',
      foreign: 'Sign with a key of the client that the voucher names.',
    },
  },
);
const audRule = 'names this receiver: a string, an array, or one comma-joined string';
const aud = part('aud', ['missing', 'malformed', 'wrong'], audRule, {
  cures: { wrong: 'Put the audience into it that the e-service publishes, to the letter.' },
});
const exp = part('exp', ['missing', 'malformed', 'past'], instant);
const iat = part('iat', ['missing', 'malformed', 'old', 'early'], instant);
const nbf = part('nbf', ['malformed', 'early'], instant);
const jti = ['missing', 'malformed'] as const;
const jtiRule = 'a string of 1 to 256 characters, new for each token';
const oneShot = part('jti', ['missing', 'malformed', 'used'], jtiRule, {
  cures: { used: 'Make a new token for each request, for one that is repeated, too.' },
});
const uuid = 'a UUID';
const notOurs =
  'Ask PDND for a voucher under a purpose for the e-service of this body: another one may have the same audience.';
const newVoucher = 'Obtain a new voucher.';
const clockOfPdnd =
  'PDND wrote it by its own clock: the operator of the gateway compares that of the gateway with UTC.';
const asSent = 'Sign the header as it is sent, to the letter; a proxy on the way must not change it.';
const covered = 'Put the header into signed_headers, as it is sent.';

/** Each proof with its parts and what can be wrong with each: the rows of the table in `docs/modi.md`, and one code for each cell. */
export const trustGrid = {
  voucher: {
    token: token('The voucher'),
    ...keyed,
    kid,
    aud: part('aud', ['missing', 'malformed', 'wrong'], audRule, { cures: { wrong: notOurs } }),
    exp: part('exp', ['missing', 'malformed', 'past'], instant, { cures: { past: newVoucher } }),
    iat: part('iat', ['missing', 'malformed', 'old', 'early'], instant, {
      cures: { old: newVoucher, early: clockOfPdnd },
    }),
    nbf: part('nbf', ['malformed', 'early'], instant, { cures: { early: clockOfPdnd } }),
    scheme: part('Authorization', ['missing', 'wrong'], 'Authorization: Bearer <voucher>, or DPoP <voucher>', {
      named: 'The scheme of Authorization',
      says: { wrong: 'does not fit the voucher' },
      cures: {
        missing: 'Write Bearer, or DPoP, and a space before the voucher.',
        wrong: 'Send a voucher that is bound to a key (cnf) as DPoP, any other as Bearer.',
      },
    }),
    header: header(
      'Authorization',
      'one header, with a voucher of PDND',
      'Obtain a voucher of PDND for this e-service and send it.',
    ),
    typ: part('typ', ['missing', 'wrong'], 'at+jwt (RFC 9068 section 2.1)', {
      cures: { wrong: 'Send the voucher that PDND gave, not the assertion with which it was asked for.' },
    }),
    iss: part(
      'iss',
      ['missing', 'malformed', 'wrong'],
      'the issuer of the network document, a bare host without a scheme',
      { cures: { wrong: `Obtain it from the environment that the gateway takes vouchers of: ${environments}` } },
    ),
    jti: part('jti', jti, jtiRule),
    sub: part('sub', ['missing', 'malformed', 'wrong'], 'the client_id'),
    'client-id': part(
      'client_id',
      ['missing', 'malformed', 'unknown'],
      `${uuid} that a client of the network document names`,
      { cures: { unknown: 'Ask the administrator of the network to name it as pdnd.client_id of your client.' } },
    ),
    'purpose-id': part(
      'purposeId',
      ['missing', 'malformed', 'unknown', 'suspended', 'stale'],
      `${uuid} mapped to purposes of the catalogue for the client`,
      {
        cures: {
          unknown:
            "Use a purpose that the network document maps, or ask its administrator to add it to your client's pdnd.purposes. One that is new on PDND is known within a minute.",
          suspended: 'Have the purpose activated again on PDND, by the body that suspended it.',
          stale: "Repeat later: PDND's API does not answer, and its last word on the purpose is too old.",
        },
      },
    ),
    'producer-id': part(
      'producerId',
      ['missing', 'malformed', 'wrong'],
      `${uuid}: the body that publishes this e-service`,
      { cures: { wrong: notOurs } },
    ),
    'consumer-id': part('consumerId', ['missing', 'malformed', 'wrong'], `${uuid}: the body of the client`, {
      cures: { wrong: 'Compare consumer_id of the client in the network document with your body on PDND.' },
    }),
    'eservice-id': part('eserviceId', ['missing', 'malformed', 'wrong'], `${uuid} of this e-service`, {
      cures: { wrong: notOurs },
    }),
    'descriptor-id': part('descriptorId', ['missing', 'malformed', 'wrong'], `${uuid} of a version of this e-service`, {
      cures: {
        wrong:
          'Subscribe to a version of the e-service that is in use, or have the administrator of the network add yours to descriptor_ids.',
      },
    }),
    digest: part('digest', ['malformed', 'missing'], '{alg: "SHA256", value: 64 hexadecimal digits}', {
      cures: {
        missing: 'Make the evidence first, and put its digest into the assertion with which you ask for the voucher.',
      },
    }),
    cnf: part('cnf', ['missing', 'malformed'], '{jkt: the thumbprint of a key} (RFC 9449 section 6.1)', {
      cures: { missing: 'Ask PDND for the voucher with a DPoP proof; then it is bound to the key of the proof.' },
    }),
  },
  dpop: {
    token: token('The DPoP proof'),
    ...keyed,
    header: header(
      'DPoP',
      'one proof, beside Authorization: DPoP (RFC 9449 section 7.1)',
      'Send a proof of the key that the voucher is bound to.',
    ),
    typ: part('typ', ['missing', 'wrong'], 'dpop+jwt'),
    jwk: part(
      'jwk',
      ['missing', 'malformed', 'wrong'],
      'the public key of the proof, RSA or EC P-256, whose thumbprint is cnf.jkt of the voucher',
      { cures: { wrong: 'Sign the proof with the key of the proof with which the voucher was asked for.' } },
    ),
    htm: part('htm', ['missing', 'malformed', 'wrong'], 'the method of the request', {
      cures: { wrong: 'Name the method of this request, in capital letters.' },
    }),
    htu: part('htu', ['missing', 'malformed', 'wrong'], 'the address of the request without query and fragment', {
      cures: {
        wrong:
          'Name the public address, as callers know the gateway. Behind a proxy its operator sets RACCORDO_PUBLIC_URL to that.',
      },
    }),
    iat,
    jti: oneShot,
    ath: part('ath', ['missing', 'malformed', 'wrong'], 'base64url of the SHA-256 of the voucher', {
      cures: { wrong: 'Compute it over the voucher that stands in Authorization.' },
    }),
  },
  signature: {
    token: token('The token in Agid-JWT-Signature'),
    ...keyed,
    kid: signerKid,
    aud,
    exp,
    iat,
    nbf,
    header: header('Agid-JWT-Signature', 'one token (INTEGRITY_REST_02)', 'Sign the request.'),
    typ: part('typ', ['wrong'], 'JWT'),
    iss: part('iss', ['malformed', 'wrong'], 'the sender, where it is there', {
      cures: { wrong: 'Put the client_id of the voucher into it, or leave it out.' },
    }),
    jti: oneShot,
    'signed-headers': part(
      'signed_headers',
      ['missing', 'malformed', 'wrong'],
      'an array of objects, each with one header in small letters, as the request has it',
      { cures: { wrong: asSent } },
    ),
    digest: part('digest', ['unsigned', 'wrong'], 'in signed_headers, as the header Digest says', {
      cures: { unsigned: covered, wrong: asSent },
    }),
    'content-type': part('content-type', ['unsigned', 'wrong'], 'in signed_headers, as the header says', {
      cures: { unsigned: covered, wrong: `${asSent} Parameters such as charset belong to it.` },
    }),
    'content-encoding': part('content-encoding', ['unsigned', 'wrong'], 'in signed_headers, as the header says', {
      cures: { unsigned: covered, wrong: asSent },
    }),
    'request-digest': part('request_digest', ['missing', 'wrong'], 'the Digest of the request that is answered', {
      cures: { wrong: 'Put the Digest of this request into it: a reply answers one request.' },
    }),
  },
  digest: {
    header: part('Digest', ['missing', 'repeated', 'malformed'], 'SHA-256=<base64> (RFC 3230)', {
      named: 'The header Digest',
    }),
    alg: part('Digest', ['wrong'], 'SHA-256', {
      named: 'The algorithm of Digest',
      says: { wrong: 'is not SHA-256' },
      cures: { wrong: 'Send SHA-256=<base64>.' },
    }),
    value: part('Digest', ['wrong'], 'the SHA-256 of the bytes of the body as they were sent', {
      named: 'The value of Digest',
      says: { wrong: 'is not that of the body' },
      cures: { wrong: 'Compute it over the bytes that leave; write the body once, and send what was digested.' },
    }),
  },
  evidence: {
    token: token('The token in Agid-JWT-TrackingEvidence'),
    ...keyed,
    kid: signerKid,
    aud,
    exp,
    iat,
    nbf,
    header: header(
      'Agid-JWT-TrackingEvidence',
      'one token (AUDIT_REST_01, AUDIT_REST_02)',
      'Send an evidence of who acts.',
    ),
    typ: part('typ', ['wrong'], 'JWT'),
    iss: part('iss', ['missing', 'malformed', 'wrong'], 'the client_id of the voucher'),
    jti: part('jti', jti, jtiRule),
    'purpose-id': part('purposeId', ['missing', 'malformed', 'wrong'], 'that of the voucher', {
      cures: { wrong: 'Make the evidence with the purposeId for which the voucher is asked.' },
    }),
    'user-id': part('userID', ['missing', 'malformed'], 'the acting user: 1 to 100 characters'),
    'user-location': part('userLocation', ['missing', 'malformed'], 'where the user works: 1 to 100 characters'),
    loa: part('LoA', ['missing', 'malformed'], 'the level of assurance: 1 to 60 characters'),
    dnonce: part('dnonce', ['missing', 'malformed'], '13 digits, as a number or a string (AUDIT_REST_02)'),
    binding: part(
      'digest of the voucher',
      ['missing', 'wrong'],
      'the hexadecimal SHA-256 of the evidence (AUDIT_REST_02)',
      {
        named: 'The voucher for Agid-JWT-TrackingEvidence',
        says: { wrong: 'is bound to another evidence' },
        cures: {
          missing: 'Come with a voucher that was asked for with the digest of the evidence.',
          wrong: 'Send the evidence whose digest the voucher was asked for with, byte for byte, as long as it is used.',
        },
      },
    ),
  },
  channel: {
    certificate: part(
      'the certificate of the connection',
      ['missing', 'wrong'],
      'one that the network document names for the call',
      {
        named: 'The client certificate of the connection',
        says: { wrong: 'is not one of those named' },
        cures: {
          missing:
            'Connect with the certificate that was agreed. The proxy passes it on in the header that RACCORDO_CERTIFICATE_HEADER names.',
          wrong: 'Connect with the certificate that was agreed, or have a new one named in the network document.',
        },
      },
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

/** Whose part it is, after the name of the part. */
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
  'voucher/producer-id-wrong',
  'voucher/consumer-id-wrong',
  'voucher/eservice-id-wrong',
  'voucher/descriptor-id-wrong',
  'evidence/purpose-id-wrong',
];

/** design: voucher or DPoP 401; signature, digest, evidence 400; replay 409; mismatch of purpose or producer 403; sources that do not answer 503. */
function statusOf(proof: Proof, code: string, fault: Fault): number {
  if (fault === 'used') return 409;
  if (fault === 'unavailable' || fault === 'stale') return 503;
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

/** Nobody but PDND can put these right in a voucher. */
const asIssued: readonly Fault[] = ['missing', 'malformed', 'wrong'];

function entryOf(proof: Proof, code: string, { is, rule, named, says, cures }: Part, fault: Fault): Entry {
  const [said, cure] = trustFaults[fault];
  const subject = named ?? `The ${is} ${proofNames[proof]}`.trim();
  const title = `${subject} ${says?.[fault] ?? said}`;
  return {
    status: statusOf(proof, code, fault),
    title,
    detail: `${title}. The rule: ${rule}.`,
    cure:
      cures?.[fault] ?? (proof === 'voucher' && asIssued.includes(fault) ? 'Send the voucher as PDND gave it.' : cure),
    retry: fault === 'unavailable' || fault === 'stale' ? 'after_delay' : 'never',
  };
}

const entries = Object.entries(trustGrid).flatMap(([proof, parts]) =>
  Object.entries(parts as Record<string, Part>).flatMap(([name, each]) =>
    each.can.map((fault) => {
      const code = `${proof}/${name}-${fault}`;
      return [code, entryOf(proof as Proof, code, each, fault)] as const;
    }),
  ),
);

/** The part of the problem catalogue about vouchers, proofs, signatures and evidence. */
export const trustProblems = Object.fromEntries(entries) as Readonly<Record<TrustCode, Entry>>;

export const isTrustCode = (code: string): code is TrustCode => Object.hasOwn(trustProblems, code);
