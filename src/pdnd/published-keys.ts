import { createBudget, createFlights, createRecent, type Recent } from '../modi/index.ts';
import type { FoundKey, PublishedKeyOf } from '../ports.ts';
import type { ApiReply, AskApi } from './api-client.ts';
import * as limits from './limits.ts';
import { isObject, type Shelf } from './shelf.ts';
import { type Jwk, sameObject, usableKey } from './usable-keys.ts';

export type PublishedDeps = { readonly askApi: AskApi; readonly shelf: Shelf; readonly nowMs: () => number };

type Found = Extract<FoundKey, { found: 'key' }>;
type Held = Found & { readonly confirmedMs: number };
type State = PublishedDeps & { readonly held: Recent<Held>; readonly misses: Recent<number> };

const unknown = { found: 'unknown' } as const;
const unavailable = { found: 'unavailable' } as const;
// What may stand in a path as one segment; PDND's own are 43 base64url characters.
const kidShape = /^(?!\.{1,2}$)[A-Za-z0-9._~:@=+-]{1,256}$/;

/**
 * Keys of members by kid (`GET /keys/{kid}` for clients, `/producerKeys/{kid}` for bodies that publish e-services). A key is confirmed
 * again after half of the time that it is believed; while PDND does not answer it counts for the other half. Kids that nobody has
 * seen yet cost their asker's budget where PDND is asked: once it is spent they are unavailable, not unknown, for they were not looked up.
 */
export function createPublishedKeys(deps: PublishedDeps, resource: 'keys' | 'producerKeys'): PublishedKeyOf {
  const { nowMs } = deps;
  const held = createRecent<Held>(limits.publishedKeysMax);
  const misses = createRecent<number>(limits.publishedMissesMax);
  const state: State = { ...deps, held, misses };
  const flights = createFlights<FoundKey>(nowMs, limits.flightMsMax, unavailable, limits.waitersMax);
  const budget = createBudget(limits.unknownKidsBurst, limits.unknownKidEveryMs, limits.askersMax, nowMs);

  return async ({ pdnd_api: api }, kid, asker) => {
    if (api === undefined || !kidShape.test(kid)) return unknown;
    const name = `pdnd-key ${resource} ${api.address} ${kid}`;
    const believedMs = (api.keys_stale_seconds_max ?? limits.keysStaleSecondsDefault) * 1000;
    const ageMs = () => nowMs() - (held.get(name)?.confirmedMs ?? -Infinity);
    if (ageMs() <= believedMs / 2) return foundOf(held.get(name));
    if ((misses.get(name) ?? -Infinity) > nowMs()) return unknown;

    const told = await flights(name, async () => {
      await readShelf(state, name);
      if (ageMs() <= believedMs / 2) return foundOf(held.get(name));
      const isNew = held.get(name) === undefined;
      if (isNew && !budget.spend(asker)) return unavailable;
      const reply = await state.askApi(api, resource, `/${encodeURIComponent(kid)}`);
      if (isNew && reply.told === 'unavailable' && !reply.asked) budget.giveBack(asker);
      return learn(state, reply, kid, name, believedMs);
    });
    // Also for who is not even let wait for it.
    return told.found === 'unavailable' && ageMs() <= believedMs ? foundOf(held.get(name)) : told;
  };
}

async function readShelf({ shelf, held, nowMs }: State, name: string): Promise<void> {
  const shelved = await shelf.read(name);
  const jwk = usableKey(shelved?.jwk);
  const confirmedMs = shelved?.confirmedMs;
  if (jwk === null || typeof confirmedMs !== 'number' || confirmedMs <= (held.get(name)?.confirmedMs ?? -Infinity))
    return;
  const client_id = typeof shelved?.client_id === 'string' ? shelved.client_id : null;
  hold(held, name, jwk, client_id, Math.min(confirmedMs, nowMs()));
}

async function learn(
  { shelf, held, misses, nowMs }: State,
  reply: ApiReply,
  kid: string,
  name: string,
  believedMs: number,
): Promise<FoundKey> {
  if (reply.told === 'unavailable') return unavailable;
  const read = reply.told === 'found' ? readKey(reply.body, kid) : null;
  const confirmedMs = nowMs();
  if (read === null) {
    misses.set(name, confirmedMs + limits.missMs);
    // It was withdrawn: nobody shall find it on the shelf either.
    if (held.get(name) !== undefined) await shelf.put(name, {}, confirmedMs + limits.missMs);
    held.delete(name);
    return unknown;
  }
  const key = hold(held, name, read.jwk, read.client_id, confirmedMs);
  await shelf.put(name, { jwk: key.jwk, client_id: key.client_id, confirmedMs }, confirmedMs + Math.max(believedMs, 1));
  return foundOf(key);
}

/** `{clientId, jwk}` (v2), `{clientId, key}`, or the key alone (v1). Null: it is none that verifies signatures under that kid. */
function readKey(body: Readonly<Record<string, unknown>>, kid: string): Omit<Found, 'found'> | null {
  const inner = [body.jwk, body.key].find(isObject);
  const jwk = usableKey(inner ?? body);
  if (jwk === null || jwk.kid !== kid) return null;
  return { jwk, client_id: typeof body.clientId === 'string' ? body.clientId.toLowerCase() : null };
}

function hold(held: Recent<Held>, name: string, jwk: Jwk, client_id: string | null, confirmedMs: number): Held {
  const key: Held = { found: 'key', jwk: sameObject(held.get(name)?.jwk, jwk), client_id, confirmedMs };
  held.set(name, key);
  return key;
}

const foundOf = (held: Held | undefined): FoundKey =>
  held === undefined ? unknown : { found: 'key', jwk: held.jwk, client_id: held.client_id };
