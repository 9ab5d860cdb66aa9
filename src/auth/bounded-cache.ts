/** Keeps `entriesMax` values at most, the least recently used leaves first; a value is gone once its time is up. */
export function createBoundedCache<V>(entriesMax: number) {
  const entries = new Map<string, { readonly value: V; readonly untilMs: number }>();
  return {
    get(key: string, nowMs: number): V | undefined {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      if (entry.untilMs <= nowMs) return undefined;
      entries.set(key, entry);
      return entry.value;
    },
    set(key: string, value: V, untilMs: number): void {
      entries.delete(key);
      entries.set(key, { value, untilMs });
      const [oldest] = entries.keys();
      if (entries.size > entriesMax && oldest !== undefined) entries.delete(oldest);
    },
    get size(): number {
      return entries.size;
    },
  };
}
