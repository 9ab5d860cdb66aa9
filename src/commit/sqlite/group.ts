import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { brokenBySqlite } from '../constraint.ts';
import type { Broken, Rows, Statement } from '../engine.ts';
import type { Sync } from './sync.ts';

/** What became of a unit. */
export type Fate = { readonly rows: readonly Rows[] } | { readonly broken: Broken };

type Outcome = Fate | { readonly failed: unknown };
type Waiting = {
  readonly statements: readonly Statement[];
  readonly resolve: (fate: Fate) => void;
  readonly reject: (cause: unknown) => void;
};

export type GroupCommit = {
  /** Resolves once the unit is on disk, or once it is certain that nothing of it is. */
  add(statements: readonly Statement[]): Promise<Fate>;
  /** Commits what waits, now. */
  flush(): void;
};

/**
 * Units that arrive in the same turn of the event loop share one transaction, and with it the one wait for the disk. Each
 * has its own fate: one that breaks takes nothing of the others along. Nobody hears of it before `sync` says that the log is on
 * disk, not even who broke: it may have met a unit that is not there yet.
 */
export function createGroupCommit(
  db: DatabaseSync,
  prepared: (statement: Statement) => StatementSync,
  limits: { readonly unitsPerGroupMax: number; readonly unitsWaitingMax: number },
  sync: Sync,
): GroupCommit {
  const [begin, commit, rollback] = ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'].map((sql) => db.prepare(sql));
  const [savepoint, back, release] = ['SAVEPOINT unit', 'ROLLBACK TO unit', 'RELEASE unit'].map((sql) =>
    db.prepare(sql),
  );
  const waiting: Waiting[] = [];
  let scheduled = false;
  let underWay = 0;

  const runPlainly = ({ statements }: Waiting): Outcome => ({
    rows: statements.map((each): Rows => prepared(each).all(...each.values) as Rows),
  });

  const runUnit = (unit: Waiting): Outcome => {
    savepoint?.run();
    try {
      const outcome = runPlainly(unit);
      release?.run();
      return outcome;
    } catch (cause) {
      // A full disk or a broken file can end the whole transaction; then nobody's unit is safe.
      if (!db.isTransaction) throw cause;
      back?.run();
      release?.run();
      const broken = brokenBySqlite(cause);
      return broken === null ? { failed: cause } : { broken };
    }
  };

  const transact = (group: readonly Waiting[], run: (unit: Waiting) => Outcome): readonly Outcome[] => {
    try {
      begin?.run();
      const outcomes = group.map(run);
      commit?.run();
      return outcomes;
    } catch (cause) {
      if (db.isTransaction) rollback?.run();
      return group.map(() => ({ failed: cause }));
    }
  };

  // Nearly every group is free of conflicts, and a savepoint costs as much as an insert: one that breaks is undone whole and
  // run again with a savepoint for each unit.
  const runGroup = (group: readonly Waiting[]): readonly Outcome[] => {
    const outcomes = transact(group, runPlainly);
    return outcomes.some((outcome) => 'failed' in outcome) ? transact(group, runUnit) : outcomes;
  };

  const tell = (group: readonly Waiting[], outcomes: readonly Outcome[]): void => {
    underWay -= group.length;
    group.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined || 'failed' in outcome) reject(outcome?.failed);
      else resolve(outcome);
    });
  };

  const flush = () => {
    scheduled = false;
    while (waiting.length > 0) {
      const group = waiting.splice(0, limits.unitsPerGroupMax);
      const outcomes = runGroup(group);
      underWay += group.length;
      sync().then(
        () => tell(group, outcomes),
        (cause) =>
          tell(
            group,
            outcomes.map(() => ({ failed: cause })),
          ),
      );
    }
  };

  return {
    add: (statements) =>
      new Promise((resolve, reject) => {
        if (waiting.length + underWay >= limits.unitsWaitingMax)
          return reject(new Error('too many units wait for the disk'));
        waiting.push({ statements, resolve, reject });
        if (!scheduled) setImmediate(flush);
        scheduled = true;
      }),
    flush,
  };
}
