import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { ProblemError } from '../../../contracts/canonical/problem.ts';
import { isOfGateway, ofGateway } from './check-mailboxes.ts';
import { isSameMailbox } from './check-members.ts';
import { fault } from './fault.ts';
import { activeMembers, memberOf } from './lines.ts';
import type { Answering } from './state.ts';

/**
 * Faults of an answer, by pointer into it: a delegate comes in person, and who delegates names somebody of the same body who is not called for the
 * case yet. Whoever holds a link could send the case anywhere, so the delegate's mailbox is at a domain where the body is known to read its mail:
 * that of its members here, or of `bodyAddresses`, which the network has of it.
 */
export function checkAnswer(
  state: Convocation,
  { member_id, answer }: Answering,
  bodyAddresses: readonly string[],
  gateway?: readonly string[],
): readonly ProblemError[] {
  const line = memberOf(state, member_id);
  if (line === undefined || answer.answer !== 'delegated') return [];
  if (line.delegate_of !== undefined) return [fault('/answer', 'not_allowed', 'a delegate cannot delegate on')];
  if (isOfGateway(answer.delegate.email, gateway)) return [fault('/delegate/email', 'not_allowed', ofGateway)];
  const delegate = { email: answer.delegate.email, cases: line.member.cases };
  const called = activeMembers(state).filter(({ delegate_of }) => delegate_of !== member_id);
  if (called.some(({ member }) => isSameMailbox(member, delegate)))
    return [fault('/delegate/email', 'duplicate', 'is of a member of the same case')];
  const { organization } = line.member;
  const ofBody = activeMembers(state).filter(
    (m) => m.delegate_of === undefined && m.member.organization === organization,
  );
  const domains = [...ofBody.map(({ member }): string => member.email), ...bodyAddresses].map(domainOf);
  return domains.includes(domainOf(delegate.email)) ? [] : [fault('/delegate/email', 'not_allowed', elsewhere)];
}

const elsewhere =
  "is not at a mail domain of the member's body: name a colleague with an address of the body, or ask the organizer to call the person";

/** Compared without regard to case (RFC 1035 section 2.3.3). */
const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();
