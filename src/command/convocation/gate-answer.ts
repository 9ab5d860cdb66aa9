import type { ConvocationAnswer } from '../../../contracts/canonical/convocation-event.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { Account } from '../../policy/index.ts';
import type { NetworkView } from '../../ports.ts';
import type { ConvocationDeps } from './deps.ts';
import { type Judged, judgedCases } from './judged-cases.ts';
import { addresseeOf } from './line-of.ts';

/**
 * The cases of who answers, where the gate permits none of them any more: they may still say that they do not come, and nothing else. Empty where
 * the answer is permitted.
 */
export async function deniedToAnswer(
  deps: ConvocationDeps,
  network: NetworkView,
  {
    account,
    state,
    member_id,
    answer,
    at,
  }: {
    readonly account: Account;
    readonly state: Convocation;
    readonly member_id: string;
    readonly answer: ConvocationAnswer;
    readonly at: string;
  },
): Promise<readonly Judged[]> {
  const to = addresseeOf(state, network, member_id);
  if (answer.answer === 'declined' || to === null) return [];
  const ask = { account, now: state, asTold: state, to, kind: 'invitation', at, isClosing: false } as const;
  const judged = await judgedCases(deps, network, ask);
  return judged.some(({ decision }) => decision.permitted) ? [] : judged;
}
