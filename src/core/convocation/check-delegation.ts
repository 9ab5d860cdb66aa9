import { membersMax } from '../../../contracts/canonical/convocation.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { ProblemError } from '../../../contracts/canonical/problem.ts';
import { fault } from './fault.ts';
import { activeMembers, memberOf } from './lines.ts';
import { saysNothingNew } from './says-nothing-new.ts';
import type { Answering } from './state.ts';

/** So many people may be named in the place of one member, one after the other: each gets a mail, and so does each whom the next one replaces. */
export const delegationsMax = 3;
/** Lines of a convocation, those included who left: as many as its view holds. */
export const linesMax = 200;

const askTheOrganizer = 'for another change, ask the body that convened';

/** Faults of whom an answer names as delegate, by pointer into it: how many there were already, and that nobody of a household gets a professional's mail. */
export function checkDelegation(state: Convocation, said: Answering): readonly ProblemError[] {
  const { member_id, answer } = said;
  const line = memberOf(state, member_id);
  if (line === undefined || answer.answer !== 'delegated' || saysNothingNew(state, said)) return [];
  const faults: ProblemError[] = [];
  const named = state.members.filter(({ delegate_of }) => delegate_of === member_id).length;
  if (named >= delegationsMax)
    faults.push(
      fault('/delegate/email', 'too_many', `has ${delegationsMax} delegates before it already: ${askTheOrganizer}`),
    );
  const others = activeMembers(state).filter(({ delegate_of }) => delegate_of !== member_id);
  if (others.length >= membersMax || state.members.length >= linesMax)
    faults.push(fault('/delegate/email', 'too_many', `makes more members than a meeting has: ${askTheOrganizer}`));
  const email = answer.delegate.email.toLowerCase();
  const isOfOrganizer =
    state.organizer_contact.email.toLowerCase() === email && line.member.organization !== state.organizer;
  if (isOfOrganizer || state.beneficiaries.some((b) => b.email?.toLowerCase() === email))
    faults.push(fault('/delegate/email', 'not_allowed', 'is of nobody who may come in the place of the member'));
  return faults;
}
