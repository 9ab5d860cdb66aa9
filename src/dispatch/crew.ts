import type { Circuit, ClaimedDelivery, NetworkView } from '../ports.ts';
import { attempt } from './attempt.ts';
import { closedCircuit } from './circuit.ts';
import { createDestination, type Destination } from './destination.ts';
import { msBetween } from './instant.ts';
import type { DispatchLimits } from './limits.ts';
import type { DispatchPorts } from './ports.ts';
import { nameOf } from './settle.ts';
import { createSlots } from './slots.ts';
import { record, type Tally } from './tally.ts';

export type Crew = {
  accept(delivery: ClaimedDelivery, leaseUntil: string): void;
  outstanding(): number;
  /** Until so many more have finished. */
  finished(count: number): Promise<void>;
  saturated(): readonly string[];
};

/** Works on deliveries side by side: so many in all, and so many per destination. */
export function createCrew(
  start: {
    readonly circuits: readonly Circuit[];
    readonly network: NetworkView;
    readonly tally: Tally;
    /** Nothing more is begun: what waits is given back. */
    readonly isOver: () => boolean;
  },
  ports: DispatchPorts,
  limits: DispatchLimits,
): Crew {
  const { store, clock, log } = ports;
  const { tally, network, isOver } = start;
  const circuits = new Map(start.circuits.map((circuit) => [circuit.system_id, circuit]));
  const destinations = new Map<string, Destination>();
  const slots = createSlots(limits.inFlightMax);
  let outstanding = 0;
  let awaited = 0;
  let wake = () => {};

  const destinationOf = (systemId: string): Destination => {
    const known = destinations.get(systemId);
    if (known !== undefined) return known;
    const inFlightMax = network.system(systemId)?.in_flight_max ?? limits.inFlightPerSystemMax;
    const circuit = circuits.get(systemId) ?? closedCircuit(systemId);
    const made = createDestination({ circuit, inFlightMax }, ports, limits);
    destinations.set(systemId, made);
    return made;
  };

  const giveBack = async (delivery: ClaimedDelivery, dueAt: string | null) => {
    tally.released += 1;
    await store.release([delivery], dueAt ?? clock());
  };
  /** Whether the lease is too short by now for one request and its settlement. */
  const isStale = (leaseUntil: string) => msBetween(clock(), leaseUntil) <= limits.requestTimeoutMs + limits.settleMs;

  const deliver = async (delivery: ClaimedDelivery, leaseUntil: string): Promise<boolean | null> => {
    if (isOver() || isStale(leaseUntil)) {
      await giveBack(delivery, null);
      return null;
    }
    const { ended, alive } = await attempt(delivery, leaseUntil, ports, limits);
    record(tally, delivery, ended, log);
    return alive;
  };

  /** The guard of last resort: whatever throws here is recovered when the lease runs out, by what was sent until then. */
  const work = async (delivery: ClaimedDelivery, leaseUntil: string) => {
    const destination = destinationOf(delivery.system);
    try {
      const leave = await destination.enter();
      if (leave === null) return await giveBack(delivery, destination.restsUntil());
      let alive: boolean | null = null;
      try {
        await slots.enter();
        alive = await deliver(delivery, leaseUntil).finally(slots.leave);
      } finally {
        await leave(alive);
      }
    } catch (error) {
      tally.lost += 1;
      log('error', 'dispatch.failed', { delivery_id: delivery.id, error: nameOf(error) });
    }
  };

  return {
    accept: (delivery, leaseUntil) => {
      outstanding += 1;
      void work(delivery, leaseUntil).then(() => {
        outstanding -= 1;
        awaited -= 1;
        if (awaited <= 0) wake();
      });
    },
    outstanding: () => outstanding,
    finished: (count) =>
      new Promise((resolve) => {
        awaited = count;
        wake = resolve;
      }),
    saturated: () => [...destinations].filter(([, { isSaturated }]) => isSaturated()).map(([id]) => id),
  };
}
