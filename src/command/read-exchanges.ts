import type { Exchange } from '../../contracts/canonical/exchange.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import { accountOf, coversPurpose, publish } from '../policy/index.ts';
import type { Call, NetworkView, Outcome, Page } from '../ports.ts';
import type { Deps } from './deps.ts';

export type ListExchanges = {
  readonly subject_id?: string | undefined;
  readonly referral_id?: string | undefined;
  readonly convocation_id?: string | undefined;
  readonly correlation_id?: string | undefined;
  readonly permitted?: boolean | undefined;
  readonly cursor: string | null;
  readonly limit: number;
};

// The administrator of the gateway answers for the whole ledger; a body sees the records it is party to.
const organizationOf = (call: Call): string | undefined =>
  call.caller.scopes.includes('network:write') ? undefined : call.caller.organization;

/**
 * What was denied to a sender never reached the body it was meant for, and is none of that body's business. Nor is what a
 * body asked for and was told that it is not there. The store lists by the same rule (src/commit/statements/exchange.ts).
 */
function concerns(exchange: Exchange, call: Call): boolean {
  if (!coveredByVoucher(exchange, call)) return false;
  const own = organizationOf(call);
  if (own === undefined) return true;
  const unseen = !exchange.permitted && exchange.outcome === 'not-found';
  if (exchange.from === own) return exchange.direction === 'out' || !unseen;
  return exchange.to === own && (exchange.permitted || (exchange.direction === 'out' && !unseen));
}

/** A record of no purpose in particular is nobody's secret from a voucher; of an exchange for another purpose it would tell that there was one. */
const coveredByVoucher = ({ purpose }: Exchange, { caller }: Call): boolean =>
  purpose === undefined || coversPurpose(accountOf(caller), purpose);

/** Who acted for a body is that body's to know, and the administrator's; to the other one it is a stranger's name. */
function actorsShown(network: NetworkView, call: Call): (exchange: Exchange) => Exchange {
  const own = organizationOf(call);
  return (exchange) => {
    const { acting_user: _, ...rest } = exchange;
    const isOwn = own === undefined || network.client(exchange.client ?? '')?.organization === own;
    return isOwn ? exchange : rest;
  };
}

/** A page of the ledger: who exchanged what classes with whom, why, and by which rule. Records name no person. */
export const listExchanges =
  (deps: Deps) =>
  async (call: Call, { cursor, limit, ...filter }: ListExchanges): Promise<Outcome<Page<Exchange>>> => {
    const wanted = { organization: organizationOf(call), purposes: call.caller.voucher?.purposes, ...filter };
    const page = await deps.store.listExchanges(wanted, cursor, limit);
    if (page === 'invalid_cursor') return refuse('request/invalid-cursor');
    const shown = actorsShown(await deps.network(), call);
    const items = page.items.map(shown);
    return { refused: false, status: 200, headers: {}, body: publish({ ...page, items }) };
  };

export const readExchange =
  (deps: Deps) =>
  async (call: Call, { exchange_id }: { readonly exchange_id: string }): Promise<Outcome<Exchange>> => {
    const exchange = await deps.store.exchange(exchange_id);
    if (exchange === null || !concerns(exchange, call)) return refuse('exchange/not-found');
    return {
      refused: false,
      status: 200,
      headers: {},
      body: publish(actorsShown(await deps.network(), call)(exchange)),
    };
  };
