import { type Crew, createCrew } from './crew.ts';
import { plusMs } from './instant.ts';
import { type DispatchLimits, dispatchLimits } from './limits.ts';
import type { DispatchPorts } from './ports.ts';
import { recover } from './recover.ts';
import { newTally, type Tally } from './tally.ts';

export type RunReport = Readonly<Tally> & {
  readonly recovered: number;
  readonly claimed: number;
  /** It ended for want of time, not of work: run again. */
  readonly more: boolean;
};

export type RunOnce = (limits?: DispatchLimits, stop?: AbortSignal) => Promise<RunReport>;

/**
 * Does what is due, bounded in count and in time: recovers dead leases, then claims and attempts deliveries until nothing is due.
 * A finished one may free the next of its conversation, so it claims again while others are still under way.
 * After `stop`, what is under way is finished and nothing is begun.
 */
export function createRunOnce(ports: DispatchPorts): RunOnce {
  const { store, clock, newId, log } = ports;
  return async function runOnce(limits = dispatchLimits, stop) {
    const endAt = plusMs(clock(), limits.runMsMax);
    const isOver = () => stop?.aborted === true || clock() >= endAt;
    const tally = newTally();
    const recovered = await recover(ports, limits);
    let claimed = 0;
    let crew: Crew | undefined;
    for (;;) {
      const isFull = claimed >= limits.deliveriesPerRunMax;
      const outstanding = crew?.outstanding() ?? 0;
      if (!isOver() && !isFull && outstanding <= limits.claimLimit / 2) {
        const leaseUntil = plusMs(clock(), limits.leaseMs);
        const limit = Math.min(limits.claimLimit, limits.deliveriesPerRunMax - claimed);
        const exceptSystems = crew?.saturated() ?? [];
        const batch = await store.claim({ now: clock(), lease: newId(), leaseUntil, limit, exceptSystems });
        if (batch.length > 0) {
          claimed += batch.length;
          crew ??= await muster(ports, limits, { tally, isOver });
          for (const delivery of batch) crew.accept(delivery, leaseUntil);
          continue;
        }
      }
      if (crew === undefined || crew.outstanding() === 0) {
        // What finished while the store was asked may have queued more since.
        if (outstanding > 0 && !isOver() && !isFull) continue;
        if (claimed > 0 || recovered > 0) log('info', 'dispatch.ran', { ...tally, recovered, claimed });
        return { ...tally, recovered, claimed, more: isOver() || isFull };
      }
      await crew.finished(Math.max(1, crew.outstanding() >> 2));
    }
  };
}

async function muster(
  ports: DispatchPorts,
  limits: DispatchLimits,
  run: { tally: Tally; isOver: () => boolean },
): Promise<Crew> {
  const [circuits, network] = await Promise.all([ports.store.circuits(), ports.network()]);
  return createCrew({ circuits, network, ...run }, ports, limits);
}
