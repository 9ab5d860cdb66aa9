import type { Pool } from 'pg';
import type { Migration } from '../sqlite/migrations.ts';

/** The key of the advisory lock under which one replica at a time migrates: "racc" in ASCII. */
const migrationLock = 0x72616363;

/** The two words in which PostgreSQL's dialect differs; see the head of the first migration. */
const inPostgres = (sql: string) => sql.replace(/\bTEXT\b/g, 'TEXT COLLATE "C"').replace(/\bBLOB\b/g, 'BYTEA');

/** Applies what was not applied yet, all of it or nothing. Replicas that start together wait for the first. */
export async function migrate(pool: Pool, migrations: readonly Migration[], timeoutMs: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SET LOCAL statement_timeout = ${timeoutMs}`);
    await client.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    await client.query('CREATE TABLE IF NOT EXISTS migration (name TEXT NOT NULL PRIMARY KEY)');
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migration');
    const applied = new Set(rows.map(({ name }) => name));
    for (const { name, sql } of migrations.filter((each) => !applied.has(each.name))) {
      await client.query(inPostgres(sql));
      await client.query('INSERT INTO migration (name) VALUES ($1)', [name]);
    }
    await client.query('COMMIT');
    client.release();
  } catch (cause) {
    // The connection goes, and what it had begun with it.
    client.release(true);
    throw cause;
  }
}
