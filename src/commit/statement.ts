import {
  type Compilable,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import type { Dialect, Engine, Statement, Value } from './engine.ts';
import type { Tables } from './tables.ts';

// Kysely types and writes the SQL; it never runs any: D1 has no interactive transaction for it to drive.
const compilers: Readonly<Record<Dialect, Kysely<Tables>>> = {
  sqlite: new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  }),
  postgres: new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }),
};

/** Stands in a query for the argument of that name. */
class Marker {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A place in a query that takes an argument by its name. */
export type Arg<Args> = <N extends keyof Args & string>(name: N) => RawBuilder<Args[N]>;

type Build<Args, Out> = (db: Kysely<Tables>, arg: Arg<Args>, dialect: Dialect) => Compilable<Out>;

/**
 * A statement as a function of its named arguments. The query is written once, compiled on first use and kept;
 * afterwards a call only puts values in order.
 *
 * @example const byId = statement<{ id: string }>()((db, arg) => db.selectFrom('referral').selectAll().where('id', '=', arg('id')));
 */
export function statement<Args extends Readonly<Record<string, Value>>>() {
  return <Out>(build: Build<Args, Out>): ((args: Args) => Statement<Out>) => {
    const arg: Arg<Args> = (name) => sql`${new Marker(name)}`;
    const compile = (dialect: Dialect) => build(compilers[dialect], arg, dialect).compile();
    let names: readonly string[] | undefined;
    const texts: Partial<Record<Dialect, string>> = {};
    const text = (dialect: Dialect) => {
      const made = texts[dialect];
      if (made !== undefined) return made;
      const compiled = compile(dialect);
      if (namesIn(compiled.parameters).join() !== names?.join()) throw new Error(`arguments differ: ${compiled.sql}`);
      texts[dialect] = compiled.sql;
      return compiled.sql;
    };
    return (args) => {
      names ??= namesIn(compile('sqlite').parameters);
      return { sql: text, values: names.map((name) => taken(args, name)) };
    };
  };
}

function namesIn(parameters: readonly unknown[]): string[] {
  return parameters.map((parameter) => {
    if (!(parameter instanceof Marker)) throw new Error('a statement takes its values as named arguments');
    return parameter.name;
  });
}

function taken(args: Readonly<Record<string, Value>>, name: string): Value {
  const value = args[name];
  if (value === undefined) throw new Error(`argument ${name} is missing`);
  return value;
}

/** See `Statement.ifFirstFound`. */
export const ifFirstFound = <Out>(each: Statement<Out>): Statement<Out> => ({ ...each, ifFirstFound: true });

type RowsOf<S> = { readonly [K in keyof S]: S[K] extends Statement<infer Out> ? readonly Out[] : never };

/** Rows of each statement, typed by it. The cast is sound because the row type was inferred from the columns selected. */
export async function read<S extends readonly Statement[]>(engine: Engine, ...statements: S): Promise<RowsOf<S>> {
  return (await engine.read(statements)) as RowsOf<S>;
}

/** As `read`, for statements that change rows and return them. */
export async function write<S extends readonly Statement[]>(engine: Engine, ...statements: S): Promise<RowsOf<S>> {
  return (await engine.write(statements)) as RowsOf<S>;
}
