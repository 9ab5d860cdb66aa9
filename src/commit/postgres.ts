import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'pg';
import type { Random } from '../ports.ts';
import type { Engine, Rows, Statement } from './engine.ts';
import { type Begin, batch } from './postgres/batch.ts';
import { brokenByPostgres, isAnswer, isContention } from './postgres/failure.ts';
import { migrate } from './postgres/migrate.ts';
import { readMigrations } from './sqlite/migrations.ts';

export type PostgresOptions = {
  readonly url: string;
  /** Whether a store is made in a database that has none. False: it fails with the code `noStore`. */
  readonly mayMake?: boolean;
  readonly connectionsMax?: number;
  readonly connectTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
  readonly migrateTimeoutMs?: number;
  /** How often a transaction that met another goes again before it fails. */
  readonly retriesMax?: number;
  /** Longest wait before the first retry, in ms; it doubles with each, and the wait is drawn below it. */
  readonly retryWaitMs?: number;
  readonly random?: Random;
};

/**
 * PostgreSQL through `pg`, for several replicas on one database. A commit runs on one snapshot (REPEATABLE READ), where of
 * two that change the same row the second fails and goes again. That is as good as SERIALIZABLE here, because no unit
 * reads a fact that another writes while it writes one that the other reads: streams and keys are unique, and who changes
 * evidence, a lease or the network changes the row that its own guard reads. SERIALIZABLE would also make units of
 * different people meet, whose rows merely share a page of an index: more than one retry per commit at 16 at a time.
 */
export async function openPostgres(options: PostgresOptions): Promise<Engine> {
  const { url, connectionsMax = 10, connectTimeoutMs = 5_000, statementTimeoutMs = 10_000 } = options;
  const { migrateTimeoutMs = 60_000, retriesMax = 10, retryWaitMs = 4, random = Math.random } = options;
  const pool = new Pool({
    connectionString: url,
    application_name: 'raccordo',
    max: connectionsMax,
    pipeline: true,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
  });
  // A connection that breaks fails the statements on it, and those say so; idle ones are replaced. The events add nothing,
  // but without a listener they would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  if (options.mayMake === false) await needStore(pool);
  await migrate(pool, readMigrations(), migrateTimeoutMs);

  const once = async (begin: Begin, statements: readonly Statement[]): Promise<readonly Rows[]> => {
    const client = await pool.connect();
    try {
      const rows = await batch(client, begin, statements);
      client.release();
      return rows;
    } catch (cause) {
      client.release(!isAnswer(cause));
      throw cause;
    }
  };
  const run = async (begin: Begin, statements: readonly Statement[]): Promise<readonly Rows[]> => {
    for (let retries = 0; ; retries += 1) {
      try {
        return await once(begin, statements);
      } catch (cause) {
        if (!isContention(cause) || retries >= retriesMax) throw cause;
        await wait(random() * retryWaitMs * 2 ** retries);
      }
    }
  };

  return {
    read: (statements) => run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', statements),
    write: (statements) => run('BEGIN ISOLATION LEVEL READ COMMITTED', statements),
    commit: async (statements) => {
      try {
        await run('BEGIN ISOLATION LEVEL REPEATABLE READ', statements);
        return { committed: true };
      } catch (cause) {
        const broken = brokenByPostgres(cause);
        if (broken === null) throw cause;
        return { committed: false, broken };
      }
    },
    ready: () =>
      pool.query('SELECT version FROM network LIMIT 1').then(
        () => true,
        () => false,
      ),
    close: () => pool.end(),
  };
}

export const noStore = 'NO_STORE';

async function needStore(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ found: string | null }>("SELECT to_regclass('migration') AS found");
  if (rows[0]?.found != null) return;
  await pool.end();
  throw Object.assign(new Error('the database holds no store'), { code: noStore });
}
