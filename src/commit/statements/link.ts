import { sql } from 'kysely';
import { statement } from '../statement.ts';
import type { LinkTable } from '../tables.ts';

export const insertLink = statement<LinkTable>()((db, arg) =>
  db.insertInto('link').values({
    digest: arg('digest'),
    kind: arg('kind'),
    convocation_id: arg('convocation_id'),
    member: arg('member'),
    views_left: arg('views_left'),
    expires_at: arg('expires_at'),
    created_at: arg('created_at'),
  }),
);

export const linkByDigest = statement<{ digest: string }>()((db, arg) =>
  db.selectFrom('link').selectAll().where('digest', '=', arg('digest')),
);

/** Beside a guard that one is left. */
export const takeView = statement<{ digest: string }>()((db, arg) =>
  db.updateTable('link').set({ views_left: sql`views_left - 1` }).where('digest', '=', arg('digest')),
);

export const sweepLinks = statement<{ before: string; limit: number }>()((db, arg) =>
  db
    .deleteFrom('link')
    .where(
      'digest',
      'in',
      db
        .selectFrom('link')
        .select('digest')
        .where('expires_at', '<=', arg('before'))
        .orderBy('expires_at')
        .limit(arg('limit')),
    )
    .returning('expires_at'),
);
