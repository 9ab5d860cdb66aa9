import { type Expression, type SqlBool, sql } from 'kysely';
import type { Dialect } from '../engine.ts';
import type { Arg } from '../statement.ts';

/** The members of a JSON array of texts. */
export const members = (dialect: Dialect, json: Expression<string | null>) =>
  dialect === 'sqlite'
    ? sql`(select value from json_each(${json}))`
    : sql`(select json_array_elements_text(cast(${json} as json)))`;

/** `purposes` is a JSON array; null: all. */
export type Covered = { readonly purposes: string | null };

/** Rows for one of the purposes, and, where a row may be for none in particular, those too. */
export const coveredBy = <Args extends Covered>(arg: Arg<Args>, dialect: Dialect, purpose = 'purpose') => {
  const purposes = (arg as unknown as Arg<Covered>)('purposes');
  const column = sql.ref(purpose);
  return sql<SqlBool>`(cast(${purposes} as text) is null or ${column} is null or ${column} in ${members(dialect, purposes)})`;
};

export const coveredArg = (purposes: readonly string[] | null | undefined): string | null =>
  purposes === undefined || purposes === null ? null : JSON.stringify(purposes);
