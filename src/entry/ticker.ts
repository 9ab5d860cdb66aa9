import type { Log } from '../ports.ts';
import { thrownFields } from './log.ts';

export type Ticker = {
  /** Something became due: run soon. What commits within `wakeAfterMs` leaves together. */
  wake(): void;
  /** Begins no other run, and waits for the one under way. */
  stop(): Promise<void>;
};

/** Why a run begins: the interval is over, or something became due meanwhile. */
export type Cause = 'interval' | 'wake';

/**
 * Calls `run` every `everyMs`, `wakeAfterMs` after it was woken, and again at once while it says there is more; never two at a
 * time. A run that throws is logged.
 */
export function startTicker(
  run: (cause: Cause) => Promise<{ readonly more: boolean }>,
  { everyMs, wakeAfterMs }: { readonly everyMs: number; readonly wakeAfterMs: number },
  log: Log,
): Ticker {
  let running: Promise<void> | null = null;
  let alarm: ReturnType<typeof setTimeout> | null = null;
  let woken = false;
  let stopped = false;

  const loop = async (cause: Cause) => {
    try {
      woken = false;
      while ((await run(cause)).more && !stopped);
    } catch (thrown) {
      log('error', 'tick.failed', thrownFields(thrown));
    }
  };
  const start = (cause: Cause) => {
    if (stopped || running !== null) return;
    running = loop(cause).finally(() => {
      running = null;
      if (woken) wake();
    });
  };
  const wake = () => {
    woken = true;
    if (stopped || running !== null || alarm !== null) return;
    alarm = setTimeout(() => {
      alarm = null;
      start('wake');
    }, wakeAfterMs);
  };
  const timer = setInterval(() => start('interval'), everyMs);
  start('interval');
  return {
    wake,
    async stop() {
      stopped = true;
      clearInterval(timer);
      if (alarm !== null) clearTimeout(alarm);
      await running;
    },
  };
}
