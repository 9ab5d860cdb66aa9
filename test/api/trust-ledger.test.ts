import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Exchange } from '../../contracts/canonical/exchange.ts';
import { type Deps, listExchanges, readExchange, recordCall } from '../../src/command/index.ts';
import { createStore } from '../../src/commit/index.ts';
import { folds } from '../../src/entry/folds.ts';
import { keyringOf } from '../../src/entry/keyring-of.ts';
import { viewOf } from '../../src/network/index.ts';
import type { Call, Caller, ServedCall } from '../../src/ports.ts';
import { countedIds } from '../conformance/store-sample.ts';
import { onSqlite } from '../world/on-node.ts';
import { configOf } from '../world/start-world.ts';
import { comune, noon } from './fake-app.ts';
import { facts, trustingNetwork, withVoucher } from './trusting.ts';

const ground = onSqlite();
let deps: Deps;
beforeAll(async () => {
  const config = await configOf('http://localhost:8080', noon);
  const store = createStore({ ...ground, keyring: keyringOf(config.keys), ...folds });
  const network = viewOf(trustingNetwork(), 4);
  deps = {
    store,
    network: () => network,
    forgetNetwork: () => {},
    clock: () => noon,
    newId: countedIds(1),
    ledgerDigest: () => '',
    adapterOf: () => undefined,
    wake: () => {},
  };
});
afterAll(() => ground.engine.close());

let correlations = 0;
const call = (changes: Partial<ServedCall>): ServedCall => {
  correlations += 1;
  return {
    correlation_id: `019aa3c0-0000-4000-8000-${String(correlations).padStart(12, '0')}`,
    operation: 'list_referrals',
    status: 200,
    fault: null,
    caller: { ...withVoucher, acting_user: 'op-7' },
    voucher: facts,
    ...changes,
  };
};
const as = (caller: Caller): Call => ({ caller, correlation_id: '019aa3c0-0000-4000-8000-00000000ffff' });
const ownBody: Caller = { ...comune, scopes: ['exchanges:read'] };
const otherBody: Caller = { ...ownBody, organization: 'ic-borgoverde' };
const operator: Caller = { ...otherBody, scopes: ['exchanges:read', 'network:write'] };

/** The record of a call as it is shown to a reader, or null. */
async function shown(record: ServedCall, reader: Caller): Promise<Exchange | null> {
  const filter = { correlation_id: record.correlation_id, cursor: null, limit: 10 };
  const outcome = await listExchanges(deps)(as(reader), filter);
  if ('replayed' in outcome || outcome.refused) throw new Error('the ledger is not shown');
  const [item = null, ...more] = outcome.body?.items ?? [];
  expect(more).toEqual([]);
  return item as Exchange | null;
}

describe('the ledger of calls', () => {
  it('names the voucher, who acted, and what became of it', async () => {
    const served = call({});
    expect(await recordCall(deps)(served)).toBeNull();
    const record = await shown(served, ownBody);
    expect(Exchange.parse(record)).toMatchObject({
      operation: 'pdnd.call',
      direction: 'in',
      from: 'comune-borgoverde',
      client: 'comune-sportello',
      acting_user: 'op-7',
      network_version: 4,
      permitted: true,
      rule: 'permit/proofs',
      outcome: 'served',
      call: {
        operation: 'list_referrals',
        status: 200,
        consumer_id: facts.consumer_id,
        purpose_id: facts.purpose_id,
        token_id: facts.token_id,
      },
    });
    const read = await readExchange(deps)(as(ownBody), { exchange_id: record?.id ?? '' });
    expect(read).toMatchObject({ refused: false, body: { id: record?.id } });
    expect(await readExchange(deps)(as(otherBody), { exchange_id: record?.id ?? '' })).toMatchObject({ refused: true });
  });

  it('has the precise reason, and shows it to whom it concerns', async () => {
    const refused = call({ status: 401, fault: 'dpop/htm-wrong', caller: null });
    await recordCall(deps)(refused);
    const expected = { permitted: false, rule: 'dpop/htm-wrong', outcome: 'refused', from: 'comune-borgoverde' };
    expect(await shown(refused, ownBody)).toMatchObject({ ...expected, call: { token_id: 'voucher-1' } });
    expect(await shown(refused, operator)).toMatchObject(expected);
    expect(await shown(refused, otherBody)).toBeNull();
  });

  it('shows what nobody proved to the operator alone', async () => {
    const forged = call({ status: 401, fault: 'voucher/seal-wrong', caller: null, voucher: null });
    await recordCall(deps)(forged);
    expect(await shown(forged, ownBody)).toBeNull();
    const record = await shown(forged, operator);
    expect(record?.call).toEqual({ operation: 'list_referrals', status: 401 });
    expect([record?.from, record?.client]).toEqual([undefined, undefined]);
  });

  it('is what PDND is told, exact to the row', async () => {
    const until = new Date(Date.parse(noon) + 1000).toISOString();
    const rows = await deps.store.tracing({ from: noon, until }, null, 10);
    const row = { purpose_id: facts.purpose_id, token_id: 'voucher-1', requests_count: 1 };
    expect(rows).toEqual([
      { ...row, status: 200 },
      { ...row, status: 401 },
    ]);
  });

  it('refuses where it cannot be written', async () => {
    const store = { ...deps.store, commit: () => Promise.reject(new Error('gone')) };
    const refusal = { refused: true, code: 'gateway/unavailable' };
    expect(await recordCall({ ...deps, store })(call({}))).toEqual(refusal);
    const network = () => Promise.reject(new Error('gone'));
    expect(await recordCall({ ...deps, network })(call({}))).toEqual(refusal);
  });
});
