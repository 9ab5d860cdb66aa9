import type { ExchangeOperation } from '../../contracts/canonical/exchange.ts';
import { type Refusal, refuse } from '../../contracts/canonical/refusal.ts';
import type { Decision, GateRule } from '../policy/index.ts';
import type { Call, Guard } from '../ports.ts';
import type { Deps } from './deps.ts';
import { exchangeRecord } from './exchange-record.ts';

/** A permission that needs no purpose: the reply or the change holds no personal data, or the body answers for it itself. */
export const plainly = (rule: GateRule): Decision => ({
  permitted: true,
  rule,
  classes: new Set(['public']),
  purpose: null,
  legal_basis: null,
  agreement: null,
  evidence: [],
});

/** The ledger record of a call that discloses nobody's data. */
export const plainRecord = (
  deps: Deps,
  call: Call,
  networkVersion: number,
  facts: {
    readonly operation: ExchangeOperation;
    readonly direction: 'in' | 'out';
    readonly outcome: string;
    readonly rule?: GateRule;
    /** In place of `rule`, where there was something to decide. */
    readonly decision?: Decision;
    readonly subject_id?: string | null;
    readonly referral_id?: string;
    readonly delivery_id?: string;
    readonly system?: string;
    readonly digest?: string | undefined;
  },
) =>
  exchangeRecord({
    id: deps.newId(),
    at: deps.clock(),
    correlation_id: call.correlation_id,
    network: { version: networkVersion },
    client: call.caller.client_id,
    acting_user: call.caller.acting_user,
    ...(facts.direction === 'in' ? { from: call.caller.organization } : { to: call.caller.organization }),
    ...facts,
    decision: facts.decision ?? plainly(facts.rule ?? 'permit/directory'),
  });

/** Writes the record of a reading; without it the reading does not happen. */
export async function recorded(
  deps: Deps,
  exchange: ReturnType<typeof exchangeRecord>,
  guards: readonly Guard[] = [],
): Promise<Refusal | null> {
  const written = await deps.store.commit({ exchanges: [exchange], guards });
  return written.committed ? null : refuse('gateway/unavailable');
}
