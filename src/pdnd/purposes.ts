import type { PdndApi } from '../../contracts/canonical/trust.ts';
import { createFlights, createRecent, type Recent } from '../modi/index.ts';
import type { PurposeStateOf } from '../ports.ts';
import type { AskApi } from './api-client.ts';
import * as limits from './limits.ts';
import { isObject, type Shelf } from './shelf.ts';

export type PurposeDeps = { readonly askApi: AskApi; readonly shelf: Shelf; readonly nowMs: () => number };

const states = ['active', 'suspended', 'unknown'] as const;
type State = (typeof states)[number];
/** The last word about a purpose: what PDND said, and when. */
export type Word = { readonly state: State; readonly confirmedMs: number };
type Held = Word & { readonly shelfMs: number };

export type Purposes = {
  readonly stateOf: PurposeStateOf;
  /** The last word from the store or from memory. */
  readonly wordOf: (api: PdndApi, purposeId: string) => Promise<Word | null>;
  /** Asks PDND; null: it does not answer. */
  readonly ask: (api: PdndApi, purposeId: string) => Promise<Word | null>;
};

export const purposeBelievedMs = (api: PdndApi): number =>
  (api.purposes_stale_seconds_max ?? limits.purposesStaleSecondsDefault) * 1000;

const nameOf = (api: PdndApi, purposeId: string) => `pdnd-purpose ${api.address} ${purposeId.toLowerCase()}`;

/**
 * What PDND says of purposes, with the instant at which it said so. A word older than is believed is asked for again, and while nobody
 * answers the purpose is stale: its calls are refused.
 */
export function createPurposes(deps: PurposeDeps): Purposes {
  const { nowMs, shelf } = deps;
  const held = createRecent<Held>(limits.purposesMax);
  const flights = createFlights<Word | null>(nowMs, limits.flightMsMax, null, limits.waitersMax);

  const wordOf: Purposes['wordOf'] = async (api, purposeId) => {
    const name = nameOf(api, purposeId);
    const known = held.get(name);
    if (known !== undefined && nowMs() - known.shelfMs < limits.purposeMemoryMs) return known;
    const shelved = readWord(await shelf.read(name), nowMs());
    const word = shelved !== null && shelved.confirmedMs >= (known?.confirmedMs ?? -Infinity) ? shelved : known;
    if (word === undefined) return null;
    held.set(name, { ...word, shelfMs: nowMs() });
    return word;
  };
  const ask: Purposes['ask'] = (api, purposeId) =>
    flights(nameOf(api, purposeId), async () => {
      const name = nameOf(api, purposeId);
      const word = await askWord(deps, api, purposeId);
      if (word !== null) await keepWord(deps, held, api, name, word);
      return word;
    });
  const stateOf: PurposeStateOf = async ({ pdnd_api: api }, purposeId) => {
    if (api === undefined) return 'not_asked';
    const word = await wordOf(api, purposeId);
    if (word !== null && nowMs() - word.confirmedMs <= believedMsOf(api, word)) return word.state;
    return (await ask(api, purposeId))?.state ?? 'stale';
  };
  return { stateOf, wordOf, ask };
}

/** That a purpose is not known is believed more briefly: it may have been made since. */
const believedMsOf = (api: PdndApi, { state }: Word): number =>
  state === 'unknown' ? Math.min(limits.purposeMissMs, purposeBelievedMs(api)) : purposeBelievedMs(api);

async function askWord({ askApi, nowMs }: PurposeDeps, api: PdndApi, purposeId: string): Promise<Word | null> {
  // Before the question left: the answer is at least as new.
  const confirmedMs = nowMs();
  const reply = await askApi(api, 'purposes', `/${encodeURIComponent(purposeId.toLowerCase())}`);
  if (reply.told === 'missing') return { state: 'unknown', confirmedMs };
  const state = reply.told === 'found' ? readState(reply.body, purposeId) : null;
  return state === null ? null : { state, confirmedMs };
}

/** v1 says `state`; v2 says it of `currentVersion`, beside who suspended the purpose. Every state but ACTIVE stops its calls. */
function readState(body: Readonly<Record<string, unknown>>, purposeId: string): State | null {
  if (typeof body.id !== 'string' || body.id.toLowerCase() !== purposeId.toLowerCase()) return null;
  const { currentVersion: version, suspendedByConsumer, suspendedByProducer } = body;
  const isSuspended = suspendedByConsumer === true || suspendedByProducer === true;
  const state = isObject(version) ? version.state : body.state;
  return state === 'ACTIVE' && !isSuspended ? 'active' : 'suspended';
}

async function keepWord(
  { shelf, nowMs }: PurposeDeps,
  held: Recent<Held>,
  api: PdndApi,
  name: string,
  word: Word,
): Promise<void> {
  held.set(name, { ...word, shelfMs: nowMs() });
  await shelf.put(name, word, word.confirmedMs + Math.max(purposeBelievedMs(api), 1));
}

function readWord(value: Readonly<Record<string, unknown>> | null, nowMs: number): Word | null {
  const state = states.find((each) => each === value?.state);
  if (state === undefined || typeof value?.confirmedMs !== 'number') return null;
  return { state, confirmedMs: Math.min(value.confirmedMs, nowMs) };
}
