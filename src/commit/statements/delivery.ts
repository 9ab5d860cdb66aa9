import { type SqlBool, sql } from 'kysely';
import { deliveryStates } from '../../../contracts/canonical/delivery.ts';
import { type Arg, statement } from '../statement.ts';
import type { DeliveryTable } from '../tables.ts';
import { type Covered, coveredBy } from './covered.ts';

type New = Omit<
  DeliveryTable,
  'attempts' | 'code' | 'detail' | 'findings' | 'sent_step' | 'sent_at' | 'settled_at' | 'lease' | 'lease_until'
>;

export const insertDelivery = statement<New>()((db, arg) =>
  db.insertInto('delivery').values({
    id: arg('id'),
    referral_id: arg('referral_id'),
    version: arg('version'),
    task: arg('task'),
    event: arg('event'),
    initiator: arg('initiator'),
    recipient: arg('recipient'),
    system: arg('system'),
    purpose: arg('purpose'),
    lane: arg('lane'),
    state: arg('state'),
    attempts: sql.lit(0),
    findings: sql.lit('[]'),
    due_at: arg('due_at'),
    sent_step: sql.lit('none'),
    created_at: arg('created_at'),
    correlation_id: arg('correlation_id'),
    member: arg('member'),
    acting_user: arg('acting_user'),
    client: arg('client'),
  }),
);

type Settle = Pick<
  DeliveryTable,
  'id' | 'state' | 'code' | 'detail' | 'findings' | 'due_at' | 'sent_step' | 'settled_at'
>;

/** Always beside a guard on the lease, or on the state that was seen. */
export const settleDelivery = statement<Settle>()((db, arg) =>
  db
    .updateTable('delivery')
    .set({
      state: arg('state'),
      code: arg('code'),
      detail: arg('detail'),
      findings: arg('findings'),
      due_at: arg('due_at'),
      sent_step: arg('sent_step'),
      settled_at: arg('settled_at'),
      lease: sql.lit(null),
      lease_until: sql.lit(null),
    })
    .where('id', '=', arg('id')),
);

export const deliveryById = statement<{ id: string }>()((db, arg) =>
  db.selectFrom('delivery').selectAll().where('id', '=', arg('id')),
);

export const sentUnder = statement<{ correlation_id: string; system: string }>()((db, arg) =>
  db
    .selectFrom('delivery')
    .select('id')
    .where('correlation_id', '=', arg('correlation_id'))
    .where('system', '=', arg('system'))
    .where('sent_at', 'is not', sql.lit(null))
    .limit(sql.lit(1)),
);

export const expiredLeases = statement<{ now: string; limit: number }>()((db, arg) =>
  db
    .selectFrom('delivery')
    .selectAll()
    .where('state', '=', sql.lit('leased'))
    .where('lease_until', '<=', arg('now'))
    .orderBy('lease_until')
    .limit(arg('limit')),
);

/** Beside a guard on the lease. An effect that may have been taken stays one, whatever is looked up afterwards. */
export const markSent = statement<{ id: string; step: string; at: string }>()((db, arg) =>
  db
    .updateTable('delivery')
    .set({
      sent_step: sql`case when sent_step = 'effect' then sent_step else ${arg('step')} end`,
      sent_at: arg('at'),
    })
    .where('id', '=', arg('id')),
);

/** Beside a guard on its state. The first reading counts. */
export const markFetched = statement<{ id: string; at: string }>()((db, arg) =>
  db
    .updateTable('delivery')
    .set({ sent_at: sql`coalesce(sent_at, ${arg('at')})` })
    .where('id', '=', arg('id')),
);

export const releaseLease = statement<{ id: string; lease: string; due_at: string }>()((db, arg) =>
  db
    .updateTable('delivery')
    .set({ state: sql.lit('queued'), due_at: arg('due_at'), lease: sql.lit(null), lease_until: sql.lit(null) })
    .where('id', '=', arg('id'))
    .where('lease', '=', arg('lease'))
    .where('state', '=', sql.lit('leased')),
);

export type DeliveryArgs = Covered & {
  organization: string | null;
  referral_id: string | null;
  member: string | null;
  system: string | null;
  state: string | null;
  before: string;
  limit: number;
};

type Filter = 'member' | 'system' | 'state';

const anyOrEqual = (arg: Arg<DeliveryArgs>, column: Filter) =>
  sql<SqlBool>`(cast(${arg(column)} as text) is null or ${sql.ref(column)} = ${arg(column)})`;

/** Newest first. `driven` walks an index; the other filters only filter. */
const list = (driven: (arg: Arg<DeliveryArgs>) => ReturnType<typeof sql<SqlBool>>, filters: readonly Filter[]) =>
  statement<DeliveryArgs>()((db, arg, dialect) =>
    filters
      .reduce((query, column) => query.where(anyOrEqual(arg, column)), db.selectFrom('delivery').selectAll())
      .where(driven(arg))
      .where(coveredBy(arg, dialect))
      .where('id', '<', arg('before'))
      .orderBy('id', 'desc')
      .limit(arg('limit')),
  );

/** A body sees what goes to it, and what becomes of the referrals it sent. */
const anyParty = (arg: Arg<DeliveryArgs>) =>
  sql<SqlBool>`(cast(${arg('organization')} as text) is null or recipient = ${arg('organization')} or initiator = ${arg('organization')})`;

export const listDeliveriesBy = {
  referral_id: list(
    (arg) => sql`referral_id = ${arg('referral_id')} and ${anyParty(arg)}`,
    ['member', 'system', 'state'],
  ),
  /** The column holds what is delivered: with a member, a convocation. */
  convocation_id: list(
    (arg) => sql`referral_id = ${arg('referral_id')} and member is not null and ${anyParty(arg)}`,
    ['member', 'system', 'state'],
  ),
  system: list((arg) => sql`system = ${arg('system')} and ${anyParty(arg)}`, ['state']),
  recipient: list((arg) => sql`recipient = ${arg('organization')}`, ['state']),
  initiator: list((arg) => sql`initiator = ${arg('organization')}`, ['state']),
  mailbox: list((arg) => sql`system = ${arg('system')} and state = 'awaiting_pickup' and ${anyParty(arg)}`, []),
  id: list(() => sql`1 = 1`, ['state']),
  /** The states are literals, so that the partial index of each applies. */
  state: new Map(
    deliveryStates.map((state) => [
      state,
      list((arg) => sql`state = ${sql.lit(state)} and ${anyParty(arg)}`, ['system']),
    ]),
  ),
};
