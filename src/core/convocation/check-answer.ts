import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { ProblemError } from '../../../contracts/canonical/problem.ts';
import { isOfGateway, ofGateway } from './check-mailboxes.ts';
import { isSameMailbox } from './check-members.ts';
import { fault } from './fault.ts';
import { activeMembers, memberOf } from './lines.ts';
import type { Answering } from './state.ts';

/** Faults of an answer, by pointer into it: a delegate comes in person, and who delegates names somebody who is not called for the case yet. */
export function checkAnswer(
  state: Convocation,
  { member_id, answer }: Answering,
  gateway?: readonly string[],
): readonly ProblemError[] {
  const line = memberOf(state, member_id);
  if (line === undefined || answer.answer !== 'delegated') return [];
  if (line.delegate_of !== undefined) return [fault('/answer', 'not_allowed', 'a delegate cannot delegate on')];
  if (isOfGateway(answer.delegate.email, gateway)) return [fault('/delegate/email', 'not_allowed', ofGateway)];
  const delegate = { email: answer.delegate.email, cases: line.member.cases };
  const called = activeMembers(state).filter(({ delegate_of }) => delegate_of !== member_id);
  return called.some(({ member }) => isSameMailbox(member, delegate))
    ? [fault('/delegate/email', 'duplicate', 'is of a member of the same case')]
    : [];
}
