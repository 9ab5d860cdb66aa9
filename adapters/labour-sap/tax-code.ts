import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import { taxCodeHolds } from '../../contracts/canonical/tax-code.ts';
import type { Finding } from '../../src/ports.ts';
import type { LabourSapOptions, taxCodeForms } from './config.ts';
import type { OutcomeRow } from './outcomes.ts';

const patterns: Readonly<Record<(typeof taxCodeForms)[number], RegExp>> = {
  sixteen: /^[A-Z]{6}\d{2}[ABCDEHLMPRST]\d{2}[A-Z]\d{3}[A-Z]$/,
  sixteen_omocodia: /^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$/,
  eleven_digits: /^\d{11}$/,
};

export type Sendable =
  | { readonly stop: OutcomeRow }
  | { readonly stop?: never; readonly taxCode: string; readonly findings: readonly Finding[] };

/** The tax code as this installation accepts it, or the reason to stop. A check letter that fails is a finding: real people have them. */
export function sendableTaxCode(message: PartialReferralMessage, options: LabourSapOptions): Sendable {
  const taxCode = message.request.subject?.tax_code;
  if (taxCode === undefined) return { stop: 'before/no-tax-code' };
  if (!options.tax_code_forms.some((form) => patterns[form].test(taxCode))) return { stop: 'before/tax-code-form' };
  const findings = taxCodeHolds(taxCode) ? [] : [{ pointer: '/request/subject/tax_code', code: 'check-letter' }];
  return { taxCode, findings };
}
