import type { Clock } from '../ports.ts';

/**
 * One at a time for each key: who comes meanwhile gets the same result. A flight older than `flightMsMax` counts no longer: on Workers
 * what a cancelled request had begun never ends.
 */
export function createFlights<T>(now: Clock, flightMsMax: number) {
  const flights = new Map<string, { readonly sinceMs: number; readonly result: Promise<T> }>();
  return function join(key: string, start: () => Promise<T>): Promise<T> {
    const nowMs = Date.parse(now());
    const known = flights.get(key);
    if (known !== undefined && nowMs - known.sinceMs < flightMsMax) return known.result;
    const flight = { sinceMs: nowMs, result: start() };
    flights.set(key, flight);
    const landed = () => {
      if (flights.get(key) === flight) flights.delete(key);
    };
    flight.result.then(landed, landed);
    return flight.result;
  };
}
