import type { SubjectIdentifiers } from '../../contracts/canonical/subject.ts';
import type { SubjectIdentifier } from '../ports.ts';

/** The identifiers a person is known by, as the blind index takes them. */
export function identifiersOf(
  subject: Pick<SubjectIdentifiers, 'tax_code' | 'stp_eni_code' | 'anpr_id'>,
): readonly SubjectIdentifier[] {
  const { tax_code, stp_eni_code, anpr_id } = subject;
  return [
    ...(tax_code === undefined ? [] : [{ system: 'tax_code' as const, value: tax_code }]),
    ...(stp_eni_code === undefined ? [] : [{ system: 'stp_eni_code' as const, value: stp_eni_code }]),
    ...(anpr_id === undefined ? [] : [{ system: 'anpr_id' as const, value: anpr_id }]),
  ];
}
