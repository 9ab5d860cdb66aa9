import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { ProblemError } from '../../../contracts/canonical/problem.ts';
import { fault, repeatedAt } from './fault.ts';
import { activeBeneficiaries, liveCases, memberOf } from './lines.ts';
import type { SaidOf } from './state.ts';

/** Faults of an attendance: who is not of the meeting, and cases that are not theirs. */
export function checkAttendance(state: Convocation, said: SaidOf<'record_attendance'>): readonly ProblemError[] {
  const { attendance, beneficiaries = [] } = said;
  const live = new Set<string>(liveCases(state).map(({ item }) => item.case_ref));
  const asked = new Set(activeBeneficiaries(state).map((b) => b.member_id));
  return [
    ...attendance.flatMap(({ member_id, cases }, i) => {
      const at = `/attendance/${i}`;
      const line = memberOf(state, member_id);
      if (line === undefined) return [fault(`${at}/member_id`, 'unknown', 'is no member of this convocation')];
      if (line.removed) return [fault(`${at}/member_id`, 'removed', 'left the team')];
      return cases.flatMap((ref, c) => {
        if (!line.member.cases.includes(ref))
          return [fault(`${at}/cases/${c}`, 'unknown', 'is not a case of the member')];
        return live.has(ref) ? [] : [fault(`${at}/cases/${c}`, 'withdrawn', 'is not on the agenda any more')];
      });
    }),
    ...repeatedAt(attendance, (a) => a.member_id).map((i) =>
      fault(`/attendance/${i}/member_id`, 'duplicate', 'is there twice'),
    ),
    ...beneficiaries.flatMap(({ member_id }, i) =>
      asked.has(member_id)
        ? []
        : [fault(`/beneficiaries/${i}/member_id`, 'unknown', 'is no beneficiary who was asked')],
    ),
    ...repeatedAt(beneficiaries, (b) => b.member_id).map((i) =>
      fault(`/beneficiaries/${i}/member_id`, 'duplicate', 'is there twice'),
    ),
  ];
}

/** Faults of minutes: each case of the agenda once and no other, and who is responsible is a member of that case. */
export function checkMinutes(state: Convocation, { cases }: SaidOf<'record_minutes'>): readonly ProblemError[] {
  const live = liveCases(state).map(({ item }) => item.case_ref);
  const missing = live.filter((ref) => !cases.some(({ case_ref }) => case_ref === ref));
  return [
    ...cases.flatMap(({ case_ref }, i) => {
      if (live.includes(case_ref)) return [];
      return state.withdrawn_cases.includes(case_ref)
        ? [fault(`/cases/${i}/case_ref`, 'withdrawn', 'is not on the agenda any more')]
        : [fault(`/cases/${i}/case_ref`, 'unknown', 'is not a case of the agenda')];
    }),
    ...repeatedAt(cases, (c) => c.case_ref).map((i) => fault(`/cases/${i}/case_ref`, 'duplicate', 'is there twice')),
    ...missing.map((ref) => fault('/cases', 'missing', `the minutes of ${ref} are missing`)),
    ...cases.flatMap(({ case_ref, decisions }, i) =>
      decisions.flatMap(({ responsible }, d) =>
        responsible === undefined || isOfCase(state, responsible, case_ref)
          ? []
          : [fault(`/cases/${i}/decisions/${d}/responsible`, 'unknown', 'is no member of the case')],
      ),
    ),
  ];
}

function isOfCase(state: Convocation, memberId: string, caseRef: string): boolean {
  const line = memberOf(state, memberId);
  return line !== undefined && !line.removed && line.member.cases.includes(caseRef);
}
