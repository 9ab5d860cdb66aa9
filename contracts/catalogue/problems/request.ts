import { type Entry, entry } from './entry.ts';

/** Of any request: its form, its size, its pace, its repetition. */
export const requestProblems = {
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
} as const satisfies Record<string, Entry>;
