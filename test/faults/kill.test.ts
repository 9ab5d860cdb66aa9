import { afterAll, describe, expect, it } from 'vitest';
import type { Aftermath } from './scene.ts';
import { forgetCompiled, playScene } from './scene.ts';

/** One thing after the other, so that the calls have numbers. */
const sequential = { referrals: 1, limits: { inFlightMax: 1, inFlightPerSystemMax: 1 } };
const crowded = { referrals: 20, limits: {} };
const systems = ['asl-careful', 'asl-repeatable', 'comune-system'];

/** What must hold whenever the process died: quality.md would call it the only acceptable outcome. */
function expectSound({ acknowledged, referrals, deliveries, exchanges, takes }: Aftermath): void {
  const ids = referrals.map(({ id }) => String(id));
  expect(ids, 'nothing is half written').toEqual(
    expect.arrayContaining(deliveries.map(({ referral_id }) => referral_id)),
  );
  expect(ids, 'every acknowledged referral is there').toEqual(expect.arrayContaining([...acknowledged]));
  for (const referral of referrals) {
    const own = deliveries.filter(({ referral_id }) => referral_id === referral.id);
    expect(referral.events, 'no event twice, and the read model is that of the last').toHaveLength(referral.version);
    expect(new Set(referral.events).size).toBe(referral.version);
    const told = systems.slice(0, referral.status === 'received' ? 3 : 2);
    expect(own.map(({ system }) => system).toSorted(), 'a referral has its deliveries, each once').toEqual(told);
  }
  for (const delivery of deliveries) {
    const taken = takes.get(delivery.id) ?? 0;
    const records = exchanges.filter(
      ({ delivery_id, operation }) => delivery_id === delivery.id && operation === 'referral.deliver',
    );
    expect(['delivered', 'unknown'], 'nothing is left lying').toContain(delivery.state);
    if (delivery.state === 'delivered') expect(taken, 'what is delivered was taken').toBeGreaterThan(0);
    if (delivery.system === 'asl-careful') expect(taken, 'no effect twice').toBeLessThanOrEqual(1);
    else expect(delivery.state, 'what may be repeated arrives').toBe('delivered');
    expect(records.at(0)?.outcome, 'the ledger ends as the delivery did').toBe(delivery.state);
  }
  const stray = [...takes.keys()].filter((id) => !deliveries.some((delivery) => delivery.id === id));
  expect(stray, 'nothing was sent that was not committed').toEqual([]);
}

afterAll(forgetCompiled);

const whole = await playScene({ ...sequential, crash: null });

/** Calls that change something here or there. The state before any other call is the state before the next of these. */
const changing = ['store.commit', 'store.claim', 'store.markSent', 'partner.send', 'store.sweep'];
const calls = whole.traces.calls
  .map((name, index) => ({ name, number: index + 1 }))
  .filter(({ name }) => changing.includes(name));

/** The statements of the transactions that write an event: the submission, and the settlement with what the partner reported. */
const statements = transactionsOf(whole.traces.statements.map((sql, index) => ({ sql, number: index + 1 })))
  .filter((transaction) => transaction.some(({ sql }) => sql.startsWith('insert into "event"')))
  .slice(0, 2)
  .flat();

type Ran = { readonly sql: string; readonly number: number };

function transactionsOf(ran: readonly Ran[]): Ran[][] {
  const transactions: Ran[][] = [];
  for (const statement of ran) {
    if (statement.sql.startsWith('begin')) transactions.push([]);
    transactions.at(-1)?.push(statement);
  }
  return transactions.map((each) => each.slice(0, each.findIndex(({ sql }) => sql.startsWith('commit')) + 2));
}

describe('a process that is not killed', () => {
  it('delivers everything once, over every step that the others die at', () => {
    expectSound(whole);
    expect(whole.acknowledged).toHaveLength(1);
    expect(whole.deliveries.map(({ state }) => state)).toEqual(Array(3).fill('delivered'));
    expect([...whole.takes.values()]).toEqual(Array(3).fill(1));
    expect(new Set(calls.map(({ name }) => name))).toEqual(new Set(changing));
    expect(calls.filter(({ name }) => name === 'partner.send')).toHaveLength(4);
    expect(statements.filter(({ sql }) => sql.startsWith('commit'))).toHaveLength(2);
  });
});

describe.concurrent('a process that is killed', () => {
  it.each(calls)('before call $number, $name', async ({ name, number }) => {
    const aftermath = await playScene({ ...sequential, crash: { before: 'call', number } });
    expectSound(aftermath);
    const unknown = aftermath.deliveries.filter(({ state }) => state === 'unknown');
    expect(unknown.length, 'one was under way').toBeLessThanOrEqual(1);
    const untaken = unknown.filter(({ id }) => !aftermath.takes.has(id));
    expect(untaken.length, 'unknown without cause').toBeLessThanOrEqual(name === 'partner.send' ? 1 : 0);
  });

  it.each(statements)('before statement $number, $sql', async ({ number }) => {
    expectSound(await playScene({ ...sequential, crash: { before: 'statement', number } }));
  });

  it.each([1, 2, 3, 4])('while the partner works on request %i', async (killAtRequest) => {
    expectSound(await playScene({ ...sequential, crash: null, killAtRequest }));
  });

  it.each([25, 60, 120, 180, 240, 300, 360, 420])('with much under way at once, before call %i', async (number) => {
    expectSound(await playScene({ ...crowded, crash: { before: 'call', number } }));
  });
});
