import type { MailChange } from '../../../contracts/canonical/convocation-message.ts';
import type { Convocation, MemberState } from '../../../contracts/canonical/convocation-state.ts';
import { activeBeneficiaries, activeMembers, liveCases, sharedCases } from './lines.ts';
import { type Told, tellBeneficiary, tellMember, youWereRemoved } from './told.ts';

/** After a change of who is called or for what: who came, who left, and who shares a case with them. */
export function tellAboutTeam(
  before: Convocation,
  after: Convocation,
  event: 'answer' | 'change_members' | 'withdraw_case',
): readonly Told[] {
  const came = without(activeMembers(after), activeMembers(before));
  const left = without(activeMembers(before), activeMembers(after));
  const stayed = without(activeMembers(after), came);
  return [
    ...left.map((m) => tellMember(m, 'cancellation', youWereRemoved)),
    ...came.map((m) => tellMember(m, 'invitation')),
    ...stayed.flatMap((m): Told[] => {
      const changes = [
        ...withdrawnFor(m, before, after),
        ...(event === 'change_members' ? teamFor(m, after, came, left) : []),
      ];
      return changes.length > 0 ? [tellMember(m, 'update', changes)] : [];
    }),
    ...tellBeneficiaries(before, after),
  ];
}

const without = (lines: readonly MemberState[], others: readonly MemberState[]) =>
  lines.filter(({ member }) => !others.some((o) => o.member.member_id === member.member_id));

function tellBeneficiaries(before: Convocation, after: Convocation): readonly Told[] {
  const asked = new Set(activeBeneficiaries(before).map((b) => b.member_id));
  const stillAsked = new Set(activeBeneficiaries(after).map((b) => b.member_id));
  return [
    ...activeBeneficiaries(before)
      .filter((b) => !stillAsked.has(b.member_id))
      .map((b) => tellBeneficiary(b, 'letter_cancellation')),
    ...activeBeneficiaries(after)
      .filter((b) => !asked.has(b.member_id))
      .map((b) => tellBeneficiary(b, 'letter')),
  ];
}

const withdrawnFor = ({ member }: MemberState, before: Convocation, after: Convocation): readonly MailChange[] =>
  after.withdrawn_cases
    .filter((ref) => !before.withdrawn_cases.includes(ref) && member.cases.includes(ref))
    .map((case_ref) => ({ what: 'case_withdrawn', case_ref }));

/** Who came to and left the cases that are the member's own, by name and case. */
function teamFor(
  { member }: MemberState,
  after: Convocation,
  came: readonly MemberState[],
  left: readonly MemberState[],
): readonly MailChange[] {
  const live = new Set<string>(liveCases(after).map(({ item }) => item.case_ref));
  const about = (what: 'member_added' | 'member_removed', other: MemberState): MailChange[] =>
    sharedCases(member, other.member)
      .filter((ref) => live.has(ref))
      .map((case_ref) => ({ what, name: `${other.member.given_name} ${other.member.family_name}`, case_ref }));
  return [...came.flatMap((o) => about('member_added', o)), ...left.flatMap((o) => about('member_removed', o))];
}
