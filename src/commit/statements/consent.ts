import { type Expression, sql } from 'kysely';
import { statement } from '../statement.ts';
import type { ConsentTable } from '../tables.ts';

export const insertConsent = statement<ConsentTable>()((db, arg) =>
  db.insertInto('consent').values({
    id: arg('id'),
    version: arg('version'),
    subject_id: arg('subject_id'),
    registered_by: arg('registered_by'),
    record: arg('record'),
    document_reference: arg('document_reference'),
  }),
);

type Change = Pick<ConsentTable, 'id' | 'version' | 'record' | 'document_reference'>;

export const updateConsent = statement<Change>()((db, arg) =>
  db
    .updateTable('consent')
    .set({ version: arg('version'), record: arg('record'), document_reference: arg('document_reference') })
    .where('id', '=', arg('id')),
);

/** One more change to the evidence about a person. */
export const bumpEvidence = statement<{ subject_id: string }>()((db, arg) =>
  db
    .insertInto('evidence_head')
    .values({ subject_id: arg('subject_id'), version: sql.lit(1) })
    .onConflict((on) => on.column('subject_id').doUpdateSet({ version: sql`evidence_head.version + 1` })),
);

const columns = [
  'consent.id',
  'consent.version',
  'record',
  'document_reference',
  'subject_id',
  'data_key',
  'master_key_id',
] as const;

export const consentById = statement<{ id: string }>()((db, arg) =>
  db
    .selectFrom('consent')
    .innerJoin('subject', 'subject.id', 'consent.subject_id')
    .select(columns)
    .where('consent.id', '=', arg('id')),
);

type Blinds = { a: Uint8Array; b: Uint8Array; c: Uint8Array };

export const evidenceVersion = statement<{ subject_id: string }>()((db, arg) =>
  db.selectFrom('evidence_head').select(['subject_id', 'version']).where('subject_id', '=', arg('subject_id')),
);

export const evidenceOf = statement<{ subject_id: string; limit: number }>()((db, arg) =>
  db
    .selectFrom('consent')
    .innerJoin('subject', 'subject.id', 'consent.subject_id')
    .select(columns)
    .where('subject_id', '=', arg('subject_id'))
    .limit(arg('limit')),
);

export const evidenceVersionByBlind = statement<Blinds>()((db, arg) =>
  db
    .selectFrom('evidence_head')
    .select(['subject_id', 'version'])
    .where('subject_id', 'in', (eb) =>
      eb.selectFrom('subject_identifier').select('subject_identifier.subject_id').where('blind', 'in', blinds(arg)),
    ),
);

export const evidenceByBlind = statement<Blinds & { limit: number }>()((db, arg) =>
  db
    .selectFrom('consent')
    .innerJoin('subject', 'subject.id', 'consent.subject_id')
    .select(columns)
    .where('consent.subject_id', 'in', (eb) =>
      eb.selectFrom('subject_identifier').select('subject_identifier.subject_id').where('blind', 'in', blinds(arg)),
    )
    .limit(arg('limit')),
);

const blinds = (arg: (name: 'a' | 'b' | 'c') => Expression<Uint8Array>) => [arg('a'), arg('b'), arg('c')];

type ListArgs = { registered_by: string; before: string; limit: number };

export const listConsentsOfSubject = statement<ListArgs & { subject_id: string }>()((db, arg) =>
  db
    .selectFrom('consent')
    .innerJoin('subject', 'subject.id', 'consent.subject_id')
    .select(columns)
    .where('subject_id', '=', arg('subject_id'))
    .where('registered_by', '=', arg('registered_by'))
    .where('consent.id', '<', arg('before'))
    .orderBy('consent.id', 'desc')
    .limit(arg('limit')),
);

export const listConsentsBy = statement<ListArgs>()((db, arg) =>
  db
    .selectFrom('consent')
    .innerJoin('subject', 'subject.id', 'consent.subject_id')
    .select(columns)
    .where('registered_by', '=', arg('registered_by'))
    .where('consent.id', '<', arg('before'))
    .orderBy('consent.id', 'desc')
    .limit(arg('limit')),
);
