import { type Entry, entry } from './entry.ts';

/** Of the gate, the network document and the gateway itself. */
export const gatewayProblems = {
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
