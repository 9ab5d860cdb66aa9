import { z } from 'zod';
import type { Finding } from '../../src/ports.ts';
import type { JsonObject } from './parse.ts';

/** IssueType of FHIR R4. A closed list: what is not in it is the partner's own text and goes no further. */
export const issueTypes = [
  ...['invalid', 'structure', 'required', 'value', 'invariant', 'security', 'login', 'unknown', 'expired', 'forbidden'],
  ...['suppressed', 'processing', 'not-supported', 'duplicate', 'multiple-matches', 'not-found', 'deleted', 'too-long'],
  ...['code-invalid', 'extension', 'too-costly', 'business-rule', 'conflict', 'transient', 'lock-error', 'no-store'],
  ...['exception', 'timeout', 'incomplete', 'throttled', 'informational'],
] as const;
const known: ReadonlySet<string> = new Set(issueTypes);

const OperationOutcome = z.object({
  resourceType: z.literal('OperationOutcome'),
  issue: z
    .array(
      z.object({
        severity: z.enum(['fatal', 'error', 'warning', 'information']),
        code: z.string().max(40),
        expression: z.array(z.string().max(1000)).max(20).optional(),
      }),
    )
    .min(1)
    .max(200),
});
export type OperationOutcome = z.infer<typeof OperationOutcome>;

const findingsMax = 20;

export function readOperationOutcome(value: JsonObject): OperationOutcome | undefined {
  const read = OperationOutcome.safeParse(value);
  return read.success ? read.data : undefined;
}

/** The type of the first error, or undefined where there is none. */
export const errorIn = (outcome: OperationOutcome): string | undefined =>
  outcome.issue.find(({ severity }) => severity === 'fatal' || severity === 'error')?.code;

/** What the partner objects to: types from the closed list, and of the place only the number of the entry. */
export function objections(outcome: OperationOutcome): readonly Finding[] {
  return outcome.issue
    .filter(({ severity, code }) => severity !== 'information' && known.has(code))
    .slice(0, findingsMax)
    .map(({ code, expression }) => {
      const entry = /\bentry\[(\d{1,3})\]/.exec(expression?.[0] ?? '')?.[1];
      return { pointer: entry === undefined ? '' : `/entry/${entry}`, code: `partner-${code}` };
    });
}
