import { closeSync, fdatasync, openSync } from 'node:fs';

/** Resolves once everything written to the log before the call is on disk. */
export type Sync = () => Promise<void>;

type Waiting = { readonly resolve: () => void; readonly reject: (cause: unknown) => void };

/**
 * Waits for the disk beside the work: while one wait is under way those who come share the next. `write` is the one wait, such as `fdatasync` of
 * the write-ahead log. Once it failed nobody can know what is on disk (the pages count as clean then, and another try would say yes): every later
 * call fails, too, until the process starts again and the log is read anew.
 */
export function createSync(write: (done: (cause: Error | null) => void) => void): Sync {
  let waiting: Waiting[] = [];
  let underWay = false;
  let broken: Error | null = null;

  const run = (): void => {
    const group = waiting;
    waiting = [];
    underWay = true;
    write((cause) => {
      underWay = false;
      broken ??= cause;
      for (const { resolve, reject } of group) {
        if (broken === null) resolve();
        else reject(broken);
      }
      if (waiting.length > 0) run();
    });
  };

  return () =>
    new Promise((resolve, reject) => {
      if (broken !== null) return reject(broken);
      waiting.push({ resolve, reject });
      if (!underWay) run();
    });
}

/** The log of an open database. It keeps its place in the file system as long as the database is open in exclusive mode. */
export function openLog(path: string): { readonly sync: Sync; readonly close: () => void } {
  const log = openSync(`${path}-wal`, 'r+');
  return { sync: createSync((done) => fdatasync(log, done)), close: () => closeSync(log) };
}
