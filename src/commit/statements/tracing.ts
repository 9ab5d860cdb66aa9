import { type SqlBool, sql } from 'kysely';
import { statement } from '../statement.ts';

export type TracingArgs = {
  from: string;
  until: string;
  purpose_id: string;
  status: number;
  token_id: string;
  limit: number;
};

/** Calls of an interval by purpose, status and voucher, in that order, after the row that the arguments name. */
export const tracingRows = statement<TracingArgs>()((db, arg) =>
  db
    .selectFrom('exchange')
    .select(['purpose_id', 'call_status', 'token_id', db.fn.countAll<number>().as('requests_count')])
    .where('at', '>=', arg('from'))
    .where('at', '<', arg('until'))
    .where('token_id', 'is not', null)
    .where(
      sql<SqlBool>`(purpose_id, call_status, token_id) > (${arg('purpose_id')}, ${arg('status')}, ${arg('token_id')})`,
    )
    .groupBy(['purpose_id', 'call_status', 'token_id'])
    .orderBy('purpose_id')
    .orderBy('call_status')
    .orderBy('token_id')
    .limit(arg('limit')),
);
