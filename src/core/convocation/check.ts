import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { ProblemError } from '../../../contracts/canonical/problem.ts';
import { checkAnswer } from './check-answer.ts';
import { checkChangeMembers, checkReschedule, checkWithdrawCase } from './check-change.ts';
import { checkConvene } from './check-convene.ts';
import { checkDelegation } from './check-delegation.ts';
import { checkAttendance, checkMinutes } from './check-records.ts';
import type { Command } from './decide.ts';
import type { Facts } from './facts.ts';
import type { ConvocationSaid } from './state.ts';

/**
 * Every fault of what is said at once, against the state and the facts; empty where there is none. Pointers are into what was said, of
 * `convene` into its request. No detail holds anybody's value.
 */
export function check(
  state: Convocation | null,
  said: ConvocationSaid,
  at: string,
  facts: Facts | undefined,
  { bodyAddresses = [], gatewayAddresses }: Pick<Command, 'bodyAddresses' | 'gatewayAddresses'> = {},
): readonly ProblemError[] {
  if (said.type === 'convene') return checkConvene(said.request, said.subjects, at, needed(facts));
  if (state === null) throw new Error('a convocation begins with convene');
  switch (said.type) {
    case 'answer':
      return oneEach([...checkDelegation(state, said), ...checkAnswer(state, said, bodyAddresses, gatewayAddresses)]);
    case 'reschedule':
      return checkReschedule(state, said, at, needed(facts));
    case 'change_members':
      return checkChangeMembers(state, said, needed(facts));
    case 'withdraw_case':
      return checkWithdrawCase(state, said);
    case 'record_attendance':
      return checkAttendance(state, said);
    case 'record_minutes':
      return checkMinutes(state, said);
    case 'cancel':
    case 'remind':
    case 'record_evidence':
    case 'answers_overdue':
      return [];
    default:
      return said satisfies never;
  }
}

function needed(facts: Facts | undefined): Facts {
  if (facts === undefined) throw new Error('the checks need to know the network');
  return facts;
}

/** One fault a place: whoever is a beneficiary is not also told about domains. */
const oneEach = (faults: readonly ProblemError[]): readonly ProblemError[] =>
  faults.filter(({ pointer }, at) => faults.findIndex((each) => each.pointer === pointer) === at);
