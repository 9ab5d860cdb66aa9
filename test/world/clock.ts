import type { Clock } from '../../src/ports.ts';

/** The time of a world: it stands still until somebody moves it. */
export type WorldClock = {
  readonly now: Clock;
  /** `instant` is later than now, or nothing happens. */
  readonly until: (instant: string) => void;
  readonly advance: (ms: number) => void;
};

export const worldStart = '2026-11-20T09:00:00.000Z';
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

export function createClock(start = worldStart): WorldClock {
  let nowMs = Date.parse(start);
  return {
    now: () => new Date(nowMs).toISOString(),
    until: (instant) => {
      nowMs = Math.max(nowMs, Date.parse(instant));
    },
    advance: (ms) => {
      nowMs += ms;
    },
  };
}
