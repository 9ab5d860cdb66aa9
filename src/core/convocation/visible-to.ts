import type { TeamFunction } from '../../../contracts/canonical/convocation-codes.ts';
import type { CaseState, Convocation } from '../../../contracts/canonical/convocation-state.ts';
import { activeBeneficiaries, activeMembers, liveCases, memberOf } from './lines.ts';

/** Somebody on a shared case, as far as the others on it may know. No address, no answer, no case that is not shared. */
export type Fellow = {
  readonly member_id: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly function: TeamFunction;
  readonly organization: string;
  /** In whose place they come. */
  readonly delegate_of: string | null;
  /** Labels of the cases that are shared. */
  readonly cases: readonly string[];
};

export type Visible = {
  /** With the minutes of those that the reader attended. */
  readonly cases: readonly CaseState[];
  /** Everybody called for one of these cases, the reader among them. */
  readonly members: readonly Fellow[];
  /** member_id of the beneficiaries who were asked to come for one of these cases. */
  readonly beneficiaries: readonly string[];
};

/**
 * What a member, a delegate or a beneficiary may know of the convocation before the gate cuts it by class: their own cases that are on the
 * agenda, and who else is called for these. Nothing for who left or is unknown.
 */
export function visibleTo(state: Convocation, memberId: string): Visible {
  const own = casesOf(state, memberId);
  const attended = memberOf(state, memberId)?.attended ?? [];
  const cases = liveCases(state)
    .filter(({ item }) => own.includes(item.case_ref))
    .map((c) => (attended.includes(c.item.case_ref) ? c : { ...c, minutes: null }));
  const refs = cases.map(({ item }): string => item.case_ref);
  const members = activeMembers(state).flatMap(({ member, delegate_of }): Fellow[] => {
    const shared = member.cases.filter((ref) => refs.includes(ref));
    if (shared.length === 0) return [];
    const { member_id, given_name, family_name, organization } = member;
    const known = { member_id, given_name, family_name, function: member.function, organization };
    return [{ ...known, delegate_of: delegate_of ?? null, cases: shared }];
  });
  const beneficiaries = activeBeneficiaries(state).filter((b) => refs.includes(b.case));
  return { cases, members, beneficiaries: beneficiaries.map((b) => b.member_id) };
}

function casesOf(state: Convocation, memberId: string): readonly string[] {
  const line = memberOf(state, memberId);
  if (line !== undefined) return line.removed ? [] : line.member.cases;
  return activeBeneficiaries(state).flatMap((b) => (b.member_id === memberId ? [b.case] : []));
}
