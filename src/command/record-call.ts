import type { Exchange } from '../../contracts/canonical/exchange.ts';
import type { ExchangeId } from '../../contracts/canonical/ids.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import type { NetworkView, RecordCall, ServedCall } from '../ports.ts';
import type { Deps } from './deps.ts';

/**
 * One record for each request with a voucher or ModI proofs: what PDND is told of it (tracing), and why it was refused. What was exchanged
 * stands in the records of the verb. A verb may have had its effect when this one cannot be written: the repeat under the same
 * Idempotency-Key finds the reply that was remembered.
 */
export const recordCall =
  (deps: Deps): RecordCall =>
  async (call) => {
    try {
      const { committed } = await deps.store.commit({ exchanges: [exchangeOf(deps, call, await deps.network())] });
      return committed ? null : refuse('gateway/unavailable');
    } catch {
      return refuse('gateway/unavailable');
    }
  };

function exchangeOf(deps: Deps, call: ServedCall, network: NetworkView): Exchange {
  const { correlation_id, operation, status, fault, caller, voucher } = call;
  const client = caller === null ? clientOf(call, network) : { id: caller.client_id, ...caller };
  return {
    id: deps.newId() as ExchangeId,
    at: deps.clock(),
    correlation_id,
    operation: 'pdnd.call',
    direction: 'in',
    ...(client === undefined ? {} : { from: client.organization, client: client.id }),
    ...(client?.system ? { system: client.system } : {}),
    ...(caller?.acting_user ? { acting_user: caller.acting_user } : {}),
    evidence: [],
    network_version: network.version,
    permitted: fault === null,
    rule: fault ?? 'permit/proofs',
    classes_asked: [],
    classes_disclosed: [],
    classes_withheld: [],
    outcome: status < 400 ? 'served' : 'refused',
    call: {
      operation,
      status,
      ...(voucher === null
        ? {}
        : { consumer_id: voucher.consumer_id, purpose_id: voucher.purpose_id, token_id: voucher.token_id }),
    },
  };
}

/** Whose a voucher is that did not suffice. */
const clientOf = ({ voucher }: ServedCall, { document }: NetworkView) =>
  voucher === null
    ? undefined
    : document.clients.find(({ pdnd }) => pdnd?.client_id.toLowerCase() === voucher.client_id);
