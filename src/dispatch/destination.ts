import type { Circuit, Clock, Store } from '../ports.ts';
import { after, closedCircuit, phaseOf, probing } from './circuit.ts';
import type { DispatchLimits } from './limits.ts';
import { createSlots } from './slots.ts';

/** Frees the slot, and says what the attempt showed of the destination: up, down, or nothing. */
export type Leave = (alive: boolean | null) => Promise<void>;

export type Destination = {
  /** Waits for one of the destination's slots. Null when its circuit is open. */
  enter(): Promise<Leave | null>;
  /** Until when its circuit rests, when it does. */
  restsUntil(): string | null;
  /** More are waiting here already: claim nothing more for it. */
  isSaturated(): boolean;
};

const savesMax = 3;

/** One system as this run sees it: its rate, and its circuit, which all replicas share through the store. */
export function createDestination(
  start: { readonly circuit: Circuit; readonly inFlightMax: number },
  ports: { readonly store: Pick<Store, 'circuits' | 'saveCircuit'>; readonly clock: Clock },
  limits: Pick<DispatchLimits, 'failuresMax' | 'openMs'>,
): Destination {
  const { store, clock } = ports;
  const slots = createSlots(start.inFlightMax);
  const systemId = start.circuit.system_id;
  let circuit = start.circuit;
  let saving: Promise<unknown> = Promise.resolve();
  let probe: Promise<void> | null = null;

  /** True when this call changed the circuit. Another replica may be first: then the change is made to what it left. */
  const change = (to: (circuit: Circuit) => Circuit | null): Promise<boolean> => {
    const changed = saving.then(async () => {
      for (let saves = 0; saves < savesMax; saves += 1) {
        const next = to(circuit);
        if (next === null) return false;
        const saved = await store.saveCircuit(next);
        circuit = saved ? { ...next, version: next.version + 1 } : await read();
        if (saved) return true;
      }
      return false;
    });
    saving = changed.catch(() => undefined);
    return changed;
  };
  const read = async () =>
    (await store.circuits()).find((known) => known.system_id === systemId) ?? closedCircuit(systemId);
  const learn = async (alive: boolean | null, probe: boolean) => {
    const lesson = (c: Circuit) => after(c, { alive, probe }, clock(), limits);
    if (lesson(circuit) !== null) await change(lesson);
  };

  /** The phase decides; half open, the first to come probes and the others wait for what it finds. */
  const admit = async (): Promise<Leave | null> => {
    while (probe !== null) await probe;
    const phase = phaseOf(circuit, clock());
    if (phase === 'open') return null;
    if (phase === 'closed') return (alive) => learn(alive, false).finally(slots.leave);
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = () => {
      probe = null;
      resolve();
    };
    probe = promise;
    const mine = await change((c) => (phaseOf(c, clock()) === 'half_open' ? probing(c, clock(), limits) : null));
    if (!mine) {
      end();
      return admit();
    }
    return (alive) => learn(alive, true).finally(end).finally(slots.leave);
  };

  return {
    enter: async () => {
      await slots.enter();
      const leave = await admit();
      if (leave === null) slots.leave();
      return leave;
    },
    restsUntil: () => (phaseOf(circuit, clock()) === 'open' ? circuit.open_until : null),
    isSaturated: () => slots.waiting() > 0,
  };
}
