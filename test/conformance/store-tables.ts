import type { Engine } from '../../src/commit/index.ts';

/** Every table of the schema, by name. */
export const tables = [
  'guard',
  'event',
  'event_part',
  'referral',
  'convocation',
  'convocation_party',
  'analysis',
  'link',
  'subject',
  'subject_identifier',
  'consent',
  'evidence_head',
  'network',
  'delivery',
  'circuit',
  'exchange',
  'reply',
  'once',
  'kept',
] as const;

const plain = (sql: string) => ({ sql: () => sql, values: [] });

export async function wipe(engine: Engine): Promise<void> {
  await engine.write(tables.map((table) => plain(`DELETE FROM ${table}`)));
}

/** Rows of every table, counted. */
export async function counted(engine: Engine): Promise<Record<string, unknown>> {
  const counts = await engine.read(tables.map((table) => plain(`SELECT count(*) AS n FROM ${table}`)));
  return Object.fromEntries(tables.map((table, index) => [table, Number(counts[index]?.[0]?.n)]));
}

/** Everything the database holds, as text in which any planted value would show. */
export async function dumped(engine: Engine): Promise<string> {
  const rows = await engine.read(tables.map((table) => plain(`SELECT * FROM ${table}`)));
  const decoder = new TextDecoder('latin1');
  return rows
    .flat(2)
    .flatMap((row) => Object.values(row))
    .map((value) => (value instanceof Uint8Array ? decoder.decode(value) : String(value)))
    .join('\n');
}

/** Runs one statement as it stands, to damage a row. */
export const run = (engine: Engine, sql: string) => engine.write([plain(sql)]);
