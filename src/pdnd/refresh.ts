import type { PdndApi, Trust } from '../../contracts/canonical/trust.ts';
import type { Log } from '../ports.ts';
import type { AskApi } from './api-client.ts';
import * as limits from './limits.ts';
import { type Purposes, purposeBelievedMs } from './purposes.ts';
import { isObject, type Shelf } from './shelf.ts';

export type RefreshDeps = {
  readonly askApi: AskApi;
  readonly shelf: Shelf;
  readonly nowMs: () => number;
  readonly purposes: Purposes;
  readonly log: Log;
};

/** Learns what changed on PDND about the purposes; `purposeIds` are those of the clients of the network document. */
export type Refresh = (trust: Trust, purposeIds: readonly string[]) => Promise<void>;

/** `last`: the last event that was dealt with. `readMs`: when the events were read. */
type Place = { readonly last: string | null; readonly readMs: number };
type PurposeEvent = { readonly id: string; readonly purposeId: string; readonly atMs: number };
type Spent = { purposes: number };

const placeName = (api: PdndApi) => `pdnd-purpose-events ${api.address}`;

/**
 * Once per `refreshEveryMs`, whichever replica is first: the states that PDND's events name are asked for again, and those that are
 * older than half of the time that they are believed. An event is done with only when the state was read. Two replicas at the same
 * time read the same states twice, no more.
 */
export function createRefresh(deps: RefreshDeps): Refresh {
  const { shelf, nowMs } = deps;
  let refreshedMs = -Infinity;
  return async ({ pdnd_api: api }, purposeIds) => {
    if (api === undefined || nowMs() - refreshedMs < limits.refreshEveryMs) return;
    refreshedMs = nowMs();
    const place = readPlace(await shelf.read(placeName(api)));
    if (nowMs() - place.readMs < limits.refreshEveryMs) {
      // Counted from when the other one read, else the pace would be half of what it is to be.
      refreshedMs = place.readMs;
      return;
    }
    const spent: Spent = { purposes: 0 };
    await readEvents(deps, api, new Set(purposeIds.map((id) => id.toLowerCase())), place, spent);
    await readOld(deps, api, purposeIds, spent);
  };
}

async function readEvents(deps: RefreshDeps, api: PdndApi, ours: ReadonlySet<string>, from: Place, spent: Spent) {
  const { askApi, shelf, nowMs } = deps;
  let { last } = from;
  let read = last;
  let isBehind = false;
  for (let page = 0; page < limits.eventPagesPerRefreshMax; page += 1) {
    const query = new URLSearchParams({
      ...(read === null ? {} : { lastEventId: read }),
      limit: String(limits.eventsPerPage),
    });
    const reply = await askApi(api, 'purposeEvents', `?${query}`);
    const events = reply.told === 'found' ? readPage(reply.body) : null;
    if (events === null) {
      if (reply.told !== 'unavailable')
        deps.log('warn', 'pdnd.events_unreadable', { from: last === null ? 'start' : 'place' });
      // PDND does not know the place any more: from the beginning, next time.
      if (reply.told === 'missing') last = null;
      break;
    }
    const done = await dealWith(deps, api, events, ours, spent);
    if (!isBehind) last = done.last ?? last;
    isBehind ||= !done.all;
    read = events.at(-1)?.id ?? read;
    if (spent.purposes >= limits.purposesPerRefreshMax || events.length < limits.eventsPerPage) break;
  }
  const readMs = nowMs();
  await shelf.put(placeName(api), { last, readMs }, readMs + limits.eventPlaceMs);
}

/** Asks again for what the events name, in their order. `last`: the one before the first that could not be answered for now. */
async function dealWith(
  { purposes }: RefreshDeps,
  api: PdndApi,
  events: readonly PurposeEvent[],
  ours: ReadonlySet<string>,
  spent: Spent,
): Promise<{ readonly all: boolean; readonly last: string | null }> {
  const seen = new Set<string>();
  const open = new Set<string>();
  let last: string | null = null;
  for (const { id, purposeId, atMs } of events) {
    if (ours.has(purposeId) && !seen.has(purposeId) && !open.has(purposeId)) {
      const word = await purposes.wordOf(api, purposeId);
      if (word === null || word.confirmedMs < atMs + limits.eventSettledMs) {
        if (spent.purposes >= limits.purposesPerRefreshMax) return { all: false, last };
        spent.purposes += 1;
        const asked = await purposes.ask(api, purposeId);
        // A question that somebody asked before the event does not show it.
        const isShown = asked !== null && !(Number.isFinite(atMs) && asked.confirmedMs < atMs);
        (isShown ? seen : open).add(purposeId);
      }
    }
    if (open.size === 0) last = id;
  }
  return { all: open.size === 0, last };
}

async function readOld({ purposes, nowMs }: RefreshDeps, api: PdndApi, ids: readonly string[], spent: Spent) {
  const oldMs = purposeBelievedMs(api) / 2;
  for (const id of turnOf(ids, nowMs())) {
    if (spent.purposes >= limits.purposesPerRefreshMax) return;
    const word = await purposes.wordOf(api, id);
    if (word !== null && nowMs() - word.confirmedMs < oldMs) continue;
    spent.purposes += 1;
    await purposes.ask(api, id);
  }
}

/** Some of many, others each `refreshEveryMs`: the clock says which, for a Worker remembers nothing. */
function turnOf(ids: readonly string[], nowMs: number): readonly string[] {
  const { purposesReadPerRefreshMax: max, refreshEveryMs } = limits;
  if (ids.length <= max) return ids;
  const turns = Math.ceil(ids.length / max);
  const start = (Math.floor(nowMs / refreshEveryMs) % turns) * max;
  return ids.slice(start, start + max);
}

function readPlace(value: Readonly<Record<string, unknown>> | null): Place {
  const last = typeof value?.last === 'string' ? value.last : null;
  return { last, readMs: typeof value?.readMs === 'number' ? value.readMs : -Infinity };
}

/** `{events: [{id, eventTimestamp, purposeId}]}`; null: it is no page of events. An event without an instant counts as just now. */
function readPage({ events }: Readonly<Record<string, unknown>>): readonly PurposeEvent[] | null {
  if (!Array.isArray(events)) return null;
  return events.flatMap((event: unknown) => {
    if (!isObject(event) || typeof event.id !== 'string') return [];
    const atMs = Date.parse(String(event.eventTimestamp));
    const purposeId = String(event.purposeId ?? '').toLowerCase();
    return [{ id: event.id, purposeId, atMs: Number.isNaN(atMs) ? Number.POSITIVE_INFINITY : atMs }];
  });
}
