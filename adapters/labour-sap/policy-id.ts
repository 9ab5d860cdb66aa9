import { checkLetter } from '../../contracts/canonical/tax-code.ts';

/** The facts that close an identificativo_politica. Dates are ISO. */
export type PolicyFacts = { readonly promoter: string; readonly activity: string; readonly proposedOn: string };

/** Eleven characters: who issued it (2 digits), a hexadecimal number (8), the tax-code check letter over promoter, activity and date. */
export const policyId = (issuer: string, sequence: number, facts: PolicyFacts): string =>
  `${issuer}${sequence.toString(16).toUpperCase().padStart(8, '0')}${letterOf(facts)}`;

/** Whether the letter agrees. It need not: a later change of the facts does not renew it, so this is never more than a finding. */
export const policyIdHolds = (id: string, facts: PolicyFacts): boolean =>
  /^\d{2}[0-9A-F]{8}[A-Z]$/.test(id) && id.charAt(10) === letterOf(facts);

const letterOf = ({ promoter, activity, proposedOn }: PolicyFacts): string =>
  checkLetter(`${promoter}${activity}${proposedOn.replaceAll('-', '')}`);
