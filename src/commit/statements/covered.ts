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
export const coveredBy = (arg: Arg<Covered>, dialect: Dialect) =>
  sql<SqlBool>`(cast(${arg('purposes')} as text) is null or purpose is null or purpose in ${members(dialect, arg('purposes'))})`;

export const coveredArg = (purposes: readonly string[] | null | undefined): string | null =>
  purposes === undefined || purposes === null ? null : JSON.stringify(purposes);
