import { type Delivery, type DeliveryState, isMailDelivery } from '../../contracts/canonical/delivery.ts';
import { type Refusal, refuse } from '../../contracts/canonical/refusal.ts';
import { type OperatorDecision, type Reported, type ReportMail, rerun, resolve } from '../dispatch/index.ts';
import { publish } from '../policy/index.ts';
import type { Call, Outcome } from '../ports.ts';
import { type Again, conclude, persist } from './conclude.ts';
import type { Deps } from './deps.ts';
import { isOwnToOperate, operatesAll } from './operators.ts';
import { plainRecord } from './public-record.ts';

export type DeliveryReceipt = { readonly id: string; readonly state: DeliveryState };

/** An operator sends a settled delivery once more, and says why. */
export const rerunDelivery =
  (deps: Deps) => (call: Call, input: { readonly delivery_id: string; readonly reason: string }) =>
    persist(() => operate(deps, call, input.delivery_id, 202, (d, at) => rerun(d, input.reason, at)));

/** An operator writes down what became of a delivery whose outcome was unknown. */
export const resolveDelivery =
  (deps: Deps, reportMail: ReportMail) =>
  (
    call: Call,
    input: { readonly delivery_id: string; readonly as: 'delivered' | 'abandoned'; readonly reason: string },
  ) =>
    persist(() =>
      operate(deps, call, input.delivery_id, 200, (d, at) => resolve(d, input.as, input.reason, at), reportMail),
    );

const nothing: Reported = { closed: false };

async function operate(
  deps: Deps,
  call: Call,
  delivery_id: string,
  status: 200 | 202,
  decide: (delivery: Delivery, at: string) => OperatorDecision | Refusal,
  reportMail?: ReportMail,
): Promise<Outcome<DeliveryReceipt> | Again> {
  const at = deps.clock();
  const network = await deps.network();
  const delivery = await deps.store.delivery(delivery_id);
  const operated =
    delivery !== null && ((await operatesAll(deps, call)) || (await isOwnToOperate(deps, call, delivery)));
  if (!operated) return refuse('delivery/not-found');
  const decided = decide(delivery, at);
  if (decided.refused) return decided;
  const record = {
    ...plainRecord(deps, call, network.version, {
      operation: decided.record.operation,
      direction: 'in',
      rule: 'permit/supplied',
      outcome: decided.record.outcome,
    }),
    ...decided.record,
  };
  const { settlement } = decided;
  const tells = settlement.state === 'abandoned' && isMailDelivery(delivery);
  const { closed: _, exchanges: __, ...told } = (tells && (await reportMail?.(delivery, settlement))) || nothing;
  const unit = { ...told, exchanges: [record] as const, settlements: [settlement], guards: [decided.guard] };
  const outcome = await conclude<DeliveryReceipt>(deps, call, unit, {
    refused: false,
    status,
    headers: {},
    body: publish({ id: delivery.id, state: decided.settlement.state }),
  });
  deps.wake();
  return outcome;
}
