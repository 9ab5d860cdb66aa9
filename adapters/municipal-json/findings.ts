import type { Finding } from '../../src/ports.ts';

const findingsMax = 50;

/** A finding per member that the profile neither read nor says it ignores. */
export const notMapped = (pointers: readonly string[]): readonly Finding[] =>
  pointers.map((pointer) => ({ pointer, code: 'not_mapped' }));

/** What a delivery can keep; where there is more, the last one says so. */
export function bounded(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= findingsMax) return findings;
  return [...findings.slice(0, findingsMax - 1), { pointer: '', code: 'more_findings' }];
}
