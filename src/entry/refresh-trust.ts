import type { Pdnd } from '../pdnd/index.ts';
import type { Log, NetworkView } from '../ports.ts';
import { thrownFields } from './log.ts';

/** What is due waits no longer than this for PDND; on Node the rest goes on meanwhile. */
const waitMsMax = 2_000;

/**
 * Learns from PDND what changed about the purposes of the network's clients. One at a time; it never throws, and whoever waits for it is
 * let go after `waitMsMax`.
 */
export function createRefreshTrust(
  network: () => Promise<NetworkView | null>,
  refresh: Pdnd['refresh'],
  log: Log,
): () => Promise<void> {
  let running: Promise<void> | null = null;
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
  return async () => {
    running ??= run().finally(() => {
      running = null;
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const waited = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, waitMsMax);
    });
    await Promise.race([running, waited]).finally(() => clearTimeout(timer));
  };
}
