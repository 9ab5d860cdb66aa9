import { statement } from '../statement.ts';
import type { EventTable } from '../tables.ts';

export const insertEvent = statement<EventTable>()((db, arg) =>
  db.insertInto('event').values({
    stream: arg('stream'),
    version: arg('version'),
    type: arg('type'),
    at: arg('at'),
    actor: arg('actor'),
    subject_id: arg('subject_id'),
    sealed: arg('sealed'),
  }),
);

/** Events of a stream after a version, oldest first, each with the wrapped key it is sealed under. */
export const eventsAfter = statement<{ stream: string; after: number; limit: number }>()((db, arg) =>
  db
    .selectFrom('event')
    .innerJoin('subject', 'subject.id', 'event.subject_id')
    .selectAll('event')
    .select(['subject.data_key', 'subject.master_key_id'])
    .where('event.stream', '=', arg('stream'))
    .where('event.version', '>', arg('after'))
    .orderBy('event.version')
    .limit(arg('limit')),
);
