import type { OpenConnection, Opening } from './open.ts';
import { takeStep } from './step.ts';

export type PoolLimits = {
  /** Connections to one relay at a time. */
  readonly connectionsMax: number;
  /** 1: every message has its own connection. */
  readonly messagesPerConnectionMax: number;
  readonly idleMsMax: number;
};

/** For the reply to RSET of a connection that may long be dead, and to QUIT. */
const resetMsMax = 5_000;
const quitMsMax = 2_000;

/** Keeps connections to one relay. Who takes one gives it back. */
export function createPool(open: (signal: AbortSignal) => Promise<Opening>, limits: PoolLimits) {
  const idle: { readonly connection: OpenConnection; readonly timer: ReturnType<typeof setTimeout> }[] = [];
  const waiting: (() => void)[] = [];
  const quitting = new Set<Promise<void>>();
  let taken = 0;
  let closed = false;
  let emptied: (() => void) | undefined;

  const free = () => {
    const next = waiting.shift();
    if (next !== undefined) return next();
    taken -= 1;
    if (taken === 0) emptied?.();
  };

  /** A place among `connectionsMax`, in the order of asking. */
  const place = (signal: AbortSignal): Promise<boolean> => {
    if (taken < limits.connectionsMax) {
      taken += 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const take = () => {
        signal.removeEventListener('abort', give);
        resolve(true);
      };
      const give = () => {
        waiting.splice(waiting.indexOf(take), 1);
        resolve(false);
      };
      waiting.push(take);
      signal.addEventListener('abort', give, { once: true });
    });
  };

  const quit = (connection: OpenConnection) => {
    const done = goodbye(connection).finally(() => quitting.delete(done));
    quitting.add(done);
  };

  const takeIdle = (): OpenConnection | undefined => {
    for (let kept = idle.pop(); kept !== undefined; kept = idle.pop()) {
      clearTimeout(kept.timer);
      if (!kept.connection.smtp.destroyed) return kept.connection;
    }
    return undefined;
  };

  return {
    /** A connection that is ready for MAIL. A kept one that turns out to be dead is replaced, once. */
    async take(signal: AbortSignal): Promise<Opening> {
      if (!(await place(signal))) return { result: { answered: false, at: 'connect', code: 'busy' } };
      const kept = takeIdle();
      if (kept !== undefined) {
        if (await reset(kept, signal)) return { connection: kept };
        kept.smtp.close();
      }
      const opening = await open(signal);
      if ('result' in opening) free();
      return opening;
    },

    giveBack(connection: OpenConnection, usable: boolean): void {
      connection.messages += 1;
      if (!usable) connection.smtp.close();
      else if (closed || connection.messages >= limits.messagesPerConnectionMax) quit(connection);
      else {
        const timer = setTimeout(() => {
          idle.splice(
            idle.findIndex((kept) => kept.connection === connection),
            1,
          );
          quit(connection);
        }, limits.idleMsMax);
        idle.push({ connection, timer });
      }
      free();
    },

    /** Waits for what is under way, then takes leave of the relay. */
    async close(): Promise<void> {
      closed = true;
      if (taken > 0)
        await new Promise<void>((resolve) => {
          emptied = resolve;
        });
      for (let kept = takeIdle(); kept !== undefined; kept = takeIdle()) quit(kept);
      await Promise.all(quitting);
    },
  };
}

/** RSET (RFC 5321 section 4.1.1.5): forgets what was before, and shows whether anybody is still there. */
async function reset({ smtp }: OpenConnection, signal: AbortSignal): Promise<boolean> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(resetMsMax)]);
  const step = await takeStep<boolean>(smtp, patience, { at: 'envelope', over: false }, (done) => smtp.reset(done));
  return !('failure' in step);
}

/** QUIT, and the end of the connection whether or not the relay answers. */
const goodbye = ({ smtp }: OpenConnection): Promise<void> =>
  new Promise((resolve) => {
    if (smtp.destroyed) return resolve();
    const timer = setTimeout(() => smtp.close(), quitMsMax);
    smtp.once('end', () => {
      clearTimeout(timer);
      resolve();
    });
    return smtp.quit();
  });
