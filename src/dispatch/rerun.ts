import type { Delivery, DeliveryState } from '../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import type { Guard, Refusal, Settlement } from '../ports.ts';
import { settlementOf } from './settlement.ts';

/** What an operator's decision writes, all in one unit. The caller adds who, when and under which network to the record. */
export type OperatorDecision = {
  readonly refused: false;
  readonly settlement: Settlement;
  /** Two operators cannot both decide. */
  readonly guard: Guard;
  readonly record: Pick<
    Exchange,
    | 'operation'
    | 'direction'
    | 'to'
    | 'system'
    | 'referral_id'
    | 'convocation_id'
    | 'delivery_id'
    | 'purpose'
    | 'outcome'
    | 'reason'
  >;
};

const rerunnable: readonly DeliveryState[] = ['refused', 'unknown', 'withheld', 'abandoned'];

/** Queues a settled delivery once more. The gate is asked again when it is due, whatever the operator wants. */
export function rerun(delivery: Delivery, reason: string, at: string): OperatorDecision | Refusal {
  if (!rerunnable.includes(delivery.state)) return notSettled(delivery.state, rerunnable);
  // Abandoned after sending, it may have been taken as much as one that is unknown.
  const uncertain = delivery.state === 'unknown' || (delivery.state === 'abandoned' && delivery.sent_at !== undefined);
  return decision(delivery, 'delivery.rerun', reason, {
    ...settlement(delivery, 'queued', 'operator/rerun', reason, at),
    due_at: at,
    uncertain,
  });
}

/** Writes down what a person found out about a delivery whose outcome was unknown. It frees the lane. */
export function resolve(
  delivery: Delivery,
  as: 'delivered' | 'abandoned',
  reason: string,
  at: string,
): OperatorDecision | Refusal {
  if (delivery.state !== 'unknown') return notSettled(delivery.state, ['unknown']);
  return decision(delivery, 'delivery.resolve', reason, settlement(delivery, as, `operator/${as}`, reason, at));
}

const notSettled = (state: DeliveryState, allowed: readonly DeliveryState[]) =>
  refuse('delivery/not-settled', { detail: `The delivery is ${state}; this needs it to be ${allowed.join(', ')}.` });

const detailCharactersMax = 300;

const settlement = (delivery: Delivery, state: DeliveryState, code: string, reason: string, at: string): Settlement => {
  const detail = `An operator decided: ${reason}`.slice(0, detailCharactersMax);
  return settlementOf(delivery, state, { code, detail }, at);
};

const decision = (
  { id, state, referral_id, convocation_id, purpose, recipient, system }: Delivery,
  operation: 'delivery.rerun' | 'delivery.resolve',
  reason: string,
  settled: Settlement,
): OperatorDecision => ({
  refused: false,
  settlement: settled,
  guard: { holds: 'delivery_state', delivery_id: id, state },
  record: {
    operation,
    direction: 'in',
    to: recipient,
    system,
    referral_id,
    convocation_id,
    delivery_id: id,
    purpose,
    outcome: settled.state,
    reason,
  },
});
