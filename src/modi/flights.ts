import { within } from './within.ts';

/** Runs work once for all who ask for the same key meanwhile. */
export type Flights<T> = (key: string, work: () => Promise<T>) => Promise<T>;

/**
 * Nobody waits longer than `flightMsMax`, and work that long under way is forgotten and begun anew: a request that is cancelled in the
 * Workers runtime takes what it awaited with it. `late` is what who waited too long is told, and at once who comes while `waitersMax`
 * wait: whoever waits for another side takes the room of those who need not.
 */
export function createFlights<T>(
  nowMs: () => number,
  flightMsMax: number,
  late: T,
  waitersMax = Number.POSITIVE_INFINITY,
): Flights<T> {
  const flights = new Map<string, { readonly work: Promise<T>; readonly begunMs: number }>();
  // The oldest stand first. Who was cancelled with its request never leaves.
  const waiters = new Set<{ readonly begunMs: number }>();
  const arrival = async (work: Promise<T>): Promise<T> => {
    const waiter = { begunMs: nowMs() };
    waiters.add(waiter);
    try {
      return await within(work, flightMsMax, late);
    } finally {
      waiters.delete(waiter);
    }
  };
  const isOver = ({ begunMs }: { readonly begunMs: number }) => nowMs() - begunMs >= flightMsMax;
  return async (key, work) => {
    for (const waiter of waiters) {
      if (!isOver(waiter)) break;
      waiters.delete(waiter);
    }
    if (waiters.size >= waitersMax) return late;
    // The oldest stand first.
    for (const [each, flight] of flights) {
      if (!isOver(flight)) break;
      flights.delete(each);
    }
    const known = flights.get(key);
    if (known !== undefined) return arrival(known.work);
    const begunMs = nowMs();
    const flight = { work: work().finally(() => flights.get(key) === flight && flights.delete(key)), begunMs };
    flights.set(key, flight);
    return arrival(flight.work);
  };
}
