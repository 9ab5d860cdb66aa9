import { type Entry, entry } from './entry.ts';

/** Who is calling, what they may, and where their answers come from. What may be wrong with a proof, `trust-problems.ts` tells. */
export const authProblems = {
  'auth/credentials-missing': entry(
    401,
    'No credentials',
    'The request carries no Authorization header.',
    'Obtain a token at /oauth/token, or a voucher of PDND where the network document takes them, and send it as Bearer.',
  ),
  'auth/token-invalid': entry(
    401,
    'The access token is not valid',
    'The access token is malformed, not signed by this gateway, or for another audience.',
    'Obtain a new token at /oauth/token.',
  ),
  'auth/token-expired': entry(
    401,
    'The access token has expired',
    'The exp claim of the access token is past.',
    'Obtain a new token at /oauth/token.',
  ),
  'auth/basic-invalid': entry(
    401,
    'HTTP Basic credentials are not valid',
    'The client is unknown, may not use HTTP Basic, or the secret is wrong.',
    'Check the client id and the secret; ask the administrator for a new one.',
  ),
  'auth/client-unknown': entry(
    401,
    'The client is not part of the network any more',
    'The network document in force holds no such client.',
    'Ask the administrator of the gateway.',
  ),
  'auth/proof-unaccepted': entry(
    401,
    'The proofs are not accepted',
    'A voucher or a proof beside it does not hold; which one is not disclosed.',
    'Ask the operator of the gateway, with the correlation id: the ledger has the reason.',
  ),
  'auth/proof-refused': entry(
    400,
    'The request is not accepted',
    'A signature, a digest or an evidence does not hold; which one is not disclosed.',
    'Ask the operator of the gateway, with the correlation id: the ledger has the reason.',
  ),
  'auth/proof-forbidden': entry(
    403,
    'The voucher does not count here',
    'The voucher is for another service or purpose; which is not disclosed.',
    'Ask the operator of the gateway, with the correlation id: the ledger has the reason.',
  ),
  'auth/scope-missing': entry(
    403,
    'The scope is missing',
    'The token does not hold the scope that the operation needs.',
    'Ask for the scope when you obtain the token; the detail names it.',
  ),
  'auth/request-invalid': entry(
    400,
    'The token request is not valid',
    'A parameter of the token request is missing or not valid.',
    'See the detail: it names the parameter.',
  ),
  'auth/assertion-invalid': entry(
    401,
    'The client assertion is not valid',
    'The client assertion failed a check of RFC 7523.',
    'See the detail: it names the header or claim.',
  ),
  'auth/assertion-replayed': entry(
    409,
    'The client assertion was already used',
    'The jti of the assertion was seen before.',
    'Sign a new assertion with a fresh jti.',
  ),
  'modi/reply-to-unknown': entry(
    400,
    'X-ReplyTo is not an address of yours',
    'X-ReplyTo must be the address of a system of the caller in the network document (NONBLOCK_PUSH_REST).',
    'Register the address as a system of your organization, or leave the header out.',
  ),
  'modi/callback-unknown': entry(
    404,
    'Nothing waits for this answer',
    'X-Correlation-ID of the callback is that of no request sent to the system (NONBLOCK_PUSH_REST).',
    'Send the X-Correlation-ID of the request that is answered.',
  ),
} as const satisfies Record<string, Entry>;
