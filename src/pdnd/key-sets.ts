import { createFlights, createRecent, type Flights, type Recent } from '../modi/index.ts';
import type { AskUrl, FoundKey, Log } from '../ports.ts';
import * as limits from './limits.ts';
import { objectIn, type Shelf } from './shelf.ts';
import { type Jwk, sameObject, usableKeys } from './usable-keys.ts';

export type KeySetDeps = {
  readonly askUrl: AskUrl;
  readonly shelf: Shelf;
  readonly nowMs: () => number;
  readonly log: Log;
};

/** What is known of the key set at one address. */
type Source = {
  keys: ReadonlyMap<string, Jwk>;
  /** When the address gave `keys`; -Infinity: never. */
  readMs: number;
  /** When it was last asked in vain; -Infinity: its last answer was good. */
  failedMs: number;
  /** When the shelf was last looked at. */
  shelfMs: number;
  readonly misses: Recent<number>;
  /** Of its own: who waits for one address takes no room of those who wait for another. */
  readonly flights: Flights<void>;
};

/** Finds the key of a kid in the set at `url`, which counts without asking for `cacheMs`. */
export type KeyInSet = (url: string, kid: string, cacheMs: number) => Promise<FoundKey>;

export type KeySets = {
  readonly keyInSet: KeyInSet;
  /** Reads a set again after half of the time for which it counts, so that no call has to wait for it. */
  readonly renewAhead: (url: string, cacheMs: number) => Promise<void>;
};

const unknown = { found: 'unknown' } as const;
const unavailable = { found: 'unavailable' } as const;

/**
 * Key sets by address, in memory and on the shelf that replicas share. One request at a time to an address; a kid that the set lacks makes
 * it be read again once per `refetchEveryMs`, whoever asks. While the address does not answer, its last set counts up to `jwksStaleMsMax`,
 * nobody waits for it, and a kid that it lacks is unavailable, for nobody can say that it is unknown. Nothing in a token leads to an address.
 */
export function createKeySets(deps: KeySetDeps): KeySets {
  const { nowMs } = deps;
  const sources = createRecent<Source>(limits.sourcesMax);
  const sourceOf = (url: string): Source => {
    const known = sources.get(url);
    if (known !== undefined) return known;
    const misses = createRecent<number>(limits.missesPerSourceMax);
    const flights = createFlights<void>(nowMs, limits.flightMsMax, undefined, limits.waitersMax);
    const never = { readMs: -Infinity, failedMs: -Infinity, shelfMs: -Infinity };
    const source: Source = { keys: new Map(), ...never, misses, flights };
    sources.set(url, source);
    return source;
  };
  const ageMs = (source: Source) => nowMs() - source.readMs;
  // A set that is never kept would be read for every request.
  const youngMsOf = (cacheMs: number) => Math.max(cacheMs, limits.refetchEveryMs);

  /** Null: young enough, by what another replica read or without it. Else the request for it, under way. */
  const renewal = async (
    url: string,
    source: Source,
    youngMs: number,
  ): Promise<{ readonly done: Promise<void> } | null> => {
    await source.flights('shelf', () => takeFromShelf(deps, url, source));
    return ageMs(source) < youngMs ? null : { done: source.flights('ask', () => ask(deps, url, source, youngMs)) };
  };

  return {
    keyInSet: async (url, kid, cacheMs) => {
      const source = sourceOf(url);
      const youngMs = youngMsOf(cacheMs);
      const isYoung = () => ageMs(source) < youngMs;
      const isFailing = () => source.failedMs > source.readMs;
      const begunMs = nowMs();
      // A source that hangs is waited for once; from then on it is asked beside the calls.
      const renewed = async (ageMsMax: number) => {
        const wasFailing = isFailing();
        const renewing = await renewal(url, source, ageMsMax);
        if (!wasFailing) await renewing?.done;
      };
      if (!isYoung()) await renewed(youngMs);
      if (isYoung() && !source.keys.has(kid) && mayAskAgain(source, kid, nowMs())) await renewed(limits.refetchEveryMs);

      const now = nowMs();
      if (now - source.readMs > limits.jwksStaleMsMax) return unavailable;
      const jwk = source.keys.get(kid);
      if (jwk !== undefined) return { found: 'key', jwk, client_id: null };
      if (isFailing() || !isYoung()) return unavailable;
      if (source.readMs >= begunMs) source.misses.set(kid, now + limits.missMs);
      return unknown;
    },
    renewAhead: async (url, cacheMs) => {
      const source = sourceOf(url);
      const halfMs = youngMsOf(cacheMs) / 2;
      if (ageMs(source) >= halfMs) await (await renewal(url, source, halfMs))?.done;
    },
  };
}

/** Whether a kid that the set lacks is worth a request. */
function mayAskAgain({ misses, readMs, failedMs }: Source, kid: string, nowMs: number): boolean {
  if ((misses.get(kid) ?? -Infinity) > nowMs) return false;
  return nowMs - readMs >= limits.refetchEveryMs && nowMs - failedMs >= limits.failedRestMs;
}

/** What another replica read since, looked for at most once per `shelfEveryMs`. */
async function takeFromShelf({ shelf, nowMs }: KeySetDeps, url: string, source: Source): Promise<void> {
  if (nowMs() - source.shelfMs < limits.shelfEveryMs) return;
  source.shelfMs = nowMs();
  const shelved = await shelf.read(`jwks ${url}`);
  const keys = usableKeys(shelved);
  if (keys !== null && typeof shelved?.readMs === 'number' && shelved.readMs > source.readMs)
    adopt(source, keys, Math.min(shelved.readMs, nowMs()));
}

async function ask(deps: KeySetDeps, url: string, source: Source, youngMs: number): Promise<void> {
  const { nowMs, shelf, log } = deps;
  if (nowMs() - source.readMs < youngMs || nowMs() - source.failedMs < limits.failedRestMs) return;

  const result = await deps.askUrl(
    { method: 'GET', url, headers: { accept: 'application/json' }, body: null },
    { timeoutMs: limits.askMsMax, replyBytesMax: limits.jwksBytesMax },
  );
  const keys = result.answered && result.answer.status === 200 ? usableKeys(objectIn(result.answer.body)) : null;
  if (keys === null) {
    source.failedMs = nowMs();
    log('warn', 'pdnd.jwks_unavailable', { code: result.answered ? `status-${result.answer.status}` : result.code });
    return;
  }
  const readMs = nowMs();
  adopt(source, keys, readMs);
  await shelf.put(`jwks ${url}`, { readMs, keys: [...keys.values()] }, readMs + limits.jwksStaleMsMax);
}

function adopt(source: Source, keys: ReadonlyMap<string, Jwk>, readMs: number): void {
  source.keys = new Map([...keys].map(([kid, key]) => [kid, sameObject(source.keys.get(kid), key)]));
  source.readMs = readMs;
  source.failedMs = -Infinity;
}
