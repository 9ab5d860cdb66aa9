import type { Convocation, MemberState } from '../../../contracts/canonical/convocation-state.ts';
import { asked, asMember, newBeneficiaries } from './new-lines.ts';
import type { Content } from './state.ts';

/** Who leaves takes their delegate along; a member whose delegate leaves is asked again. */
export function membersChanged(
  state: Convocation,
  at: string,
  { payload, parts }: Content<'change_members'>,
): Convocation {
  const { add, remove } = payload;
  const leaves = ({ member, delegate_of }: MemberState) =>
    remove.includes(member.member_id) || (delegate_of !== undefined && remove.includes(delegate_of));
  const deserted = new Set(
    state.members.filter((m) => !m.removed && leaves(m)).flatMap(({ delegate_of }) => delegate_of ?? []),
  );
  const stay = state.members.map((m): MemberState => {
    if (leaves(m)) return { ...m, removed: true };
    return deserted.has(m.member.member_id) ? { ...m, answer: asked(state.sequence, at) } : m;
  });
  return {
    ...state,
    members: [...stay, ...add.map((member) => asMember(member, state.sequence, at))],
    beneficiaries: [
      ...state.beneficiaries.map((b) => (remove.includes(b.member_id) ? { ...b, removed: true } : b)),
      ...newBeneficiaries(parts),
    ],
  };
}

/** The case leaves the agenda, and with it everybody who was called for nothing else. */
export function caseWithdrawn(state: Convocation, caseRef: string): Convocation {
  const withdrawn_cases = [...state.withdrawn_cases, caseRef];
  return {
    ...state,
    withdrawn_cases,
    cases: state.cases.map((c) => (c?.item.case_ref === caseRef ? { ...c, withdrawn: true } : c)),
    members: state.members.map((m) =>
      m.member.cases.every((ref) => withdrawn_cases.includes(ref)) ? { ...m, removed: true } : m,
    ),
    beneficiaries: state.beneficiaries.map((b) => (b.case === caseRef ? { ...b, removed: true } : b)),
  };
}
