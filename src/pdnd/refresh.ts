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

/** What was read of the events. `last`: the latest. `readMs`: when. `open`: those whose purpose could not be asked for since. */
type Place = { readonly last: string | null; readonly readMs: number; readonly open: readonly Open[] };
/** Something happened to the purpose at that instant; null: just now, for all that is known. */
type Open = { readonly purposeId: string; readonly atMs: number | null };
type PurposeEvent = Open & { readonly id: string };
type Spent = { purposes: number };

const placeName = (api: PdndApi) => `pdnd-purpose-events ${api.address}`;

/**
 * Once per `refreshEveryMs`, whichever replica is first: the states that PDND's events name are asked for again, and those that are
 * older than half of the time that they are believed. An event whose purpose cannot be asked for is kept, and hinders no other. Two
 * replicas at the same time read the same states twice, no more.
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
  const { askApi, shelf, nowMs, log } = deps;
  let { last } = from;
  let open = await dealWith(deps, api, from.open, ours, spent);
  for (let page = 0; page < limits.eventPagesPerRefreshMax && open.length < limits.openEventsMax; page += 1) {
    const query = new URLSearchParams({
      ...(last === null ? {} : { lastEventId: last }),
      limit: String(limits.eventsPerPage),
    });
    const reply = await askApi(api, 'purposeEvents', `?${query}`);
    const events = reply.told === 'found' ? readPage(reply.body) : null;
    if (events === null) {
      if (reply.told !== 'unavailable')
        log('warn', 'pdnd.events_unreadable', { from: last === null ? 'start' : 'place' });
      // PDND does not know the place any more: from the beginning, next time.
      if (reply.told === 'missing') last = null;
      break;
    }
    open = [...open, ...(await dealWith(deps, api, events, ours, spent))];
    last = events.at(-1)?.id ?? last;
    if (events.length < limits.eventsPerPage) break;
  }
  const readMs = nowMs();
  await shelf.put(placeName(api), { last, readMs, open }, readMs + limits.eventPlaceMs);
}

/** Asks again for what the events name, each purpose once. What they leave open: the latest of each purpose that could not be asked for now. */
async function dealWith(
  { purposes }: RefreshDeps,
  api: PdndApi,
  events: readonly Open[],
  ours: ReadonlySet<string>,
  spent: Spent,
): Promise<readonly Open[]> {
  const latest = new Map(events.filter(({ purposeId }) => ours.has(purposeId)).map((each) => [each.purposeId, each]));
  const open: Open[] = [];
  for (const { purposeId, atMs } of latest.values()) {
    const word = await purposes.wordOf(api, purposeId);
    if (word !== null && atMs !== null && word.confirmedMs >= atMs + limits.eventSettledMs) continue;
    const asked = spent.purposes < limits.purposesPerRefreshMax ? await purposes.ask(api, purposeId) : null;
    spent.purposes += 1;
    // A question that somebody asked before the event does not show it.
    if (asked === null || (atMs !== null && asked.confirmedMs < atMs)) open.push({ purposeId, atMs });
  }
  return open;
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
  const readMs = typeof value?.readMs === 'number' ? value.readMs : -Infinity;
  const open = Array.isArray(value?.open) ? value.open.filter(isObject).flatMap(openOf) : [];
  return { last, readMs, open };
}

/** An event without an instant counts as just now. */
function openOf({ purposeId, atMs }: Readonly<Record<string, unknown>>): Open[] {
  if (typeof purposeId !== 'string') return [];
  return [{ purposeId: purposeId.toLowerCase(), atMs: typeof atMs === 'number' ? atMs : null }];
}

/** `{events: [{id, eventTimestamp, purposeId}]}`; null: it is no page of events. */
function readPage({ events }: Readonly<Record<string, unknown>>): readonly PurposeEvent[] | null {
  if (!Array.isArray(events)) return null;
  return events.filter(isObject).flatMap(({ id, purposeId, eventTimestamp }) => {
    if (typeof id !== 'string') return [];
    const atMs = Date.parse(String(eventTimestamp));
    return openOf({ purposeId: String(purposeId ?? ''), atMs: Number.isNaN(atMs) ? null : atMs }).map((open) => ({
      id,
      ...open,
    }));
  });
}
