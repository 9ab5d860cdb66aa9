import { StatementSync } from 'node:sqlite';

/** Kill the process before one call that a stage makes to the outside, or before one statement reaches the database. */
export type CrashPoint = { readonly before: 'call' | 'statement'; readonly number: number };

/**
 * Counts the calls through every port it is put around, and the statements of the database under them, and dies at the crash point
 * by the one signal that lets nothing be tidied up. The product knows nothing of it.
 */
export function createCrasher(point: CrashPoint | null) {
  const calls: string[] = [];
  const statements: string[] = [];
  const dieAt = (before: CrashPoint['before'], trace: readonly string[]) => {
    if (point?.before === before && point.number === trace.length) process.kill(process.pid, 'SIGKILL');
  };
  return {
    /** What was counted so far, by name. */
    traces: { calls, statements },
    around: <Port extends object>(port: Port, name: string): Port =>
      new Proxy(port, {
        get(target, key) {
          const method: unknown = Reflect.get(target, key);
          if (typeof method !== 'function') return method;
          return async (...given: unknown[]) => {
            calls.push(`${name}.${String(key)}`);
            dieAt('call', calls);
            return Reflect.apply(method, target, given);
          };
        },
      }),
    /** From now on, statements count. */
    watchStatements(): void {
      const counted = <Run extends (this: StatementSync, ...given: never[]) => unknown>(run: Run) =>
        function (this: StatementSync, ...given: Parameters<Run>) {
          statements.push(this.sourceSQL.slice(0, 60).toLowerCase());
          dieAt('statement', statements);
          return run.apply(this, given);
        };
      Object.assign(StatementSync.prototype, {
        all: counted(StatementSync.prototype.all),
        run: counted(StatementSync.prototype.run),
      });
    },
  };
}
