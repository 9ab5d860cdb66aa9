import type { ProblemError } from '../../../contracts/canonical/problem.ts';

/** Codes of the faults of a convocation, beside those of the schema. */
export type FaultCode =
  | 'unknown'
  | 'duplicate'
  | 'missing'
  | 'contradiction'
  | 'past'
  | 'too_long'
  | 'too_many'
  | 'useless'
  | 'not_allowed'
  | 'without_agreement'
  | 'withdrawn'
  | 'removed'
  | 'last_case'
  | 'over_capacity';

/** A fault by JSON pointer. `detail` says the rule, never a value. */
export const fault = (pointer: string, code: FaultCode, detail: string): ProblemError => ({ pointer, code, detail });

/** Entries that an earlier one equals, by a key; a key of null equals nothing. */
export function repeatedAt<E>(entries: readonly E[], keyOf: (entry: E) => string | null): readonly number[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, i) => {
    const key = keyOf(entry);
    if (key === null) return [];
    if (seen.has(key)) return [i];
    seen.add(key);
    return [];
  });
}
