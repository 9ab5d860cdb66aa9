import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStore } from '../../src/commit/index.ts';
import { noStore, openPostgres } from '../../src/commit/postgres.ts';
import { createNodeCrypto } from '../../src/entry/crypto-node.ts';
import { folds } from '../../src/entry/folds.ts';
import { startPostgres } from './start-postgres.ts';
import { keyring } from './store-keyring.ts';
import { allStatements, wholeTable } from './store-plans.ts';
import { at, createSample, seconds } from './store-sample.ts';
import { storeSuite } from './store-suite.ts';
import { counted } from './store-tables.ts';

const server = await startPostgres();
afterAll(() => server.stop());

storeSuite('PostgreSQL, shared by two replicas', async () => {
  const url = await server.newDatabase();
  // They start together on an empty database: one migrates, the other waits for it.
  const [engine, replica] = await Promise.all([openPostgres({ url }), openPostgres({ url })]);
  return { engine, replica, crypto: createNodeCrypto() };
});

describe('PostgreSQL', () => {
  let url: string;
  let admin: Client;
  beforeAll(async () => {
    url = await server.newDatabase();
    await (await openPostgres({ url })).close();
    admin = new Client({ connectionString: url });
    await admin.connect();
  });
  afterAll(() => admin.end());

  it('is not made where only one that is there is to be opened', async () => {
    const empty = await server.newDatabase();
    await expect(openPostgres({ url: empty, mayMake: false })).rejects.toMatchObject({ code: noStore });
    const looking = new Client({ connectionString: empty });
    await looking.connect();
    const { rows } = await looking.query("SELECT to_regclass('migration') AS found");
    await looking.end();
    expect(rows).toEqual([{ found: null }]);
    await (await openPostgres({ url, mayMake: false })).close();
  });

  it.each(allStatements.filter(([name]) => !wholeTable.has(name)))('finds an index for %s', async (_, { sql }) => {
    // Empty tables are always cheaper to scan; what is left with scans made dear is what has no index.
    await admin.query('SET enable_seqscan = off');
    const { rows } = await admin.query<{ 'QUERY PLAN': string }>(`EXPLAIN (GENERIC_PLAN) ${sql('postgres')}`);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).not.toContain('Seq Scan');
  });

  it('gives a key to one of 200 who try at once from two processes', async () => {
    const children = [1, 2].map(() =>
      spawn(process.execPath, [join(import.meta.dirname, 'store-once-taker.ts'), url, '100'], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
    const lines = children.map((child) => createInterface(child.stdout)[Symbol.asyncIterator]());
    const said = () => Promise.all(lines.map(async (each) => (await each.next()).value));
    try {
      for (const jti of ['jti-1', 'jti-2', 'jti-3']) {
        // Both are connected and wait for the same word.
        expect(await said()).toEqual(['ready', 'ready']);
        for (const { stdin } of children) stdin.write(`signature ${jti}\n`);
        const taken = (await said()).map(Number);
        expect(taken.toSorted()).toEqual([0, 1]);
      }
    } finally {
      for (const { stdin } of children) stdin.end();
      await Promise.all(children.map((child) => new Promise((resolve) => child.once('close', resolve))));
    }
  });

  it('conflicts when a fact changes between its guard and the write', async () => {
    const store = createStore({
      engine: await openPostgres({ url }),
      crypto: createNodeCrypto(),
      keyring,
      ...folds,
    });
    const sample = createSample(1);
    const delivery = sample.delivery();
    await store.commit({ exchanges: [sample.exchange()], deliveries: [delivery] });
    await store.claim({ now: at, lease: 'mine', leaseUntil: seconds(60), limit: 1, exceptSystems: [] });
    // Somebody takes the lease over and has not committed yet: the guard still sees it as ours.
    await admin.query('BEGIN');
    await admin.query('UPDATE delivery SET lease = $1 WHERE id = $2', ['theirs', delivery.id]);
    const settlements = [sample.settlement(delivery.id)];
    const guards = [{ holds: 'lease' as const, delivery_id: delivery.id, lease: 'mine' }];
    const pending = store.commit({ exchanges: [sample.exchange()], settlements, guards });
    const waiting = 'SELECT 1 FROM pg_stat_activity WHERE wait_event_type = $1 AND application_name = $2';
    while ((await admin.query(waiting, ['Lock', 'raccordo'])).rowCount === 0);
    await admin.query('COMMIT');
    expect(await pending).toEqual({ committed: false, conflict: 'lease' });
    expect(await store.delivery(delivery.id)).toMatchObject({ state: 'leased' });
    await store.close();
  });

  it('goes on after the server dropped its connections', async () => {
    const engine = await openPostgres({ url });
    expect(await engine.ready()).toBe(true);
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [
      'raccordo',
    ]);
    await counted(engine).catch(() => undefined);
    expect(Object.keys(await counted(engine))).toContain('event');
    await engine.close();
  });

  it('gives up after its retries when two transactions keep meeting, and says why', async () => {
    const engine = await openPostgres({ url, retriesMax: 1, retryWaitMs: 0 });
    const contended = { sql: () => `DO $$ BEGIN RAISE EXCEPTION 'met' USING ERRCODE = '40001'; END $$`, values: [] };
    await expect(engine.commit([contended])).rejects.toMatchObject({ code: '40001' });
    await engine.close();
  });

  it('stops a statement that takes too long', async () => {
    const engine = await openPostgres({ url, statementTimeoutMs: 50 });
    await expect(engine.read([{ sql: () => 'SELECT pg_sleep(5)', values: [] }])).rejects.toMatchObject({
      code: '57014',
    });
    expect(await engine.ready()).toBe(true);
    await engine.close();
  });

  it('is not ready when nobody answers', async () => {
    const engine = await openPostgres({ url, connectTimeoutMs: 200 });
    await engine.close();
    expect(await engine.ready()).toBe(false);
    await expect(
      openPostgres({ url: 'postgres://postgres@127.0.0.1:1/none', connectTimeoutMs: 200 }),
    ).rejects.toThrow();
  });
});
