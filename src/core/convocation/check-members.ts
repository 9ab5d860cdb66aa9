import type { TeamMember } from '../../../contracts/canonical/convocation.ts';
import type { ProblemError } from '../../../contracts/canonical/problem.ts';
import type { Facts } from './facts.ts';
import { fault, repeatedAt } from './fault.ts';
import { sharedCases } from './lines.ts';

type Called = Pick<TeamMember, 'email' | 'cases'>;

/**
 * Faults of members that are to be called, each on its own and against who is called already. `at` is the pointer of their list; `onAgenda` tells
 * of a label whether it is on the agenda.
 */
export function checkMembers(
  members: readonly TeamMember[],
  at: string,
  {
    facts,
    called,
    onAgenda,
  }: { readonly facts: Facts; readonly called: readonly Called[]; readonly onAgenda: (caseRef: string) => boolean },
): readonly ProblemError[] {
  const faults: ProblemError[] = [];
  for (const [i, member] of members.entries()) {
    const body = facts.organizations.get(member.organization);
    if (body === undefined) faults.push(fault(`${at}/${i}/organization`, 'unknown', 'is not a body of the network'));
    else {
      // A purpose that does not convene is a fault of its own: no agreement would mend it.
      if (!body.agreement && convenes(facts))
        faults.push(fault(`${at}/${i}/organization`, 'without_agreement', withoutAgreement(facts)));
      if (!body.functions.includes(member.function))
        faults.push(fault(`${at}/${i}/function`, 'not_allowed', 'is not a function that the body may provide'));
    }
    for (const [c, ref] of member.cases.entries())
      if (!onAgenda(ref)) faults.push(fault(`${at}/${i}/cases/${c}`, 'unknown', 'is not a case of the agenda'));
    for (const c of repeatedAt(member.cases, String))
      faults.push(fault(`${at}/${i}/cases/${c}`, 'duplicate', 'is there twice'));
    const before = [...called, ...members.slice(0, i)];
    if (before.some((other) => isSameMailbox(other, member)))
      faults.push(fault(`${at}/${i}/email`, 'duplicate', 'is of another member of the same case'));
  }
  return faults;
}

export const convenes = ({ purpose }: Facts): boolean => purpose.convening.includes(purpose.code);

export const withoutAgreement = ({ purpose, date }: Facts): string =>
  `has no agreement with the organizer for ${purpose.code} in force on ${date}, the day of the meeting`;

/** One mailbox, one invitation for a case: two lines would answer for each other. Compared without regard to case, as mail servers do. */
export const isSameMailbox = (a: Called, b: Called): boolean =>
  a.email.toLowerCase() === b.email.toLowerCase() && sharedCases(a, b).length > 0;
