import { type SqlBool, sql } from 'kysely';
import { statement } from '../statement.ts';

/**
 * Nothing unsettled stands before `d` in its lane. The condition repeats that of the index `delivery_lane` word for word;
 * an unknown outcome holds its own lane, and only that.
 */
const firstOfLane = sql<SqlBool>`not exists (
  select 1 from delivery as e where e.lane = d.lane
    and (e.state = 'queued' or e.state = 'leased' or e.state = 'unknown') and (e.version, e.id) < (d.version, d.id))`;

export type DestinationRow = {
  system: string;
  due_at: string | null;
  suspended: number | null;
  open_until: string | null;
};

/**
 * The systems something is queued for, each with the earliest instant at which it may leave. It hops from system to
 * system along `delivery_due`, so that a long queue of a stopped system costs one step.
 */
export const destinations = statement<Record<never, never>>()((db) =>
  db
    .withRecursive('queue(system)', (cte) =>
      cte
        .selectFrom('delivery')
        .select(sql<string | null>`min(system)`.as('system'))
        .where('state', '=', sql.lit('queued'))
        .unionAll(
          cte
            .selectFrom('queue')
            .select(
              sql<string>`(select min(n.system) from delivery as n where n.state = 'queued' and n.system > queue.system)`.as(
                'system',
              ),
            )
            .where('queue.system', 'is not', null),
        ),
    )
    .selectFrom('queue')
    .leftJoin('circuit', 'circuit.system_id', 'queue.system')
    .select([
      sql<string>`queue.system`.as('system'),
      'suspended',
      'open_until',
      sql<string | null>`(select d.due_at from delivery as d where d.state = 'queued' and d.system = queue.system
        and ${firstOfLane} order by d.due_at limit 1)`.as('due_at'),
    ])
    .where('queue.system', 'is not', null),
);

type ClaimArgs = { system: string; now: string; lease: string; lease_until: string; limit: number };

/** On PostgreSQL rows that another replica is claiming are passed over; SQLite and D1 have one writer at a time. */
export const claimFor = statement<ClaimArgs>()((db, arg, dialect) =>
  db
    .with('due', (cte) =>
      cte
        .selectFrom('delivery as d')
        .select('d.id')
        .where('d.state', '=', sql.lit('queued'))
        .where('d.system', '=', arg('system'))
        .where('d.due_at', '<=', arg('now'))
        .where(firstOfLane)
        .orderBy('d.due_at')
        .orderBy('d.id')
        .limit(arg('limit'))
        .$if(dialect === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .updateTable('delivery')
    .set({
      state: sql.lit('leased'),
      lease: arg('lease'),
      lease_until: arg('lease_until'),
      attempts: sql`attempts + 1`,
    })
    .where('id', 'in', (eb) => eb.selectFrom('due').select('due.id'))
    .returningAll(),
);
