import type { DataClass } from '../../contracts/canonical/data-class.ts';
import type { Exchange, ExchangeOperation } from '../../contracts/canonical/exchange.ts';
import type { ExchangeId } from '../../contracts/canonical/ids.ts';
import type { Decision } from '../policy/index.ts';
import type { NetworkView } from '../ports.ts';

export type ExchangeFacts = {
  readonly id: string;
  readonly at: string;
  readonly correlation_id: string;
  readonly operation: ExchangeOperation;
  readonly direction: 'in' | 'out';
  readonly network: NetworkView | { readonly version: number };
  readonly decision: Decision;
  readonly outcome: string;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
  readonly system?: string | null | undefined;
  readonly client?: string | null | undefined;
  readonly acting_user?: string | null | undefined;
  readonly subject_id?: string | null | undefined;
  readonly referral_id?: string | null | undefined;
  readonly delivery_id?: string | null | undefined;
  readonly asked?: readonly DataClass[];
  readonly disclosed?: readonly DataClass[];
  readonly digest?: string | undefined;
};

/** One record of the ledger. What a denial would have disclosed counts as withheld. */
export function exchangeRecord(facts: ExchangeFacts): Exchange {
  const { decision } = facts;
  const asked = facts.asked ?? [];
  const disclosed = decision.permitted ? (facts.disclosed ?? asked.filter((c) => decision.classes.has(c))) : [];
  return {
    id: facts.id as ExchangeId,
    at: facts.at,
    correlation_id: facts.correlation_id,
    operation: facts.operation,
    direction: facts.direction,
    ...present({
      from: facts.from,
      to: facts.to,
      system: facts.system,
      client: facts.client,
      acting_user: facts.acting_user,
      subject_id: facts.subject_id,
      referral_id: facts.referral_id,
      delivery_id: facts.delivery_id,
      purpose: decision.purpose,
      legal_basis: decision.legal_basis,
      agreement: decision.agreement,
      digest: facts.digest,
    }),
    evidence: [...decision.evidence],
    network_version: facts.network.version,
    permitted: decision.permitted,
    rule: decision.rule,
    classes_asked: [...asked],
    classes_disclosed: [...disclosed],
    classes_withheld: asked.filter((c) => !disclosed.includes(c)),
    outcome: facts.outcome,
  };
}

function present(members: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(members)) if (value !== null && value !== undefined) kept[key] = value;
  return kept;
}
