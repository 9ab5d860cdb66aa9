import { type SqlBool, sql } from 'kysely';
import type { Dialect } from '../engine.ts';
import { type Arg, statement } from '../statement.ts';
import type { ReferralTable } from '../tables.ts';
import { type Covered, coveredBy, members } from './covered.ts';

export const insertReferral = statement<ReferralTable>()((db, arg) =>
  db.insertInto('referral').values({
    id: arg('id'),
    version: arg('version'),
    status: arg('status'),
    initiator: arg('initiator'),
    recipient: arg('recipient'),
    service: arg('service'),
    purpose: arg('purpose'),
    kind: arg('kind'),
    subject_id: arg('subject_id'),
    conversation_id: arg('conversation_id'),
    created_at: arg('created_at'),
    updated_at: arg('updated_at'),
    sealed: arg('sealed'),
  }),
);

type Change = Pick<ReferralTable, 'id' | 'version' | 'status' | 'recipient' | 'updated_at' | 'sealed'>;

/** What an event can change. It needs no condition: the event beside it took `(stream, version)`, or the unit failed. */
export const updateReferral = statement<Change>()((db, arg) =>
  db
    .updateTable('referral')
    .set({
      version: arg('version'),
      status: arg('status'),
      recipient: arg('recipient'),
      updated_at: arg('updated_at'),
      sealed: arg('sealed'),
    })
    .where('id', '=', arg('id')),
);

export const referralById = statement<{ id: string }>()((db, arg) =>
  db
    .selectFrom('referral')
    .innerJoin('subject', 'subject.id', 'referral.subject_id')
    .select(['referral.id', 'version', 'subject_id', 'sealed', 'data_key', 'master_key_id'])
    .where('referral.id', '=', arg('id')),
);

const headColumns = [
  'id',
  'version',
  'status',
  'subject_id',
  'initiator',
  'recipient',
  'service',
  'purpose',
  'kind',
  'conversation_id',
  'created_at',
  'updated_at',
] as const;

export type HeadRow = Pick<ReferralTable, (typeof headColumns)[number]>;

/** `services` is a JSON array of codes. */
type ListArgs = Covered & {
  organization: string;
  services: string;
  status: string | null;
  service: string | null;
  before: string;
  limit: number;
};

const roles = {
  initiator: (arg: Arg<{ organization: string }>) => sql<SqlBool>`initiator = ${arg('organization')}`,
  recipient: (arg: Arg<{ organization: string }>) => sql<SqlBool>`recipient = ${arg('organization')}`,
  claimable: (arg: Arg<ListArgs>, dialect: Dialect) =>
    sql<SqlBool>`recipient is null and status = 'requested' and initiator <> ${arg('organization')} and service in ${members(dialect, arg('services'))}`,
};

export type ReferralRole = keyof typeof roles;

/** Newest first, one statement per role so that each walks its own index; a page merges them. */
const listAs = (role: ReferralRole) =>
  statement<ListArgs>()((db, arg, dialect) =>
    db
      .selectFrom('referral')
      .select(headColumns)
      .where(roles[role](arg, dialect))
      .where(coveredBy(arg, dialect))
      .where('id', '<', arg('before'))
      .where(sql<SqlBool>`(cast(${arg('status')} as text) is null or status = ${arg('status')})`)
      .where(sql<SqlBool>`(cast(${arg('service')} as text) is null or service = ${arg('service')})`)
      .orderBy('id', 'desc')
      .limit(arg('limit')),
  );

export const listReferralsAs = {
  initiator: listAs('initiator'),
  recipient: listAs('recipient'),
  claimable: listAs('claimable'),
};

type SubjectArgs = Omit<ListArgs, 'services'> & { subject_id: string; as_initiator: number; as_recipient: number };

/** One person's referrals in either of the roles, newest first. Whom an open referral is about is not for who might claim it. */
export const listReferralsOfSubject = statement<SubjectArgs>()((db, arg, dialect) =>
  db
    .selectFrom('referral')
    .select(headColumns)
    .where('subject_id', '=', arg('subject_id'))
    .where(coveredBy(arg, dialect))
    .where('id', '<', arg('before'))
    .where(
      sql<SqlBool>`((${arg('as_initiator')} = 1 and ${roles.initiator(arg)})
        or (${arg('as_recipient')} = 1 and ${roles.recipient(arg)}))`,
    )
    .where(sql<SqlBool>`(cast(${arg('status')} as text) is null or status = ${arg('status')})`)
    .where(sql<SqlBool>`(cast(${arg('service')} as text) is null or service = ${arg('service')})`)
    .orderBy('id', 'desc')
    .limit(arg('limit')),
);

const staleIn = (status: 'requested' | 'received') =>
  statement<{ created_before: string; limit: number }>()((db, arg) =>
    db
      .selectFrom('referral')
      .select(headColumns)
      // A literal, so that the partial index `referral_waiting` applies.
      .where('status', '=', sql.lit(status))
      .where('created_at', '<', arg('created_before'))
      .orderBy('created_at')
      .limit(arg('limit')),
  );

/** Oldest first, one statement per status in which a referral can expire. */
export const staleReferralsIn = { requested: staleIn('requested'), received: staleIn('received') };
