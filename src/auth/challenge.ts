import { type ProblemCode, problems } from '../../contracts/catalogue/problems.ts';
import { isTrustCode } from '../../contracts/catalogue/trust-problems.ts';

const realm = 'realm="raccordo"';
const basic = `Basic ${realm}, charset="UTF-8"`;
const bearer = (error: string) => `Bearer ${realm}, error="${error}"`;
/** RFC 9449 section 7.1: `algs` are those of proofs. */
const dpop = (error?: string) => `DPoP ${realm}${error ? `, error="${error}"` : ''}, algs="RS256 ES256"`;

/**
 * The WWW-Authenticate header that belongs to a refusal, or null where none does. RFC 9110 section 15.5.2 demands one on every 401;
 * RFC 6750 section 3 gives the error codes, and none when the caller showed no credentials at all. `vouchers`: they count here.
 */
export function challengeOf(code: ProblemCode, vouchers = false): string | null {
  if (isTrustCode(code)) return problems[code].status === 401 ? ofProof(code) : null;
  switch (code) {
    case 'auth/credentials-missing':
      return [`Bearer ${realm}`, ...(vouchers ? [dpop()] : []), basic].join(', ');
    case 'auth/token-invalid':
    case 'auth/token-expired':
    case 'auth/client-unknown':
      return bearer('invalid_token');
    case 'auth/proof-unaccepted':
      return `${bearer('invalid_token')}, ${dpop('invalid_token')}`;
    case 'auth/assertion-invalid':
      return bearer('invalid_client');
    case 'auth/basic-invalid':
      return basic;
    case 'auth/scope-missing':
      return bearer('insufficient_scope');
    default:
      return null;
  }
}

function ofProof(code: string): string {
  if (code.startsWith('dpop/')) return dpop('invalid_dpop_proof');
  // Bound to a key, or meant to be.
  if (code.startsWith('voucher/cnf-')) return dpop('invalid_token');
  if (code.startsWith('voucher/scheme-')) return `Bearer ${realm}, ${dpop()}`;
  return bearer('invalid_token');
}
