import { type Part, part } from './part.ts';
import { audOfService, exp, header, iat, keyed, nbf, oneShot, signerKid, token } from './token-parts.ts';

const asSent = 'Sign the header as it is sent, to the letter; a proxy on the way must not change it.';
const covered = 'Put the header into signed_headers, as it is sent.';

/** What signs the headers of a message (INTEGRITY_REST_02). */
export const signature = {
  token: token('The token in Agid-JWT-Signature'),
  ...keyed,
  kid: signerKid,
  aud: audOfService,
  exp,
  iat,
  nbf,
  header: header('Agid-JWT-Signature', 'one token (INTEGRITY_REST_02)', 'Sign the request.'),
  typ: part('typ', ['wrong'], 'JWT'),
  iss: part('iss', ['malformed', 'wrong'], 'the sender, where it is there', {
    cures: {
      wrong:
        'Put the client_id of the voucher into it, of a client without one its id in the network document, or leave it out.',
    },
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
} as const satisfies Record<string, Part>;

/** What ties the body to them (RFC 3230). */
export const digest = {
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
} as const satisfies Record<string, Part>;
