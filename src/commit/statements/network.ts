import { sql } from 'kysely';
import { statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

export const insertNetwork = statement<Tables['network']>()((db, arg) =>
  db.insertInto('network').values({
    version: arg('version'),
    document: arg('document'),
    applied_by: arg('applied_by'),
    at: arg('at'),
  }),
);

export const networkHead = statement<Record<never, never>>()((db) =>
  db.selectFrom('network').select(sql<number>`coalesce(max(version), 0)`.as('version')),
);

export const networkLatest = statement<Record<never, never>>()((db) =>
  db
    .selectFrom('network')
    .select(['version', 'document', 'applied_by'])
    .where('version', '=', sql<number>`(select max(version) from network)`),
);
