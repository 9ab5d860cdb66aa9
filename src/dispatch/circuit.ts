import type { Circuit } from '../ports.ts';
import { plusMs } from './instant.ts';
import type { DispatchLimits } from './limits.ts';

/** closed: sends. open: rests until `open_until`. half_open: rested; one probe decides. */
export type CircuitPhase = 'closed' | 'open' | 'half_open';

type CircuitLimits = Pick<DispatchLimits, 'failuresMax' | 'openMs'>;

export const closedCircuit = (systemId: string): Circuit => ({
  system_id: systemId,
  failures: 0,
  open_until: null,
  suspended: false,
  reason: null,
  version: 0,
});

export function phaseOf(circuit: Circuit, now: string): CircuitPhase {
  if (circuit.open_until === null) return 'closed';
  return Date.parse(circuit.open_until) > Date.parse(now) ? 'open' : 'half_open';
}

/** The circuit while a probe is under way: open for everybody else, and by itself again should the prober die. */
export const probing = (circuit: Circuit, now: string, limits: CircuitLimits): Circuit => ({
  ...circuit,
  open_until: plusMs(now, limits.openMs),
});

/**
 * The circuit after an attempt showed the destination up (`alive`), down, or showed nothing; null when that changes nothing.
 * A straggler that fails while the circuit is open does not prolong the rest; a probe that fails does, and one that showed
 * nothing makes way for the next.
 */
export function after(
  circuit: Circuit,
  result: { readonly alive: boolean | null; readonly probe: boolean },
  now: string,
  limits: CircuitLimits,
): Circuit | null {
  if (result.alive === null) return result.probe ? { ...circuit, open_until: now } : null;
  if (result.alive) {
    const isFresh = circuit.failures === 0 && circuit.open_until === null;
    return isFresh ? null : { ...circuit, failures: 0, open_until: null };
  }
  if (!result.probe && phaseOf(circuit, now) === 'open') return null;
  const failures = Math.min(circuit.failures + 1, 1_000_000);
  return { ...circuit, failures, open_until: failures >= limits.failuresMax ? plusMs(now, limits.openMs) : null };
}
