import type { ProblemCode } from '../../contracts/catalogue/problems.ts';

const realm = 'realm="raccordo"';
const bearer = (error: string) => `Bearer ${realm}, error="${error}"`;

/**
 * The WWW-Authenticate header that belongs to a refusal, or null where none does. RFC 9110 section 15.5.2 demands one on every 401;
 * RFC 6750 section 3 gives the error codes, and none when the caller showed no credentials at all.
 */
export function challengeOf(code: ProblemCode): string | null {
  switch (code) {
    case 'auth/credentials-missing':
      return `Bearer ${realm}, Basic ${realm}, charset="UTF-8"`;
    case 'auth/token-invalid':
    case 'auth/token-expired':
    case 'auth/client-unknown':
      return bearer('invalid_token');
    case 'auth/assertion-invalid':
      return bearer('invalid_client');
    case 'auth/basic-invalid':
      return `Basic ${realm}, charset="UTF-8"`;
    case 'auth/scope-missing':
      return bearer('insufficient_scope');
    default:
      return null;
  }
}
