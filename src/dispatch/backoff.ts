import type { DispatchLimits } from './limits.ts';

type BackoffLimits = Pick<DispatchLimits, 'backoffBaseMs' | 'backoffCapMs' | 'retryAfterMsMax'>;

/**
 * How long to wait after the attempt numbered `attempts` (from 1): anything between nothing and a ceiling that doubles each
 * time ("full jitter", so that what failed together does not come back together), and at least as long as the partner asks.
 * `random` in [0, 1).
 */
export function backoffMs(
  attempts: number,
  random: number,
  retryAfterMs: number | undefined,
  limits: BackoffLimits,
): number {
  const ceilingMs = Math.min(limits.backoffCapMs, limits.backoffBaseMs * 2 ** Math.min(Math.max(attempts, 1) - 1, 30));
  const askedMs = Math.min(Math.max(retryAfterMs ?? 0, 0), limits.retryAfterMsMax);
  return askedMs + Math.floor(random * ceilingMs);
}
