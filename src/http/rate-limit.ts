import type { Clock } from '../ports.ts';

/** What a reply tells about the rate: RFC draft "RateLimit header fields", under the names of the Italian guidelines. */
export type Rate = {
  readonly exceeded: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Until the whole limit may be used again. */
  readonly resetSeconds: number;
  /** Until the next request may be sent. */
  readonly retrySeconds: number;
};

export type RateLimit = (key: string) => Rate;

const minuteMs = 60_000;
/** A bucket that was dropped counts as full, so the memory of a flood of addresses is bounded at no cost to anybody else. */
const bucketsMax = 10_000;

/** A token bucket for each caller, refilled evenly. Each replica counts for itself. */
export function createRateLimit(now: Clock, requestsPerMinuteMax: number): RateLimit {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  const tokensPerMs = requestsPerMinuteMax / minuteMs;

  return function take(key) {
    const atMs = Date.parse(now());
    let bucket = buckets.get(key);
    if (bucket === undefined) {
      if (buckets.size >= bucketsMax) for (const [oldest] of buckets.entries().take(1)) buckets.delete(oldest);
      bucket = { tokens: requestsPerMinuteMax, atMs };
      buckets.set(key, bucket);
    }
    const elapsedMs = Math.max(0, atMs - bucket.atMs);
    bucket.tokens = Math.min(requestsPerMinuteMax, bucket.tokens + elapsedMs * tokensPerMs);
    bucket.atMs = atMs;
    const exceeded = bucket.tokens < 1;
    if (!exceeded) bucket.tokens -= 1;
    return {
      exceeded,
      limit: requestsPerMinuteMax,
      remaining: Math.floor(bucket.tokens),
      resetSeconds: Math.ceil((requestsPerMinuteMax - bucket.tokens) / tokensPerMs / 1000),
      retrySeconds: Math.max(1, Math.ceil((1 - bucket.tokens) / tokensPerMs / 1000)),
    };
  };
}
