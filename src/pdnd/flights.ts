import { flightMsMax } from './limits.ts';

/** Runs work once for all who ask for the same key meanwhile. */
export type Flights<T> = (key: string, work: () => Promise<T>) => Promise<T>;

/**
 * Nobody waits longer than `flightMsMax`, and work that long under way is begun anew: a request that is cancelled in the Workers
 * runtime takes what it awaited with it. `late` is what who waited too long is told.
 */
export function createFlights<T>(nowMs: () => number, late: T): Flights<T> {
  const flights = new Map<string, { readonly work: Promise<T>; readonly begunMs: number }>();
  return (key, work) => {
    const known = flights.get(key);
    if (known !== undefined && nowMs() - known.begunMs < flightMsMax) return within(known.work, late);
    const flight = { work: work().finally(() => flights.get(key) === flight && flights.delete(key)), begunMs: nowMs() };
    flights.set(key, flight);
    return within(flight.work, late);
  };
}

function within<T>(work: Promise<T>, late: T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waited = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late), flightMsMax);
  });
  return Promise.race([work, waited]).finally(() => clearTimeout(timer));
}
