import type { AgendaCase, TeamMember } from '../../../contracts/canonical/convocation.ts';
import type { ProblemError } from '../../../contracts/canonical/problem.ts';
import { fault } from './fault.ts';

export type Composition = {
  readonly item: Pick<AgendaCase, 'case_ref' | 'residence' | 'case_manager'>;
  /** Where to point for each rule. */
  readonly pointers: { readonly team: string; readonly manager: string };
};

/**
 * The composition rule for a case: its case manager and a social worker of the Comune of residence are members. Source: ministerial
 * guidelines, composition of the équipe multidisciplinare.
 */
export function checkComposition(
  { item, pointers }: Composition,
  members: readonly TeamMember[],
): readonly ProblemError[] {
  const team = members.filter((m) => m.cases.includes(item.case_ref));
  const faults: ProblemError[] = [];
  if (team.length === 0) faults.push(fault(pointers.team, 'missing', 'a case has no member'));
  if (!team.some((m) => m.member_id === item.case_manager))
    faults.push(fault(pointers.manager, 'missing', 'the case manager is not a member of the case'));
  if (!team.some((m) => m.function === 'social_worker' && m.organization === item.residence))
    faults.push(fault(pointers.team, 'missing', 'a case has no social worker of the Comune of residence'));
  return faults;
}
