import { createRecent } from './recent.ts';

/** Keeps `entriesMax` values at most, the least recently used leaves first; a value is gone once its time is up. */
export function createBoundedCache<V>(entriesMax: number) {
  const entries = createRecent<{ readonly value: V; readonly untilMs: number }>(entriesMax);
  return {
    get(key: string, nowMs: number): V | undefined {
      const entry = entries.get(key);
      if (entry === undefined || entry.untilMs > nowMs) return entry?.value;
      entries.delete(key);
      return undefined;
    },
    set(key: string, value: V, untilMs: number): void {
      entries.set(key, { value, untilMs });
    },
  };
}
