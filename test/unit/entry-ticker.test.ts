import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Cause, startTicker } from '../../src/entry/ticker.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** Runs that end when the test says so. */
function runs() {
  const ends: ((more: boolean | Error) => void)[] = [];
  let running = 0;
  let atOnce = 0;
  const causes: Cause[] = [];
  const run = (cause: Cause) => {
    causes.push(cause);
    running += 1;
    atOnce = Math.max(atOnce, running);
    return new Promise<{ more: boolean }>((resolve, reject) => {
      ends.push((result) => {
        running -= 1;
        if (result instanceof Error) reject(result);
        else resolve({ more: result });
      });
    });
  };
  const end = async (result: boolean | Error = false) => {
    ends.at(-1)?.(result);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { run, end, causes, begun: () => ends.length, atOnce: () => atOnce };
}

const logged: string[] = [];
const log = (_: string, event: string) => void logged.push(event);

describe('the ticker', () => {
  it('runs at the start, then every interval, never two at a time', async () => {
    const { run, end, begun, atOnce } = runs();
    startTicker(run, { everyMs: 1000, wakeAfterMs: 20 }, log);
    expect(begun()).toBe(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(begun()).toBe(1);
    await end();
    await vi.advanceTimersByTimeAsync(1000);
    expect(begun()).toBe(2);
    expect(atOnce()).toBe(1);
  });

  it('runs once soon after it was woken, however often, and once more when woken during a run', async () => {
    const { run, end, begun, atOnce, causes } = runs();
    const ticker = startTicker(run, { everyMs: 1000, wakeAfterMs: 20 }, log);
    await end();
    ticker.wake();
    ticker.wake();
    await vi.advanceTimersByTimeAsync(19);
    expect(begun()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(begun()).toBe(2);
    ticker.wake();
    await end();
    await vi.advanceTimersByTimeAsync(20);
    expect(begun()).toBe(3);
    await end();
    await vi.advanceTimersByTimeAsync(100);
    expect([begun(), atOnce()]).toEqual([3, 1]);
    expect(causes).toEqual(['interval', 'wake', 'wake']);
  });

  it('goes on while there is more', async () => {
    const { run, end, begun } = runs();
    startTicker(run, { everyMs: 1000, wakeAfterMs: 20 }, log);
    await end(true);
    await end(true);
    expect(begun()).toBe(3);
  });

  it('logs a run that fails, and waits for the next interval', async () => {
    const { run, end, begun } = runs();
    startTicker(run, { everyMs: 1000, wakeAfterMs: 20 }, log);
    await end(new Error('no store'));
    expect([begun(), logged.at(-1)]).toEqual([1, 'tick.failed']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(begun()).toBe(2);
  });

  it('stops after the run under way, whatever wakes it', async () => {
    const { run, end, begun } = runs();
    const ticker = startTicker(run, { everyMs: 1000, wakeAfterMs: 20 }, log);
    let stopped = false;
    const stopping = ticker.stop().then(() => {
      stopped = true;
    });
    ticker.wake();
    await vi.advanceTimersByTimeAsync(3000);
    expect(stopped).toBe(false);
    await end(true);
    await stopping;
    await vi.advanceTimersByTimeAsync(3000);
    expect(begun()).toBe(1);
  });
});
