import type { Subject } from '../../contracts/canonical/subject.ts';
import { taxCodeHolds } from '../../contracts/canonical/tax-code.ts';
import type { Finding } from '../ports.ts';

/** Tax codes whose last character does not agree with the others: `at` is the pointer of the subject. */
export function taxCodeFindings(subject: Subject, at = '/subject'): readonly Finding[] {
  const codes = [
    { pointer: `${at}/tax_code`, code: subject.tax_code },
    { pointer: `${at}/guardian/tax_code`, code: subject.guardian?.tax_code },
  ];
  return codes
    .filter(({ code }) => code !== undefined && !taxCodeHolds(code))
    .map(({ pointer }) => ({ pointer, code: 'tax_code/check_letter' }));
}
