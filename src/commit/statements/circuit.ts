import { sql } from 'kysely';
import { statement } from '../statement.ts';
import type { CircuitTable } from '../tables.ts';

export const allCircuits = statement<{ limit: number }>()((db, arg) =>
  db.selectFrom('circuit').selectAll().orderBy('system_id').limit(arg('limit')),
);

type Counted = Pick<CircuitTable, 'system_id' | 'failures' | 'open_until'>;

/** The first word about a system; returns it to the one who was first. */
export const firstCircuit = statement<Counted>()((db, arg) =>
  db
    .insertInto('circuit')
    .values({
      system_id: arg('system_id'),
      failures: arg('failures'),
      open_until: arg('open_until'),
      suspended: sql.lit(0),
      version: sql.lit(1),
    })
    .onConflict((on) => on.column('system_id').doNothing())
    .returning('system_id'),
);

/** `version` is the one that was read; the row comes back to the one who changed it. The stop switch is not touched. */
export const nextCircuit = statement<Counted & { version: number }>()((db, arg) =>
  db
    .updateTable('circuit')
    .set({ failures: arg('failures'), open_until: arg('open_until'), version: sql`version + 1` })
    .where('system_id', '=', arg('system_id'))
    .where('version', '=', arg('version'))
    .returning('system_id'),
);

/** The stop switch: works at once, leaves what the circuit counted. */
export const suspendSystem = statement<{ system_id: string; suspended: number; reason: string }>()((db, arg) =>
  db
    .insertInto('circuit')
    .values({
      system_id: arg('system_id'),
      failures: sql.lit(0),
      open_until: sql.lit(null),
      suspended: arg('suspended'),
      reason: arg('reason'),
      version: sql.lit(1),
    })
    .onConflict((on) =>
      on.column('system_id').doUpdateSet((eb) => ({
        suspended: eb.ref('excluded.suspended'),
        reason: eb.ref('excluded.reason'),
        version: sql`circuit.version + 1`,
      })),
    ),
);
