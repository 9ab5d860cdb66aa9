import { createRecent } from './recent.ts';

export type Budget = {
  /** Takes one of what the asker has left; false: nothing is left now. */
  readonly spend: (asker: string) => boolean;
  /** Gives back one that bought nothing. */
  readonly giveBack: (asker: string) => void;
};

type Bucket = { left: number; atMs: number };

/** `burst` at once for each asker, one more every `everyMs`: what one spends is not missing to another. */
export function createBudget(burst: number, everyMs: number, askersMax: number, nowMs: () => number): Budget {
  const buckets = createRecent<Bucket>(askersMax);
  const spend = (asker: string): boolean => {
    const now = nowMs();
    const bucket = buckets.get(asker) ?? { left: burst, atMs: now };
    const gained = Math.max(0, Math.floor((now - bucket.atMs) / everyMs));
    const left = Math.min(burst, bucket.left + gained);
    const atMs = left === burst ? now : bucket.atMs + gained * everyMs;
    buckets.set(asker, { left: left > 0 ? left - 1 : 0, atMs });
    return left > 0;
  };
  const giveBack = (asker: string): void => {
    const bucket = buckets.get(asker);
    if (bucket !== undefined) bucket.left = Math.min(burst, bucket.left + 1);
  };
  return { spend, giveBack };
}
