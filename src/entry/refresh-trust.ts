import type { Pdnd } from '../pdnd/index.ts';
import type { Clock, Log, NetworkView } from '../ports.ts';
import { thrownFields } from './log.ts';

/** What is due waits no longer than this for PDND; on Node the rest goes on meanwhile. */
const waitMsMax = 2_000;
/** Longer than asking for everything that one refresh may ask for takes. */
const runMsMax = 180_000;

/**
 * Learns from PDND what changed about the purposes of the network's clients. One at a time; it never throws, and whoever waits for it is
 * let go after `waitMsMax`. One that has not ended after `runMsMax` counts as over: on Workers a cancelled event never ends what it began.
 */
export function createRefreshTrust(
  network: () => Promise<NetworkView | null>,
  refresh: Pdnd['refresh'],
  log: Log,
  now: Clock,
): () => Promise<void> {
  let running: { readonly work: Promise<void>; readonly sinceMs: number } | null = null;
  const run = async () => {
    try {
      const view = await network();
      if (view?.document.trust === undefined) return;
      const purposes = view.document.clients.flatMap(({ pdnd }) => pdnd?.purposes ?? []);
      await refresh(view.document.trust, [...new Set(purposes.map(({ purpose_id }) => purpose_id))]);
    } catch (thrown) {
      log('error', 'pdnd.refresh_failed', thrownFields(thrown));
    }
  };
  const begun = () => {
    const sinceMs = Date.parse(now());
    if (running !== null && sinceMs - running.sinceMs < runMsMax) return running.work;
    const mine = { work: run(), sinceMs };
    running = mine;
    void mine.work.then(() => {
      if (running === mine) running = null;
    });
    return mine.work;
  };
  return async () => {
    const work = begun();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const waited = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, waitMsMax);
    });
    await Promise.race([work, waited]).finally(() => clearTimeout(timer));
  };
}
