import { type Delivery, type DeliveryState, isMailDelivery } from '../../contracts/canonical/delivery.ts';
import { type Refusal, refuse } from '../../contracts/canonical/refusal.ts';
import { type OperatorDecision, type Reported, type ReportMail, rerun, resolve } from '../dispatch/index.ts';
import { accountOf, coversPurpose, outsideVoucher, publish } from '../policy/index.ts';
import type { Call, Outcome } from '../ports.ts';
import { type Again, conclude, persist } from './conclude.ts';
import { mailAnew } from './convocation/mail-anew.ts';
import type { Deps } from './deps.ts';
import { denial } from './gate.ts';
import { isOwnToOperate, operatesAll } from './operators.ts';
import { plainRecord } from './public-record.ts';

export type DeliveryReceipt = { readonly id: string; readonly state: DeliveryState };

/** An operator sends a settled delivery once more, and says why. A mail to a member that arrived becomes a new one. */
export const rerunDelivery =
  (deps: Deps) => (call: Call, input: { readonly delivery_id: string; readonly reason: string }) =>
    persist(async () => {
      const arrived = await sendAnew(deps, call, input);
      return arrived ?? operate(deps, call, input.delivery_id, 202, (d, at) => rerun(d, input.reason, at));
    });

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

async function operable(deps: Deps, call: Call, delivery_id: string): Promise<Delivery | null> {
  const delivery = await deps.store.delivery(delivery_id);
  if (delivery === null) return null;
  return (await operatesAll(deps, call)) || (await isOwnToOperate(deps, call, delivery)) ? delivery : null;
}

/** Null where the delivery is none that is sent anew. What was delivered stays so; the new mail is a delivery beside it. */
async function sendAnew(
  deps: Deps,
  call: Call,
  { delivery_id, reason }: { readonly delivery_id: string; readonly reason: string },
): Promise<Outcome<DeliveryReceipt> | Again | null> {
  const delivery = await operable(deps, call, delivery_id);
  if (delivery === null || !coversPurpose(accountOf(call.caller), delivery.purpose)) return null;
  const mail = await mailAnew(deps, delivery, { at: deps.clock(), correlation_id: call.correlation_id });
  if (mail === null) return null;
  const { version } = await deps.network();
  const record = {
    ...plainRecord(deps, call, version, {
      operation: 'delivery.rerun',
      direction: 'in',
      rule: 'permit/supplied',
      outcome: mail.state,
    }),
    to: delivery.recipient,
    system: delivery.system,
    convocation_id: delivery.convocation_id,
    delivery_id,
    purpose: delivery.purpose,
    reason,
  };
  const body = publish({ id: mail.id, state: mail.state });
  const said = { refused: false as const, status: 202 as const, headers: {}, body };
  return conclude<DeliveryReceipt>(deps, call, { exchanges: [record], deliveries: [mail] }, said);
}

/** What is sent once more, or counted as sent, is an exchange for its purpose. */
async function denyForVoucher(deps: Deps, call: Call, delivery: Delivery): Promise<Outcome<DeliveryReceipt> | Again> {
  const decision = outsideVoucher(delivery.purpose);
  const { version } = await deps.network();
  const record = plainRecord(deps, call, version, {
    operation: 'delivery.rerun',
    direction: 'in',
    decision,
    outcome: 'denied',
    system: delivery.system,
    delivery_id: delivery.id,
  });
  return conclude<DeliveryReceipt>(deps, call, { exchanges: [record] }, denial(decision));
}

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
  const delivery = await operable(deps, call, delivery_id);
  if (delivery === null) return refuse('delivery/not-found');
  if (!coversPurpose(accountOf(call.caller), delivery.purpose)) return denyForVoucher(deps, call, delivery);
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
