import type { Clock } from '../ports.ts';

type Turn = { readonly sinceMs: number };
type Line = { taken: Turn[]; readonly waiting: (() => void)[] };
export type TurnLimits = { readonly atATimeMax: number; readonly waitingMax: number; readonly turnMsMax: number };

/**
 * So many at a time for each place, and so many who wait for it, first come first served; null: too many wait. Places know nothing of
 * each other. A turn is over after `turnMsMax` at the latest: on Workers a cancelled request never gives it back.
 */
export function createTurns(now: Clock, { atATimeMax, waitingMax, turnMsMax }: TurnLimits) {
  const lines = new Map<string, Line>();

  const grant = (place: string, line: Line): (() => void) => {
    const turn: Turn = { sinceMs: Date.parse(now()) };
    line.taken.push(turn);
    return () => {
      line.taken = line.taken.filter((other) => other !== turn);
      admit(line);
      if (line.taken.length === 0 && lines.get(place) === line) lines.delete(place);
    };
  };
  /** Each who is called takes a turn at once. */
  const admit = (line: Line): void => {
    while (line.taken.length < atATimeMax) {
      const next = line.waiting.shift();
      if (next === undefined) return;
      next();
    }
  };

  return async function take(place: string): Promise<(() => void) | null> {
    const line = lines.get(place) ?? { taken: [], waiting: [] };
    lines.set(place, line);
    const nowMs = Date.parse(now());
    line.taken = line.taken.filter(({ sinceMs }) => nowMs - sinceMs < turnMsMax);
    admit(line);
    if (line.taken.length < atATimeMax) return grant(place, line);
    if (line.waiting.length >= waitingMax) return null;
    return new Promise((resolve) => line.waiting.push(() => resolve(grant(place, line))));
  };
}
