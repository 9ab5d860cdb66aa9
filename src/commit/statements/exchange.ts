import { type SqlBool, sql } from 'kysely';
import { type Arg, statement } from '../statement.ts';
import type { ExchangeTable } from '../tables.ts';
import { type Covered, coveredBy } from './covered.ts';

export const insertExchange = statement<ExchangeTable>()((db, arg) =>
  db.insertInto('exchange').values({
    id: arg('id'),
    at: arg('at'),
    correlation_id: arg('correlation_id'),
    operation: arg('operation'),
    direction: arg('direction'),
    sender: arg('sender'),
    receiver: arg('receiver'),
    system: arg('system'),
    client: arg('client'),
    acting_user: arg('acting_user'),
    subject_id: arg('subject_id'),
    referral_id: arg('referral_id'),
    delivery_id: arg('delivery_id'),
    purpose: arg('purpose'),
    legal_basis: arg('legal_basis'),
    evidence: arg('evidence'),
    agreement: arg('agreement'),
    network_version: arg('network_version'),
    permitted: arg('permitted'),
    rule: arg('rule'),
    classes_asked: arg('classes_asked'),
    classes_disclosed: arg('classes_disclosed'),
    classes_withheld: arg('classes_withheld'),
    digest: arg('digest'),
    outcome: arg('outcome'),
    convocation_id: arg('convocation_id'),
    reason: arg('reason'),
    call_operation: arg('call_operation'),
    call_status: arg('call_status'),
    consumer_id: arg('consumer_id'),
    purpose_id: arg('purpose_id'),
    token_id: arg('token_id'),
  }),
);

export const exchangeById = statement<{ id: string }>()((db, arg) =>
  db.selectFrom('exchange').selectAll().where('id', '=', arg('id')),
);

export type ExchangeArgs = Covered & {
  organization: string | null;
  subject_id: string | null;
  referral_id: string | null;
  convocation_id: string | null;
  correlation_id: string | null;
  permitted: number | null;
  before: string;
  limit: number;
};

type Narrow = 'subject_id' | 'referral_id' | 'convocation_id' | 'correlation_id';

const anyOrEqual = (arg: Arg<ExchangeArgs>, column: Narrow) =>
  sql<SqlBool>`(cast(${arg(column)} as text) is null or ${sql.ref(column)} = ${arg(column)})`;

// What a body asked for and was told that it is not there.
const unseen = "(permitted = 0 and outcome = 'not-found')";

/** A body's records, as `concerns` of src/command/read-exchanges.ts has them: a page and its cursor hold nothing else. */
const asSender = (arg: Arg<ExchangeArgs>) =>
  sql<SqlBool>`(sender = ${arg('organization')} and (direction = 'out' or not ${sql.raw(unseen)}))`;
const asReceiver = (arg: Arg<ExchangeArgs>) =>
  sql<SqlBool>`(receiver = ${arg('organization')} and (permitted = 1 or (direction = 'out' and not ${sql.raw(unseen)})))`;

/** Newest first. One column drives, so that an index is walked; the others only filter. */
const drivenBy = (
  driver: 'correlation_id' | 'referral_id' | 'convocation_id' | 'subject_id' | 'sender' | 'receiver' | 'id',
) =>
  statement<ExchangeArgs>()((db, arg, dialect) => {
    const list = db
      .selectFrom('exchange')
      .selectAll()
      .where('id', '<', arg('before'))
      .where(coveredBy(arg, dialect))
      .where(sql<SqlBool>`(cast(${arg('permitted')} as integer) is null or permitted = ${arg('permitted')})`)
      .orderBy('id', 'desc')
      .limit(arg('limit'));
    if (driver === 'id') return list;
    if (driver === 'sender') return list.where(asSender(arg));
    if (driver === 'receiver') return list.where(asReceiver(arg));
    return list
      .where(driver, '=', arg(driver))
      .where(anyOrEqual(arg, 'subject_id'))
      .where(anyOrEqual(arg, 'referral_id'))
      .where(anyOrEqual(arg, 'convocation_id'))
      .where(sql<SqlBool>`(cast(${arg('organization')} as text) is null or ${asSender(arg)} or ${asReceiver(arg)})`);
  });

export const listExchangesBy = {
  correlation_id: drivenBy('correlation_id'),
  referral_id: drivenBy('referral_id'),
  convocation_id: drivenBy('convocation_id'),
  subject_id: drivenBy('subject_id'),
  sender: drivenBy('sender'),
  receiver: drivenBy('receiver'),
  id: drivenBy('id'),
};
