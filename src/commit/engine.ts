/** What a column holds on every engine. Sealed bytes are bytes; booleans are 0 and 1. */
export type Value = string | number | Uint8Array | null;
export type Row = Readonly<Record<string, Value>>;
export type Rows = readonly Row[];

export type Dialect = 'sqlite' | 'postgres';

/** A compiled statement with its values: the same values in the same order in both dialects. `row` is a type only. */
export type Statement<Out = unknown> = {
  readonly sql: (dialect: Dialect) => string;
  readonly values: readonly Value[];
  readonly row?: Out;
  /** Its rows matter only when the first statement of the same read found some; an engine without a round trip leaves it out then. */
  readonly ifFirstFound?: true;
};

/** The key or column that refused a unit: the column is named when a guard failed, the table when a key was taken. */
export type Broken = { readonly table: string; readonly column: string };

export type EngineCommit = { readonly committed: true } | { readonly committed: false; readonly broken: Broken };

/**
 * The little the store asks of a database. There is no transaction to hold open: Cloudflare D1 has none, and a
 * statement that must stop the others does so by failing (architecture, decision 4).
 */
export type Engine = {
  /** All statements in one round trip, on one snapshot. Rows by statement, in order. */
  read(statements: readonly Statement[]): Promise<readonly Rows[]>;
  /** All or nothing, as if alone, durable when it resolves. A taken key or a failed guard is a value, all else throws. */
  commit(statements: readonly Statement[]): Promise<EngineCommit>;
  /** Statements that each compare and set by themselves, with what they return; all or nothing, durable when it resolves. */
  write(statements: readonly Statement[]): Promise<readonly Rows[]>;
  /** Whether the database answers and holds the schema. */
  ready(): Promise<boolean>;
  /** Finishes what was accepted, then lets go. */
  close(): Promise<void>;
};
