import type { retryAdvice } from '../canonical/problem.ts';

type Entry = {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly cure: string;
  readonly retry: (typeof retryAdvice)[number];
};
const entry = (
  status: number,
  title: string,
  detail: string,
  cure: string,
  retry: Entry['retry'] = 'never',
): Entry => ({ status, title, detail, cure, retry });

/** The closed catalogue of problems: every error reply carries one of these codes. Published in the OpenAPI document and the docs. */
export const problems = {
  'request/malformed-json': entry(
    400,
    'The body is not JSON',
    'The body could not be parsed as JSON in UTF-8.',
    'Send one JSON value in UTF-8, without a byte order mark.',
  ),
  'request/malformed-yaml': entry(
    400,
    'The body is not YAML',
    'The body could not be parsed as YAML 1.2 in UTF-8.',
    'See errors[]: each names the line.',
  ),
  'request/malformed-text': entry(
    400,
    'The body is not UTF-8',
    'The body holds bytes that are not text in UTF-8.',
    'Send the body in UTF-8, without a byte order mark.',
  ),
  'request/invalid-parameter': entry(
    400,
    'A parameter is not valid',
    'A query, path or header parameter breaks a rule of the contract.',
    'See errors[]: each names the parameter and the rule.',
  ),
  'request/invalid-cursor': entry(
    400,
    'The cursor is not valid',
    'The cursor was not issued by this collection, or was altered.',
    'Start again without cursor.',
  ),
  'request/invalid-body': entry(
    422,
    'The body is not valid',
    'One or more members of the body break a rule of the contract.',
    'See errors[]: each names the member by JSON pointer and the rule.',
  ),
  'request/too-deep': entry(
    400,
    'The body is nested too deeply',
    'The body nests deeper than the limit.',
    'Flatten the body: no message of the contract nests deeper than 12 levels.',
  ),
  'request/too-large': entry(
    413,
    'The body is too large',
    'The body exceeds the limit of this operation.',
    'Send less than 262144 bytes.',
  ),
  'request/unsupported-media-type': entry(
    415,
    'The content type is not supported',
    'This operation does not read the content type of the request.',
    'Send the content type that the OpenAPI document names for the operation.',
  ),
  'request/not-acceptable': entry(
    406,
    'No acceptable representation',
    'The Accept header admits neither application/json nor application/problem+json.',
    'Accept application/json.',
  ),
  'request/unknown-path': entry(
    404,
    'No such path',
    'Nothing is served at this path.',
    'See /openapi.json for the paths.',
  ),
  'request/method-not-allowed': entry(
    405,
    'Method not allowed',
    'The path exists, but not with this method.',
    'See the Allow header of this reply.',
  ),
  'request/rate-limited': entry(
    429,
    'Too many requests',
    'The client exceeded its rate.',
    'Wait as long as Retry-After says.',
    'after_delay',
  ),
  'request/idempotency-key-missing': entry(
    400,
    'Idempotency-Key is missing',
    'The operation needs the Idempotency-Key header.',
    'Send a fresh UUID in Idempotency-Key, and the same one when you repeat the request.',
  ),
  'request/idempotency-key-reused': entry(
    422,
    'Idempotency-Key was used for another request',
    'The key belongs to a request with another method, path or body. Bodies are compared byte for byte, whitespace included.',
    'Use a fresh key for a new request; to repeat one, send the very bytes you sent.',
  ),
  'request/idempotency-in-progress': entry(
    409,
    'The first request is still running',
    'A request with the same Idempotency-Key is being worked on.',
    'Repeat with the same key after a moment.',
    'after_delay',
  ),
  'request/if-match-missing': entry(
    428,
    'If-Match is missing',
    'The operation changes something that others may change too, and needs the If-Match header.',
    'Read the resource and send its ETag in If-Match.',
    'after_reload',
  ),
  'request/stale': entry(
    412,
    'The resource changed meanwhile',
    'If-Match does not name the current version.',
    'Read the resource again, check that your change still makes sense, send it with the new ETag.',
    'after_reload',
  ),
  'auth/credentials-missing': entry(
    401,
    'No credentials',
    'The request carries no Authorization header.',
    'Obtain a token at /oauth/token and send it as Bearer.',
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
  'gate/denied': entry(
    403,
    'The exchange is not permitted',
    'The gate denied the exchange.',
    'The detail names the rule. See the rules in the documentation, and GET /v1/purposes.',
  ),
  'gate/purpose-unknown': entry(
    422,
    'The purpose is not in the catalogue',
    'The purpose code is not in the catalogue.',
    'See GET /v1/purposes.',
  ),
  'referral/not-found': entry(
    404,
    'No such referral',
    'There is no referral with this id for the caller.',
    'Check the id; the referral may belong to other bodies.',
  ),
  'referral/event-not-available': entry(
    409,
    'The event is not available now',
    'The state of the referral does not allow the event.',
    'See available_events for what is allowed.',
    'after_reload',
  ),
  'referral/not-your-event': entry(
    403,
    'The event belongs to the other side',
    'The event is one that the caller may not record.',
    'See available_events for what is allowed, and to whom.',
  ),
  'referral/already-claimed': entry(
    409,
    'The referral was claimed by another body',
    'An open referral is claimed once.',
    'Nothing: choose another referral.',
  ),
  'referral/service-unknown': entry(
    422,
    'The service is not in the network',
    'The service is not in the network document.',
    'See GET /v1/services.',
  ),
  'referral/recipient-unknown': entry(
    422,
    'The recipient is not in the network',
    'The recipient is not in the network document, or does not provide the service.',
    'See GET /v1/services for the providers.',
  ),
  'referral/not-consistent': entry(
    422,
    'Members of the referral contradict each other',
    'What is said of the referral contradicts itself, what was said before, or the network document.',
    'See errors[].',
  ),
  'consent/not-found': entry(
    404,
    'No such evidence',
    'There is no evidence with this id for the caller.',
    'Check the id; only the body that registered it may see it.',
  ),
  'consent/already-withdrawn': entry(
    409,
    'The evidence was withdrawn already',
    'Evidence is withdrawn once.',
    'Nothing: it is withdrawn.',
  ),
  'subject/not-found': entry(
    404,
    'No such person',
    'The gateway knows nobody by these identifiers for the caller.',
    'Check the identifiers.',
  ),
  'subject/ambiguous': entry(
    409,
    'The identifiers belong to different people',
    'The identifiers given are on file for more than one person.',
    'Check them; send only the one you are sure of.',
  ),
  'network/not-found': entry(
    404,
    'Not in the network',
    'The network document holds no such entry.',
    'Check the id against the collection.',
  ),
  'network/invalid': entry(
    422,
    'The network document is not valid',
    'The document has faults; nothing of it was applied.',
    'See errors[]: each names the place and the rule. raccordo network check lists them offline.',
  ),
  'exchange/not-found': entry(
    404,
    'No such exchange',
    'There is no exchange with this id for the caller.',
    'Check the id.',
  ),
  'delivery/not-found': entry(
    404,
    'No such delivery',
    'There is no delivery with this id for the caller.',
    'Check the id.',
  ),
  'delivery/not-settled': entry(
    409,
    'The delivery cannot be rerun now',
    'Only a refused, unknown, withheld or abandoned delivery can be rerun.',
    'Wait for its outcome.',
    'after_delay',
  ),
  'mailbox/not-found': entry(
    404,
    'No such message',
    'The mailbox of the caller holds no such message.',
    'Check the id; it may have been acknowledged already.',
  ),
  'inbound/system-unknown': entry(
    404,
    'No such system',
    'The caller has no such system in the network document.',
    'Check the system id; the client must belong to its organization.',
  ),
  'inbound/not-supported': entry(
    409,
    'This system does not send messages',
    'The adapter of the system reads no messages.',
    'Use the canonical operations.',
  ),
  'inbound/not-understood': entry(
    422,
    'The message is not understood',
    "The message does not follow the partner's format.",
    'The detail and errors[] name the place.',
  ),
  'gateway/overloaded': entry(
    503,
    'The gateway is at capacity',
    'The gateway works on as many requests as it can.',
    'Repeat after Retry-After, with the same Idempotency-Key.',
    'after_delay',
  ),
  'gateway/unavailable': entry(
    503,
    'The gateway is not ready',
    'The store does not answer, or no network document is in force.',
    'Repeat after Retry-After.',
    'after_delay',
  ),
  'gateway/failure': entry(
    500,
    'The gateway failed',
    'Something unexpected happened; it was recorded under the correlation id.',
    'Repeat with the same Idempotency-Key; if it persists, tell the operator the correlation id.',
    'after_delay',
  ),
} as const satisfies Record<string, Entry>;

export type ProblemCode = keyof typeof problems;
