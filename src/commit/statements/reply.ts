import { sql } from 'kysely';
import { statement } from '../statement.ts';
import type { ReplyTable } from '../tables.ts';

export const insertReply = statement<ReplyTable>()((db, arg) =>
  db.insertInto('reply').values({
    client_id: arg('client_id'),
    idempotency_key: arg('idempotency_key'),
    request_digest: arg('request_digest'),
    status: arg('status'),
    headers: arg('headers'),
    body: arg('body'),
    expires_at: arg('expires_at'),
  }),
);

export const replyByKey = statement<{ client_id: string; idempotency_key: string }>()((db, arg) =>
  db
    .selectFrom('reply')
    .selectAll()
    .where('client_id', '=', arg('client_id'))
    .where('idempotency_key', '=', arg('idempotency_key')),
);

/** Returns the key to the one who took it. */
export const takeOnce = statement<{ used_key: string; expires_at: string }>()((db, arg) =>
  db
    .insertInto('once')
    .values({ used_key: arg('used_key'), expires_at: arg('expires_at') })
    .onConflict((on) => on.column('used_key').doNothing())
    .returning('used_key'),
);

export const sweepReplies = statement<{ now: string; limit: number }>()((db, arg) =>
  db
    .deleteFrom('reply')
    .where(
      sql`(client_id, idempotency_key)`,
      'in',
      db
        .selectFrom('reply')
        .select(['client_id', 'idempotency_key'])
        .where('expires_at', '<=', arg('now'))
        .orderBy('expires_at')
        .limit(arg('limit')),
    )
    .returning('expires_at'),
);

export const sweepOnce = statement<{ now: string; limit: number }>()((db, arg) =>
  db
    .deleteFrom('once')
    .where(
      'used_key',
      'in',
      db
        .selectFrom('once')
        .select('used_key')
        .where('expires_at', '<=', arg('now'))
        .orderBy('expires_at')
        .limit(arg('limit')),
    )
    .returning('expires_at'),
);
