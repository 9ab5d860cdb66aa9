import { sql } from 'kysely';
import { statement } from '../statement.ts';
import type { SubjectTable } from '../tables.ts';

export const insertSubject = statement<SubjectTable>()((db, arg) =>
  db.insertInto('subject').values({
    id: arg('id'),
    data_key: arg('data_key'),
    master_key_id: arg('master_key_id'),
    profile: arg('profile'),
    created_at: arg('created_at'),
  }),
);

export const updateProfile = statement<{ id: string; profile: Uint8Array }>()((db, arg) =>
  db
    .updateTable('subject')
    .set({ profile: arg('profile') })
    .where('id', '=', arg('id')),
);

type Identifier = { blind: Uint8Array; subject_id: string };

/** Fails when the identifier is on file: two units cannot each make a person of it. */
export const insertIdentifier = statement<Identifier>()((db, arg) =>
  db.insertInto('subject_identifier').values({ blind: arg('blind'), subject_id: arg('subject_id') }),
);

/** For a person already known; a guard beside it makes sure that the identifier on file is theirs. */
export const addIdentifier = statement<Identifier>()((db, arg) =>
  db
    .insertInto('subject_identifier')
    .values({ blind: arg('blind'), subject_id: arg('subject_id') })
    .onConflict((on) => on.column('blind').doNothing()),
);

export const subjectKey = statement<{ id: string }>()((db, arg) =>
  db.selectFrom('subject').select(['id', 'data_key', 'master_key_id']).where('id', '=', arg('id')),
);

export const subjectsByBlind = statement<{ a: Uint8Array; b: Uint8Array; c: Uint8Array }>()((db, arg) =>
  db
    .selectFrom('subject_identifier')
    .innerJoin('subject', 'subject.id', 'subject_identifier.subject_id')
    .select(['blind', 'subject.id', 'subject.created_at', 'profile', 'data_key', 'master_key_id'])
    .where('blind', 'in', [arg('a'), arg('b'), arg('c')]),
);

export const subjectById = statement<{ id: string }>()((db, arg) =>
  db
    .selectFrom('subject')
    .select(['id', 'created_at', 'profile', 'data_key', 'master_key_id'])
    .where('id', '=', arg('id')),
);

/** Data keys still wrapped under a master key that is no longer the current one. */
export const keysUnder = statement<{ master_key_id: string; limit: number }>()((db, arg) =>
  db
    .selectFrom('subject')
    .select(['id', 'data_key', 'master_key_id'])
    .where('master_key_id', '=', arg('master_key_id'))
    .where('data_key', 'is not', null)
    .orderBy('id')
    .limit(arg('limit')),
);

/** Puts the same data key under another master key, unless somebody else did so or destroyed it meanwhile. */
export const rewrapKey = statement<{ id: string; data_key: Uint8Array; master_key_id: string; from: string }>()(
  (db, arg) =>
    db
      .updateTable('subject')
      .set({ data_key: arg('data_key'), master_key_id: arg('master_key_id') })
      .where('id', '=', arg('id'))
      .where('master_key_id', '=', arg('from'))
      .where('data_key', 'is not', null)
      .returning('id'),
);

/** After this nothing sealed for the person can be opened again. */
export const destroyKey = statement<{ id: string }>()((db, arg) =>
  db
    .updateTable('subject')
    .set({ data_key: sql.lit(null), profile: sql.lit(null) })
    .where('id', '=', arg('id'))
    .returning('id'),
);

/** So that the same person, coming back, is somebody new. */
export const forgetIdentifiers = statement<{ id: string }>()((db, arg) =>
  db.deleteFrom('subject_identifier').where('subject_id', '=', arg('id')),
);
