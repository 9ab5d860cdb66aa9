import { type ProblemCode, problems } from '../catalogue/problems.ts';
import type { BodyDeclaration, Declaration } from './declaration.ts';

const always: readonly ProblemCode[] = [
  'request/invalid-parameter',
  'request/not-acceptable',
  'request/rate-limited',
  'gateway/overloaded',
  'gateway/unavailable',
  'gateway/failure',
];
const authenticated: readonly ProblemCode[] = [
  'auth/credentials-missing',
  'auth/token-invalid',
  'auth/token-expired',
  'auth/basic-invalid',
  'auth/client-unknown',
  'auth/scope-missing',
  'auth/proof-unaccepted',
  'auth/proof-refused',
  'auth/proof-forbidden',
];
const withBody: readonly ProblemCode[] = ['request/too-large', 'request/unsupported-media-type'];
const bodies: Readonly<Record<BodyDeclaration['kind'], readonly ProblemCode[]>> = {
  json: ['request/malformed-json', 'request/too-deep', 'request/invalid-body'],
  document: ['request/malformed-json', 'request/malformed-yaml', 'request/malformed-text', 'request/too-deep'],
  form: ['request/malformed-text'],
  json_or_form: ['request/malformed-json', 'request/malformed-text', 'request/too-deep', 'request/invalid-body'],
  message: ['request/malformed-json', 'request/malformed-text'],
  mail: [],
};

/** Every code that an operation may answer: its own, and those that follow from what it reads. */
export function problemsOf(operation: Declaration): readonly ProblemCode[] {
  const codes: ProblemCode[] = [...always, ...operation.problems];
  if (operation.scope !== null) codes.push(...authenticated);
  if (operation.body !== undefined) codes.push(...withBody, ...bodies[operation.body.kind]);
  if (operation.query !== undefined && 'cursor' in operation.query.shape) codes.push('request/invalid-cursor');
  if (operation.ifMatch) codes.push('request/if-match-missing', 'request/stale');
  if (operation.idempotency !== undefined)
    codes.push('request/idempotency-key-reused', 'request/idempotency-in-progress');
  if (operation.idempotency === 'required') codes.push('request/idempotency-key-missing');
  const possible = operation.always ? codes.filter((code) => code !== 'gateway/overloaded') : codes;
  return [...new Set(possible)].sort((a, b) => problems[a].status - problems[b].status || a.localeCompare(b));
}

/** What an identifier that cannot exist answers: the same as one that does not. */
export const notFoundOf = (operation: Declaration): ProblemCode =>
  operation.problems.find((code) => problems[code].status === 404) ?? 'request/unknown-path';
