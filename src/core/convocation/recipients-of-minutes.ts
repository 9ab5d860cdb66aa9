import type { CaseState, Convocation, MemberState } from '../../../contracts/canonical/convocation-state.ts';
import { activeMembers, liveCases } from './lines.ts';
import { type Told, tellHead, tellMember } from './told.ts';

/**
 * The cases whose minutes a member gets: those on the agenda that they attended. The gate still cuts each by class.
 */
export const minutesFor = (state: Convocation, memberId: string): readonly CaseState[] => {
  const line = activeMembers(state).find(({ member }) => member.member_id === memberId);
  return liveCases(state).filter(({ item, minutes }) => minutes !== null && attended(line, item.case_ref));
};

/** After minutes: who attended a case, and the head of each member body. After a correction, whom it changes something for. */
export function tellAboutMinutes(before: Convocation, after: Convocation): readonly Told[] {
  const sameText = before.minutes_text === after.minutes_text;
  const members = activeMembers(after).filter(({ member }) => {
    const now = minutesFor(after, member.member_id);
    if (now.length === 0) return false;
    return !sameText || JSON.stringify(now) !== JSON.stringify(minutesFor(before, member.member_id));
  });
  const bodies = sameText ? [] : [...new Set(activeMembers(after).map(({ member }): string => member.organization))];
  return [...members.map((m) => tellMember(m, 'minutes')), ...bodies.map(tellHead)];
}

/** Of those called for a case, who was there: nobody else belongs into a record of it. */
export const presentAt = <T extends { readonly member_id: string }>(
  state: Convocation,
  caseRef: string,
  called: readonly T[],
): T[] =>
  called.filter(({ member_id }) =>
    attended(
      activeMembers(state).find(({ member }) => member.member_id === member_id),
      caseRef,
    ),
  );

const attended = (line: MemberState | undefined, caseRef: string): boolean =>
  line?.attended?.includes(caseRef) ?? false;
