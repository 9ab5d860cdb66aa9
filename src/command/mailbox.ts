import { isReferralDelivery, type ReferralDelivery } from '../../contracts/canonical/delivery.ts';
import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import { accountOf, publish } from '../policy/index.ts';
import type { Call, NetworkView, Outcome, Page, Settlement } from '../ports.ts';
import { type Again, conclude, persist } from './conclude.ts';
import type { Deps } from './deps.ts';
import type { ListInput } from './directory.ts';
import type { prepareDelivery } from './prepare-delivery.ts';
import { plainRecord, recorded } from './public-record.ts';

export type MailboxHead = Pick<ReferralDelivery, 'referral_id' | 'version'> & {
  readonly message_id: string;
  readonly event_type: ReferralDelivery['event'];
  readonly from: string;
  readonly at: string;
};

type MessageId = { readonly message_id: string };

/** The mailbox of a body whose system pulls: the client's own system, or the only one of its body. */
function mailboxOf(network: NetworkView, call: Call): string | null {
  const boxes = network.systemsOf(call.caller.organization).filter((s) => s.adapter === 'mailbox');
  const mine = call.caller.system === null ? boxes[0] : boxes.find((s) => s.id === call.caller.system);
  return mine?.id ?? null;
}

/** Under a voucher, the messages of its purposes. */
export const listMailbox =
  (deps: Deps) =>
  async (call: Call, { cursor, limit }: ListInput): Promise<Outcome<Page<MailboxHead>>> => {
    const network = await deps.network();
    const system = mailboxOf(network, call);
    if (system === null)
      return { refused: false, status: 200, headers: {}, body: publish({ items: [], next_cursor: null }) };
    const waiting = { system, state: 'awaiting_pickup', purposes: call.caller.voucher?.purposes } as const;
    const page = await deps.store.listDeliveries(waiting, cursor, limit);
    if (page === 'invalid_cursor') return refuse('request/invalid-cursor');
    const items: MailboxHead[] = [];
    for (const d of page.items.filter(isReferralDelivery)) {
      const referral = await deps.store.referral(d.referral_id);
      const initiator = referral?.request.initiator ?? '';
      const from = d.recipient === initiator ? (referral?.recipient ?? initiator) : initiator;
      items.push({
        message_id: d.id,
        referral_id: d.referral_id,
        version: d.version,
        event_type: d.event,
        from,
        at: d.created_at,
      });
    }
    const record = plainRecord(deps, call, network.version, {
      operation: 'mailbox.read',
      direction: 'out',
      outcome: 'listed',
      system,
    });
    const body = publish({ items, next_cursor: page.next_cursor });
    return (await recorded(deps, record)) ?? { refused: false, status: 200, headers: {}, body };
  };

/** One message, disclosed at the moment it is read: the gate is asked now, not when it was queued. */
export const readMailboxMessage =
  (deps: Deps, prepare: ReturnType<typeof prepareDelivery>) =>
  async (call: Call, { message_id }: MessageId): Promise<Outcome<PartialReferralMessage>> => {
    const delivery = await waiting(deps, call, message_id);
    if (delivery === null) return refuse('mailbox/not-found');
    const prepared = await prepare(delivery, accountOf(call.caller));
    const outcome = prepared.permitted ? 'read' : 'withheld';
    const exchange = { ...prepared.exchange, ...asked(call), operation: 'mailbox.read' as const, outcome };
    const written = await deps.store.commit({
      exchanges: [exchange],
      ...(prepared.permitted
        ? {
            guards: [...prepared.guards, stillWaiting(delivery)],
            fetched: { delivery_id: delivery.id, at: deps.clock() },
          }
        : {}),
    });
    if (!written.committed) return refuse('gateway/unavailable');
    if (!prepared.permitted) return refuse('gate/denied', { detail: prepared.detail });
    return { refused: false, status: 200, headers: {}, body: prepared.message };
  };

/** The body has the message: it is delivered. What the gate withholds now was not had, and stays. */
export const acknowledgeMailboxMessage =
  (deps: Deps, prepare: ReturnType<typeof prepareDelivery>) =>
  (call: Call, { message_id }: MessageId): Promise<Outcome<null>> =>
    persist(async (): Promise<Outcome<null> | Again> => {
      const network = await deps.network();
      const delivery = await waiting(deps, call, message_id);
      if (delivery === null) return refuse('mailbox/not-found');
      const prepared = await prepare(delivery, accountOf(call.caller));
      if (!prepared.permitted) {
        const denied = {
          ...prepared.exchange,
          ...asked(call),
          operation: 'mailbox.acknowledge' as const,
          outcome: 'withheld',
        };
        return conclude<null>(deps, call, { exchanges: [denied] }, refuse('gate/denied', { detail: prepared.detail }));
      }
      const record = plainRecord(deps, call, network.version, {
        operation: 'mailbox.acknowledge',
        direction: 'in',
        outcome: 'delivered',
        system: delivery.system,
        delivery_id: delivery.id,
        referral_id: delivery.referral_id,
      });
      const guards = [...prepared.guards, stillWaiting(delivery)];
      return conclude<null>(
        deps,
        call,
        { exchanges: [record], settlements: [acknowledged(delivery, deps.clock())], guards },
        { refused: false, status: 204, headers: {}, body: null },
      );
    });

const acknowledged = (delivery: ReferralDelivery, at: string): Settlement => ({
  delivery_id: delivery.id,
  state: 'delivered',
  code: 'mailbox/acknowledged',
  detail: 'The body fetched the message and acknowledged it.',
  findings: [],
  due_at: null,
  at,
});

const stillWaiting = (delivery: ReferralDelivery) => ({
  holds: 'delivery_state' as const,
  delivery_id: delivery.id,
  state: 'awaiting_pickup' as const,
});

/** Who asked, in the record of what the gate said. */
const asked = ({ caller: { client_id, acting_user }, correlation_id }: Call) => ({
  client: client_id,
  correlation_id,
  ...(acting_user === null ? {} : { acting_user }),
});

async function waiting(deps: Deps, call: Call, id: string): Promise<ReferralDelivery | null> {
  const network = await deps.network();
  const delivery = await deps.store.delivery(id);
  if (delivery === null || delivery.state !== 'awaiting_pickup' || !isReferralDelivery(delivery)) return null;
  return delivery.system === mailboxOf(network, call) && delivery.recipient === call.caller.organization
    ? delivery
    : null;
}
