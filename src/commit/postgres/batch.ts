import type { PoolClient } from 'pg';
import type { Rows, Statement } from '../engine.ts';

export type Begin =
  | 'BEGIN ISOLATION LEVEL REPEATABLE READ'
  | 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'
  | 'BEGIN ISOLATION LEVEL READ COMMITTED';

/**
 * Runs the statements as one transaction in one round trip: all are on the wire before the first answer is back. After a
 * failure the server skips the rest and COMMIT rolls back, so nothing is left open; the first failure is the one that counts.
 */
export async function batch(
  client: PoolClient,
  begin: Begin,
  statements: readonly Statement[],
): Promise<readonly Rows[]> {
  const begun = client.query(begin);
  const running = statements.map(({ sql, values }) => {
    const text = sql('postgres');
    return client.query({ name: nameOf(text), text, values: [...values] });
  });
  const ended = client.query('COMMIT');
  const settled = await Promise.allSettled([begun, ...running, ended]);
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return (await Promise.all(running)).map(({ rows }) => rows);
}

/** The server keeps a plan under the name; the same text has the same name on every connection. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `statement_${names.size + 1}`;
  names.set(text, name);
  return name;
}
const names = new Map<string, string>();
