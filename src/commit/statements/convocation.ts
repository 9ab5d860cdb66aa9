import { sql } from 'kysely';
import { statement } from '../statement.ts';
import type { ConvocationTable, EventPartTable } from '../tables.ts';
import { type Covered, coveredBy } from './covered.ts';

export const insertConvocation = statement<ConvocationTable>()((db, arg) =>
  db.insertInto('convocation').values({
    id: arg('id'),
    version: arg('version'),
    status: arg('status'),
    organizer: arg('organizer'),
    purpose: arg('purpose'),
    starts_at: arg('starts_at'),
    next_due: arg('next_due'),
    created_at: arg('created_at'),
    updated_at: arg('updated_at'),
  }),
);

type Change = Pick<ConvocationTable, 'id' | 'version' | 'status' | 'starts_at' | 'next_due' | 'updated_at'>;

/** It needs no condition: the event beside it took `(stream, version)`, or the unit failed. */
export const updateConvocation = statement<Change>()((db, arg) =>
  db
    .updateTable('convocation')
    .set({
      version: arg('version'),
      status: arg('status'),
      starts_at: arg('starts_at'),
      next_due: arg('next_due'),
      updated_at: arg('updated_at'),
    })
    .where('id', '=', arg('id')),
);

/** Of a convocation that has not moved since. */
export const setNextDue = statement<Pick<ConvocationTable, 'id' | 'version' | 'next_due'>>()((db, arg) =>
  db
    .updateTable('convocation')
    .set({ next_due: arg('next_due') })
    .where('id', '=', arg('id'))
    .where('version', '=', arg('version')),
);

export const addParty = statement<{ organization: string; convocation_id: string }>()((db, arg) =>
  db
    .insertInto('convocation_party')
    .values({ organization: arg('organization'), convocation_id: arg('convocation_id') })
    .onConflict((on) => on.columns(['organization', 'convocation_id']).doNothing()),
);

export const insertEventPart = statement<EventPartTable>()((db, arg) =>
  db.insertInto('event_part').values({
    stream: arg('stream'),
    version: arg('version'),
    part: arg('part'),
    subject_id: arg('subject_id'),
    sealed: arg('sealed'),
  }),
);

/** The parts of a stream's events after one version and up to another, each with the wrapped key it is sealed under. */
export const eventParts = statement<{ stream: string; after: number; until: number }>()((db, arg) =>
  db
    .selectFrom('event_part')
    .innerJoin('subject', 'subject.id', 'event_part.subject_id')
    .selectAll('event_part')
    .select(['subject.data_key', 'subject.master_key_id'])
    .where('event_part.stream', '=', arg('stream'))
    .where('event_part.version', '>', arg('after'))
    .where('event_part.version', '<=', arg('until'))
    .orderBy('event_part.version')
    .orderBy('event_part.part'),
);

export const convocationById = statement<{ id: string }>()((db, arg) =>
  db.selectFrom('convocation').selectAll().where('id', '=', arg('id')),
);

type ListArgs = Covered & { organization: string; status: string | null; before: string; limit: number };

export const listConvocationsOf = {
  organizer: statement<ListArgs>()((db, arg, dialect) =>
    db
      .selectFrom('convocation')
      .selectAll()
      .where('organizer', '=', arg('organization'))
      .where(coveredBy(arg, dialect))
      .where(sql<boolean>`(cast(${arg('status')} as text) is null or status = ${arg('status')})`)
      .where('id', '<', arg('before'))
      .orderBy('id', 'desc')
      .limit(arg('limit')),
  ),
  party: statement<ListArgs>()((db, arg, dialect) =>
    db
      .selectFrom('convocation_party')
      .innerJoin('convocation', 'convocation.id', 'convocation_party.convocation_id')
      .selectAll('convocation')
      .where('convocation_party.organization', '=', arg('organization'))
      .where(coveredBy(arg, dialect))
      .where(sql<boolean>`(cast(${arg('status')} as text) is null or status = ${arg('status')})`)
      .where('convocation_party.convocation_id', '<', arg('before'))
      .orderBy('convocation_party.convocation_id', 'desc')
      .limit(arg('limit')),
  ),
};

export const dueConvocations = statement<{ now: string; limit: number }>()((db, arg) =>
  db
    .selectFrom('convocation')
    .selectAll()
    .where('next_due', 'is not', null)
    .where('next_due', '<=', arg('now'))
    .orderBy('next_due')
    .limit(arg('limit')),
);

export const meetingsOf = statement<{ organizer: string; from: string; until: string; limit: number }>()((db, arg) =>
  db
    .selectFrom('convocation')
    .select('id')
    .where('organizer', '=', arg('organizer'))
    .where('starts_at', '>=', arg('from'))
    .where('starts_at', '<', arg('until'))
    .where('status', '<>', sql.lit('cancelled'))
    .limit(arg('limit')),
);
