import type { D1Database } from '@cloudflare/workers-types';
import { brokenBySqlite } from './constraint.ts';
import type { Engine, Row, Rows, Statement, Value } from './engine.ts';

/**
 * Cloudflare D1: `batch()` is its one transaction, and a statement that fails is the one way to stop it. The schema is
 * applied by `wrangler d1 migrations apply`.
 */
export function openD1(db: D1Database): Engine {
  const batch = async (statements: readonly Statement[]): Promise<readonly Rows[]> => {
    if (statements.length === 0) return [];
    const results = await db.batch(statements.map(({ sql, values }) => db.prepare(sql('sqlite')).bind(...values)));
    return results.map(({ results }) => results.map(toRow));
  };
  return {
    read: batch,
    write: batch,
    commit: async (statements) => {
      try {
        await batch(statements);
        return { committed: true };
      } catch (cause) {
        const broken = brokenBySqlite(cause);
        if (broken === null) throw cause;
        return { committed: false, broken };
      }
    },
    ready: () =>
      db
        .prepare('SELECT version FROM network LIMIT 1')
        .all()
        .then(
          () => true,
          () => false,
        ),
    close: async () => {},
  };
}

/** D1 gives bytes back as an array of numbers. */
function toRow(found: unknown): Row {
  const row: Record<string, Value> = { ...(found as Record<string, Value>) };
  for (const [name, value] of Object.entries(row)) if (Array.isArray(value)) row[name] = Uint8Array.from(value);
  return row;
}
