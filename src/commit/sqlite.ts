import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Engine, Rows, Statement } from './engine.ts';
import { createGroupCommit } from './sqlite/group.ts';
import { createGroupRead } from './sqlite/group-read.ts';
import { type Migration, readMigrations } from './sqlite/migrations.ts';
import { openLog, type Sync } from './sqlite/sync.ts';

export type SqliteOptions = {
  /** Path of the database file, made when it is not there; or `:memory:`. */
  readonly path: string;
  /** Units that share one transaction at most. */
  readonly unitsPerGroupMax?: number;
  /** Units that wait for the disk at most; one more is refused. */
  readonly unitsWaitingMax?: number;
  /** How long another process may hold the file, in ms. */
  readonly busyTimeoutMs?: number;
  readonly cacheKiB?: number;
  /** The log of the file, for which the disk is waited for. */
  readonly logOf?: typeof openLog;
};

// 32 MiB of log between checkpoints: each costs two waits for the disk, and pages written often are written back once.
const checkpointPages = 8192;

/**
 * The embedded store, in WAL mode. What was acknowledged survives a kill and a power cut: SQLite itself would wait for the disk
 * at each commit (synchronous=FULL) and hold up all the rest meanwhile, so it writes the log and waits at checkpoints only
 * (NORMAL), and the wait at each commit happens here, beside the work (see sqlite/sync.ts). The process that opens the file
 * holds it alone: a second one is refused with "database is locked".
 */
export function openSqlite(options: SqliteOptions): Engine {
  const { path, unitsPerGroupMax = 256, unitsWaitingMax = 10_000, busyTimeoutMs = 5_000, cacheKiB = 8_192 } = options;
  const { logOf = openLog } = options;
  if (path !== ':memory:') makePrivate(path);
  const db = new DatabaseSync(path, { timeout: busyTimeoutMs });
  db.exec(
    `PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${cacheKiB}; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = ${checkpointPages}`,
  );
  migrate(db, readMigrations());

  const statements = new Map<string, StatementSync>();
  const prepared = (statement: Statement): StatementSync => {
    const sql = statement.sql('sqlite');
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const made = db.prepare(sql);
    statements.set(sql, made);
    return made;
  };
  const rows = (statement: Statement) => prepared(statement).all(...statement.values) as Rows;
  const log = path === ':memory:' ? null : logOf(path);
  const group = createGroupCommit(db, prepared, { unitsPerGroupMax, unitsWaitingMax }, log?.sync ?? atOnce);

  return {
    read: createGroupRead(rows),
    commit: async (list) => {
      const fate = await group.add(list);
      return 'broken' in fate ? { committed: false, broken: fate.broken } : { committed: true };
    },
    write: async (list) => {
      const fate = await group.add(list);
      if ('broken' in fate) throw new Error(`${fate.broken.table}.${fate.broken.column} refused a write`);
      return fate.rows;
    },
    ready: async () => answers(db),
    close: async () => {
      group.flush();
      await log?.sync();
      db.close();
      log?.close();
    },
  };
}

/** Nobody else on the machine reads the file. SQLite gives its write-ahead log the mode of the file it belongs to. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  for (const file of [path, `${path}-wal`]) if (existsSync(file)) chmodSync(file, 0o600);
}

/** What is kept in memory only is as durable as it gets. */
const atOnce: Sync = async () => {};

function answers(db: DatabaseSync): boolean {
  try {
    db.prepare('SELECT version FROM network LIMIT 1').all();
    return true;
  } catch {
    return false;
  }
}

/** Applies what was not applied yet, each migration whole or not at all. */
function migrate(db: DatabaseSync, migrations: readonly Migration[]): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    db.exec('CREATE TABLE IF NOT EXISTS migration (name TEXT NOT NULL PRIMARY KEY)');
    const applied = new Set(
      db
        .prepare('SELECT name FROM migration')
        .all()
        .map((row) => row.name),
    );
    for (const { name, sql } of migrations.filter((each) => !applied.has(each.name))) {
      db.exec(sql);
      db.prepare('INSERT INTO migration (name) VALUES (?)').run(name);
    }
    db.exec('COMMIT');
  } catch (cause) {
    db.exec('ROLLBACK');
    throw cause;
  }
}
