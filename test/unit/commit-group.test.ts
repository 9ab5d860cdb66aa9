import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Statement } from '../../src/commit/engine.ts';
import { createGroupCommit } from '../../src/commit/sqlite/group.ts';

const limits = { unitsPerGroupMax: 4, unitsWaitingMax: 8 };

describe('group commit', () => {
  let db: DatabaseSync;
  let commits: number;
  let synced: () => Promise<void>;
  let group: ReturnType<typeof createGroupCommit>;
  beforeEach(() => {
    db = new DatabaseSync(':memory:');
    db.exec(`PRAGMA foreign_keys = ON; CREATE TABLE entry (id TEXT NOT NULL PRIMARY KEY);
      CREATE TABLE guard (lease INTEGER NOT NULL DEFAULT 0);
      CREATE TABLE child (entry TEXT REFERENCES entry (id) DEFERRABLE INITIALLY DEFERRED)`);
    commits = 0;
    const prepare = db.prepare.bind(db);
    const counting = Object.assign(Object.create(db), {
      prepare: (sql: string) => {
        const statement = prepare(sql);
        if (sql !== 'COMMIT') return statement;
        const run = () => {
          commits += 1;
          return statement.run();
        };
        return { run };
      },
    });
    Object.defineProperty(counting, 'isTransaction', { get: () => db.isTransaction });
    synced = () => Promise.resolve();
    group = createGroupCommit(
      counting,
      ({ sql }) => prepare(sql('sqlite')),
      limits,
      () => synced(),
    );
  });
  afterEach(() => db.close());

  const statement = (sql: string): Statement => ({ sql: () => sql, values: [] });
  const insert = (id: string) => statement(`INSERT INTO entry VALUES ('${id}')`);
  const entries = () =>
    db
      .prepare('SELECT id FROM entry ORDER BY id')
      .all()
      .map(({ id }) => id);

  it('shares one durable write among the units of a turn', async () => {
    await Promise.all(['a', 'b', 'c'].map((id) => group.add([insert(id)])));
    expect(commits).toBe(1);
    await group.add([insert('d')]);
    expect(commits).toBe(2);
    expect(entries()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('never makes a group larger than its limit', async () => {
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => group.add([insert(id)])));
    expect(commits).toBe(2);
  });

  it('undoes all of a unit that breaks, and nothing of the others', async () => {
    const fates = await Promise.allSettled([
      group.add([insert('a')]),
      group.add([insert('b'), insert('a')]),
      group.add([insert('c'), statement('INSERT INTO guard (lease) VALUES (NULL)')]),
      group.add([insert('d'), statement('INSERT INTO nowhere VALUES (1)')]),
    ]);
    expect(fates).toMatchObject([
      { status: 'fulfilled', value: { rows: [[]] } },
      { status: 'fulfilled', value: { broken: { table: 'entry', column: 'id' } } },
      { status: 'fulfilled', value: { broken: { table: 'guard', column: 'lease' } } },
      { status: 'rejected' },
    ]);
    expect(entries()).toEqual(['a']);
  });

  it('tells every unit when the one durable write fails', async () => {
    const orphan = statement("INSERT INTO child VALUES ('nobody')");
    const fates = await Promise.allSettled([group.add([insert('a')]), group.add([orphan])]);
    expect(fates.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(entries()).toEqual([]);
    await group.add([insert('a')]);
    expect(entries()).toEqual(['a']);
  });

  it('answers nobody before the write is durable', async () => {
    let answered = false;
    const pending = group.add([insert('a')]).then(() => {
      answered = true;
    });
    await Promise.resolve();
    expect([answered, entries()]).toEqual([false, []]);
    await pending;
    expect([answered, entries()]).toEqual([true, ['a']]);
  });

  it('answers nobody before the log is on disk, not even who met what is not there yet', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    synced = () => promise;
    const answered: string[] = [];
    const pending = ['a', 'a'].map((id) => group.add([insert(id)]).then(() => answered.push(id)));
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect([answered, entries()]).toEqual([[], ['a']]);
    resolve();
    await Promise.all(pending);
    expect(answered).toEqual(['a', 'a']);
  });

  it('tells every unit when the disk fails', async () => {
    synced = () => Promise.reject(new Error('EIO'));
    await expect(group.add([insert('a')])).rejects.toThrow('EIO');
  });

  it('refuses more than may wait', async () => {
    const fates = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => group.add([insert(`n${index}`)])));
    expect(fates.filter(({ status }) => status === 'rejected')).toHaveLength(2);
    expect(entries()).toHaveLength(8);
  });
});
