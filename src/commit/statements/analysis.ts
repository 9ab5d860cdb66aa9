import { sql } from 'kysely';
import { statement } from '../statement.ts';
import type { AnalysisTable } from '../tables.ts';

export const insertAnalysis = statement<AnalysisTable>()((db, arg) =>
  db.insertInto('analysis').values({
    id: arg('id'),
    version: arg('version'),
    subject_id: arg('subject_id'),
    recorded_by: arg('recorded_by'),
    recorded_at: arg('recorded_at'),
    sealed: arg('sealed'),
  }),
);

/** The latest version where `version` is null. */
export const analysisById = statement<{ id: string; version: number | null }>()((db, arg) =>
  db
    .selectFrom('analysis')
    .innerJoin('subject', 'subject.id', 'analysis.subject_id')
    .selectAll('analysis')
    .select(['subject.data_key', 'subject.master_key_id'])
    .where('analysis.id', '=', arg('id'))
    .where(sql<boolean>`(cast(${arg('version')} as integer) is null or analysis.version = ${arg('version')})`)
    .orderBy('analysis.version', 'desc')
    .limit(sql.lit(1)),
);

type ListArgs = { recorded_by: string; before: string; limit: number };

const latest = sql<boolean>`not exists (
  select 1 from analysis as later where later.id = analysis.id and later.version > analysis.version)`;

export const listAnalysesBy = statement<ListArgs>()((db, arg) =>
  db
    .selectFrom('analysis')
    .select(['id', 'version', 'subject_id', 'recorded_by', 'recorded_at'])
    .where('recorded_by', '=', arg('recorded_by'))
    .where(latest)
    .where('id', '<', arg('before'))
    .orderBy('id', 'desc')
    .limit(arg('limit')),
);

export const listAnalysesAbout = statement<ListArgs & { subject_id: string }>()((db, arg) =>
  db
    .selectFrom('analysis')
    .select(['id', 'version', 'subject_id', 'recorded_by', 'recorded_at'])
    .where('subject_id', '=', arg('subject_id'))
    .where('recorded_by', '=', arg('recorded_by'))
    .where(latest)
    .where('id', '<', arg('before'))
    .orderBy('id', 'desc')
    .limit(arg('limit')),
);
