import type { Exchange } from '../../contracts/canonical/exchange.ts';
import type { Store } from '../ports.ts';
import type { Context } from './context.ts';
import { listed } from './page.ts';
import { present } from './present.ts';
import { read } from './statement.ts';
import { coveredArg } from './statements/covered.ts';
import { exchangeById, insertExchange, listExchangesBy } from './statements/exchange.ts';
import type { ExchangeTable } from './tables.ts';

type Area = Pick<Store, 'exchange' | 'listExchanges'>;
type Filter = Parameters<Store['listExchanges']>[0];

export function exchangesArea({ engine }: Context): Area {
  return {
    exchange: async (id) => {
      const [[row]] = await read(engine, exchangeById({ id }));
      return row === undefined ? null : toExchange(row);
    },
    listExchanges: (filter, cursor, limit) =>
      listed('exchanges', cursor, limit, toExchange, (from) => {
        const { organization = null, subject_id = null, referral_id = null } = filter;
        const { convocation_id = null, correlation_id = null } = filter;
        const permitted = filter.permitted === undefined ? null : Number(filter.permitted);
        const purposes = coveredArg(filter.purposes);
        const about = { subject_id, referral_id, convocation_id, correlation_id };
        const args = { organization, ...about, permitted, purposes, ...from };
        return read(engine, ...driversOf(filter).map((driver) => listExchangesBy[driver](args)));
      }),
  };
}

/** The narrowest column the filter names; a body is found as sender and as receiver. */
function driversOf(filter: Filter): readonly (keyof typeof listExchangesBy)[] {
  if (filter.correlation_id !== undefined) return ['correlation_id'];
  if (filter.referral_id !== undefined) return ['referral_id'];
  if (filter.convocation_id !== undefined) return ['convocation_id'];
  if (filter.subject_id !== undefined) return ['subject_id'];
  return filter.organization === undefined ? ['id'] : ['sender', 'receiver'];
}

/** One line of the ledger, as the table keeps it. */
export function exchangeStatement(exchange: Exchange) {
  return insertExchange({
    id: exchange.id,
    at: exchange.at,
    correlation_id: exchange.correlation_id,
    operation: exchange.operation,
    direction: exchange.direction,
    sender: exchange.from ?? null,
    receiver: exchange.to ?? null,
    system: exchange.system ?? null,
    client: exchange.client ?? null,
    acting_user: exchange.acting_user ?? null,
    subject_id: exchange.subject_id ?? null,
    referral_id: exchange.referral_id ?? null,
    delivery_id: exchange.delivery_id ?? null,
    purpose: exchange.purpose ?? null,
    legal_basis: exchange.legal_basis ?? null,
    evidence: exchange.evidence.length === 0 ? null : JSON.stringify(exchange.evidence),
    agreement: exchange.agreement ?? null,
    network_version: exchange.network_version,
    permitted: exchange.permitted ? 1 : 0,
    rule: exchange.rule,
    classes_asked: exchange.classes_asked.join(),
    classes_disclosed: exchange.classes_disclosed.join(),
    classes_withheld: exchange.classes_withheld.join(),
    digest: exchange.digest ?? null,
    outcome: exchange.outcome,
    convocation_id: exchange.convocation_id ?? null,
    reason: exchange.reason ?? null,
    call_operation: exchange.call?.operation ?? null,
    call_status: exchange.call?.status ?? null,
    consumer_id: exchange.call?.consumer_id ?? null,
    purpose_id: exchange.call?.purpose_id ?? null,
    token_id: exchange.call?.token_id ?? null,
  });
}

/** Codes are branded by the contract; these were, when they were written. */
function toExchange({ sender, receiver, ...whole }: ExchangeTable): Exchange {
  const { call_operation, call_status, consumer_id, purpose_id, token_id, ...row } = whole;
  const call = { operation: call_operation, status: call_status, consumer_id, purpose_id, token_id };
  return present({
    ...row,
    call: call_operation === null ? null : present(call),
    from: sender,
    to: receiver,
    evidence: row.evidence === null ? [] : JSON.parse(row.evidence),
    permitted: row.permitted === 1,
    classes_asked: split(row.classes_asked),
    classes_disclosed: split(row.classes_disclosed),
    classes_withheld: split(row.classes_withheld),
  }) as unknown as Exchange;
}

const split = (codes: string) => (codes === '' ? [] : codes.split(','));
