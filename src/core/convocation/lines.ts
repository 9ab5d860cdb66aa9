import type { TeamMember } from '../../../contracts/canonical/convocation.ts';
import type {
  BeneficiaryState,
  CaseState,
  Convocation,
  MemberState,
} from '../../../contracts/canonical/convocation-state.ts';

/** Who is called now: members and delegates who did not leave. */
export const activeMembers = (state: Pick<Convocation, 'members'>): readonly MemberState[] =>
  state.members.filter(({ removed }) => !removed);

export const activeBeneficiaries = (state: Pick<Convocation, 'beneficiaries'>): readonly BeneficiaryState[] =>
  state.beneficiaries.filter(({ removed }) => !removed);

/** The cases that are on the agenda and can still be read. */
export const liveCases = (state: Pick<Convocation, 'cases'>): readonly CaseState[] =>
  state.cases.filter((c): c is CaseState => c !== null && !c.withdrawn);

export const memberOf = (state: Pick<Convocation, 'members'>, memberId: string): MemberState | undefined =>
  state.members.find(({ member }) => member.member_id === memberId);

/** The delegate who now comes in the place of a member. */
export const delegateOf = (state: Pick<Convocation, 'members'>, memberId: string): MemberState | undefined =>
  activeMembers(state).find(({ delegate_of }) => delegate_of === memberId);

/** Who was asked and has not said anything. */
export const waitingMembers = (state: Pick<Convocation, 'members'>): readonly MemberState[] =>
  activeMembers(state).filter(({ answer }) => answer.state === 'needs_action');

/** Labels of the cases that two members have in common. */
export const sharedCases = (a: Pick<TeamMember, 'cases'>, b: Pick<TeamMember, 'cases'>): readonly string[] =>
  a.cases.filter((ref) => b.cases.includes(ref));
