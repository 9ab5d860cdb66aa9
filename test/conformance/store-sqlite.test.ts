import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createStore } from '../../src/commit/index.ts';
import { openSqlite } from '../../src/commit/sqlite.ts';
import { createNodeCrypto } from '../../src/entry/crypto-node.ts';
import { folds } from '../../src/entry/folds.ts';
import { keyring } from './store-keyring.ts';
import { createSample, planted, taxCode } from './store-sample.ts';
import { storeSuite } from './store-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'raccordo-store-'));
const crypto = createNodeCrypto();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const opened = (path: string) => async () => {
  const engine = openSqlite({ path });
  return { engine, replica: engine, crypto };
};
storeSuite('SQLite, in a file', opened(join(folder, 'suite', 'raccordo.db')));
storeSuite('SQLite, in memory', opened(':memory:'));

describe('a SQLite file', () => {
  it('holds no personal data in any of its bytes, write-ahead log included', async () => {
    const inside = join(folder, 'bytes');
    const store = createStore({
      engine: openSqlite({ path: join(inside, 'raccordo.db') }),
      crypto,
      keyring,
      ...folds,
    });
    const sample = createSample(1);
    const { unit, subject_id } = sample.submission(taxCode(1));
    await store.commit({ ...unit, consents: [sample.consent(subject_id)] });
    const files = readdirSync(inside);
    expect(files).toContain('raccordo.db-wal');
    const bytes = files.map((file) => readFileSync(join(inside, file), 'latin1')).join('\n');
    expect(bytes).toContain('comune-borgoverde');
    for (const value of [...Object.values(planted), taxCode(1).value]) expect(bytes).not.toContain(value);
    await store.close();
  });

  it.each([
    ['made anew', false],
    ['that others could read', true],
  ])('%s is read by its owner only, and so is its write-ahead log', async (_, before) => {
    const inside = join(folder, `private-${before}`);
    const path = join(inside, 'raccordo.db');
    if (before) {
      mkdirSync(inside);
      writeFileSync(path, '', { mode: 0o644 });
    }
    const engine = openSqlite({ path });
    const modes = readdirSync(inside).map((file) => [file, statSync(join(inside, file)).mode & 0o777]);
    expect(modes.toSorted()).toEqual([
      ['raccordo.db', 0o600],
      ['raccordo.db-wal', 0o600],
    ]);
    await engine.close();
  });

  it('waits for the disk at every commit', async () => {
    const waits: (() => void)[] = [];
    const sync = () => new Promise<void>((resolve) => waits.push(resolve));
    const engine = openSqlite({ path: join(folder, 'durable.db'), logOf: () => ({ sync, close: () => {} }) });
    const plain = (sql: string) => ({ sql: () => sql, values: [] });
    const settings = (await engine.read([plain('PRAGMA journal_mode'), plain('PRAGMA synchronous')])).flat();
    // 1 is NORMAL, which waits at checkpoints (https://www.sqlite.org/pragma.html#pragma_synchronous); at a commit the gateway waits itself.
    expect(settings).toEqual([{ journal_mode: 'wal' }, { synchronous: 1 }]);
    let told = 0;
    const commit = engine.write([plain("INSERT INTO once VALUES ('a', '2026')")]).then(() => (told += 1));
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect([waits.length, told]).toEqual([1, 0]);
    waits[0]?.();
    await commit;
    expect(told).toBe(1);
    expect(await engine.ready()).toBe(true);
    const closed = engine.close();
    waits[1]?.();
    await closed;
    expect(await engine.ready()).toBe(false);
  });

  it('is held by one gateway alone, until that one lets go', async () => {
    const path = join(folder, 'alone.db');
    const holder = openSqlite({ path });
    expect(() => openSqlite({ path, busyTimeoutMs: 0 })).toThrow('database is locked');
    await holder.close();
    await openSqlite({ path, busyTimeoutMs: 0 }).close();
  });

  it('is found again as it was left', async () => {
    const path = join(folder, 'again.db');
    const sample = createSample(1);
    const { unit, referral } = sample.submission(taxCode(1));
    const first = createStore({ engine: openSqlite({ path }), crypto, keyring, ...folds });
    // Accepted and not yet waited for: closing finishes it.
    const pending = first.commit(unit);
    await new Promise(setImmediate);
    await first.close();
    expect(await pending).toEqual({ committed: true });
    const second = createStore({ engine: openSqlite({ path }), crypto, keyring, ...folds });
    expect(await second.referral(referral.id)).toEqual(referral);
    await second.close();
  });
});
