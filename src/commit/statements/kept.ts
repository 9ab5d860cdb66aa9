import { statement } from '../statement.ts';

type KeptTable = { kept_key: string; value: string; expires_at: string };

export const keepValue = statement<KeptTable>()((db, arg) =>
  db
    .insertInto('kept')
    .values({ kept_key: arg('kept_key'), value: arg('value'), expires_at: arg('expires_at') })
    .onConflict((on) =>
      on.column('kept_key').doUpdateSet((excluded) => ({
        value: excluded.ref('excluded.value'),
        expires_at: excluded.ref('excluded.expires_at'),
      })),
    ),
);

export const keptValue = statement<{ kept_key: string; now: string }>()((db, arg) =>
  db.selectFrom('kept').select('value').where('kept_key', '=', arg('kept_key')).where('expires_at', '>', arg('now')),
);

export const sweepKept = statement<{ now: string; limit: number }>()((db, arg) =>
  db
    .deleteFrom('kept')
    .where(
      'kept_key',
      'in',
      db
        .selectFrom('kept')
        .select('kept_key')
        .where('expires_at', '<=', arg('now'))
        .orderBy('expires_at')
        .limit(arg('limit')),
    )
    .returning('expires_at'),
);
