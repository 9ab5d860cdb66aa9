import type { Broken } from './engine.ts';

const unique = /UNIQUE constraint failed: (\w+)\.(\w+)/;
const notNull = /NOT NULL constraint failed: (guard)\.(\w+)/;

/**
 * Reads a refusal out of SQLite's message, which D1 passes on word for word. Null for any other failure: a NULL
 * elsewhere than in `guard` is a fault of ours, not a conflict.
 */
export function brokenBySqlite(error: unknown): Broken | null {
  if (!(error instanceof Error)) return null;
  const [, table, column] = unique.exec(error.message) ?? notNull.exec(error.message) ?? [];
  return table === undefined || column === undefined ? null : { table, column };
}
