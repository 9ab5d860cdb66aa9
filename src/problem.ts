import type { Problem } from '../contracts/canonical/problem.ts';
import type { Refusal } from '../contracts/canonical/refusal.ts';
import { problems } from '../contracts/catalogue/problems.ts';

/** A refusal as RFC 9457 problem details. The only place that renders one. */
export function toProblem(refusal: Refusal, correlationId: string): Problem {
  const entry = problems[refusal.code];
  return {
    type: `urn:raccordo:problem:${refusal.code}`,
    title: entry.title,
    status: entry.status,
    detail: refusal.detail ?? `${entry.detail} ${entry.cure}`,
    instance: `urn:uuid:${correlationId}`,
    code: refusal.code,
    retry: entry.retry,
    correlation_id: correlationId,
    ...(refusal.errors ? { errors: refusal.errors.slice(0, 100) } : {}),
    ...(refusal.available_events ? { available_events: [...refusal.available_events] } : {}),
    ...(refusal.current_version ? { current_version: refusal.current_version } : {}),
  };
}

export { refuse } from '../contracts/canonical/refusal.ts';
