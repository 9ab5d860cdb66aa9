import type { Convocation, MemberState } from '../../../contracts/canonical/convocation-state.ts';

/** A `localRef` of the contract has so many characters at most. */
const charactersMax = 40;

/** The label of the line that a delegation adds: `<member_id>-d<n>`, the first that is free. */
export function delegateId(state: Convocation, { member }: MemberState): string {
  const taken = new Set([
    ...state.members.map((m) => m.member.member_id),
    ...state.beneficiaries.map((b) => b.member_id),
  ]);
  let n = 1;
  while (taken.has(labelled(member.member_id, n))) n += 1;
  return labelled(member.member_id, n);
}

function labelled(memberId: string, n: number): string {
  const end = `-d${n}`;
  return `${memberId.slice(0, charactersMax - end.length)}${end}`;
}
