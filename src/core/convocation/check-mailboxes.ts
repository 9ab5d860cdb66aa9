import type { ProblemError } from '../../../contracts/canonical/problem.ts';
import { fault } from './fault.ts';

type Reached = { readonly email?: string | undefined; readonly pec?: string | undefined };

/**
 * Faults of the addresses of people that are to be written to: one of the gateway itself would answer for them, and a certified one that is the
 * ordinary one of somebody else would bring them a notice that is not theirs. `called`: whom else the meeting calls.
 */
export function checkMailboxes(
  people: readonly Reached[],
  at: string,
  {
    gateway = [],
    called = [],
  }: { readonly gateway?: readonly string[] | undefined; readonly called?: readonly Reached[] },
): readonly ProblemError[] {
  return people.flatMap((person, i) => {
    const others = [...people.filter((_, other) => other !== i), ...called].filter(
      (other) => !isSame(other.email, person.email),
    );
    return [
      ...(['email', 'pec'] as const)
        .filter((field) => isOfGateway(person[field], gateway))
        .map((field) => fault(`${at}/${i}/${field}`, 'not_allowed', ofGateway)),
      ...(others.some(({ email }) => isSame(email, person.pec))
        ? [fault(`${at}/${i}/pec`, 'duplicate', 'is the e-mail address of another member')]
        : []),
      ...(called.some(({ pec }) => isSame(pec, person.email))
        ? [fault(`${at}/${i}/email`, 'duplicate', 'is the certified address of another member')]
        : []),
    ];
  });
}

export const ofGateway = 'is an address of the gateway itself, where nobody reads: write that of the person';

/** With any tag behind a plus sign: answers and bounces come back to such. Without regard to case, as mail servers do. */
export const isOfGateway = (address: string | undefined, gateway: readonly string[] = []): boolean =>
  address !== undefined && gateway.some((own) => isSame(untagged(own), untagged(address)));

const untagged = (address: string) => address.replace(/\+.*@/, '@');

const isSame = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && a.toLowerCase() === b?.toLowerCase();
