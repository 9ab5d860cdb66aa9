import { membersMax, type TeamMember } from '../../../contracts/canonical/convocation.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { ProblemError } from '../../../contracts/canonical/problem.ts';
import { checkComposition } from './check-composition.ts';
import { checkMailboxes } from './check-mailboxes.ts';
import { checkMeeting } from './check-meeting.ts';
import { checkMembers, withoutAgreement } from './check-members.ts';
import type { Facts } from './facts.ts';
import { fault, repeatedAt } from './fault.ts';
import { activeBeneficiaries, activeMembers, liveCases, memberOf } from './lines.ts';
import type { SaidOf } from './state.ts';

/** Faults of a meeting's new time and place: those of any meeting, and bodies whose agreement does not reach the new date. */
export function checkReschedule(
  state: Convocation,
  said: SaidOf<'reschedule'>,
  at: string,
  facts: Facts,
): readonly ProblemError[] {
  const bodies = [...new Set(activeMembers(state).map(({ member }) => member.organization))];
  const without = bodies.filter((id) => facts.organizations.get(id)?.agreement !== true);
  return [
    ...checkMeeting(said, at, facts),
    ...without.map((id) => fault('/meeting/starts_at', 'without_agreement', `${id} ${withoutAgreement(facts)}`)),
  ];
}

/** Faults of a change of the team, against the state before it and the team after it. */
export function checkChangeMembers(
  state: Convocation,
  said: SaidOf<'change_members'>,
  facts: Facts,
): readonly ProblemError[] {
  const { add = [], remove = [], add_beneficiaries = [] } = said;
  const refs = new Set<string>(liveCases(state).map(({ item }) => item.case_ref));
  const onAgenda = (ref: string) => refs.has(ref);
  const stays = activeMembers(state)
    .filter(({ member, delegate_of }) => !remove.includes(member.member_id) && !remove.includes(delegate_of ?? ''))
    .map(({ member }) => member);
  const asked = activeBeneficiaries(state).filter((b) => !remove.includes(b.member_id));
  const before = [...state.members.map(({ member }) => member), ...state.beneficiaries];
  const people = [...before, ...add, ...add_beneficiaries];
  const faults: ProblemError[] = [
    ...checkRemoved(state, remove),
    ...checkMembers(add, '/add', { facts, called: stays, onAgenda }),
    ...checkMailboxes(add, '/add', { gateway: facts.gateway, called: stays }),
    ...checkMailboxes(add_beneficiaries, '/add_beneficiaries', facts),
    ...repeatedAt(people, (p) => p.member_id)
      .filter((i) => i >= before.length)
      .map((i) => i - before.length)
      .map((i) =>
        i < add.length
          ? fault(`/add/${i}/member_id`, 'duplicate', 'was given to somebody else')
          : fault(`/add_beneficiaries/${i - add.length}/member_id`, 'duplicate', 'was given to somebody else'),
      ),
    ...add_beneficiaries.flatMap((b, i) =>
      onAgenda(b.case) ? [] : [fault(`/add_beneficiaries/${i}/case`, 'unknown', 'is not a case of the agenda')],
    ),
    ...checkCases(state, remove, [...stays, ...add]),
  ];
  if (stays.length + add.length > membersMax)
    faults.push(fault('/add', 'too_many', 'makes more members than a meeting has'));
  if (asked.length + add_beneficiaries.length > membersMax)
    faults.push(fault('/add_beneficiaries', 'too_many', 'makes more beneficiaries than a meeting has'));
  return faults;
}

/** The composition of every case by the team as it would be: a rule that several break is told once, with their labels. */
function checkCases(
  state: Convocation,
  remove: readonly string[],
  team: readonly TeamMember[],
): readonly ProblemError[] {
  const found = liveCases(state).flatMap(({ item }) => {
    const manager = remove.indexOf(item.case_manager);
    const pointers = { team: '/remove', manager: manager < 0 ? '/remove' : `/remove/${manager}` };
    return checkComposition({ item, pointers }, team).map((error) => ({ error, ref: item.case_ref }));
  });
  const alike = Map.groupBy(found, ({ error }) => `${error.pointer} ${error.detail}`);
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const refs = [first, ...others].map(({ ref }) => ref);
    const more = refs.length > refsNamedMax ? ` and ${refs.length - refsNamedMax} more` : '';
    return [{ ...first.error, detail: `${first.error.detail}: ${refs.slice(0, refsNamedMax).join(', ')}${more}` }];
  });
}

/** So that a detail stays within the limit of a problem's. */
const refsNamedMax = 8;

function checkRemoved(state: Convocation, remove: readonly string[]): readonly ProblemError[] {
  const twice = repeatedAt(remove, String).map((i) => fault(`/remove/${i}`, 'duplicate', 'is there twice'));
  const gone = remove.flatMap((id, i) => {
    const line = memberOf(state, id) ?? state.beneficiaries.find((b) => b.member_id === id);
    if (line === undefined) return [fault(`/remove/${i}`, 'unknown', 'is nobody of this convocation')];
    return line.removed ? [fault(`/remove/${i}`, 'removed', 'left already')] : [];
  });
  return [...twice, ...gone];
}

/** A case that is on the agenda may leave it, as long as another stays: a meeting about nothing is cancelled. */
export function checkWithdrawCase(state: Convocation, { case_ref }: SaidOf<'withdraw_case'>): readonly ProblemError[] {
  const live = liveCases(state);
  if (state.withdrawn_cases.includes(case_ref)) return [fault('/case_ref', 'withdrawn', 'left the agenda already')];
  if (!live.some(({ item }) => item.case_ref === case_ref))
    return [fault('/case_ref', 'unknown', 'is not a case of the agenda')];
  return live.length === 1 ? [fault('/case_ref', 'last_case', 'is the last case: cancel the meeting instead')] : [];
}
