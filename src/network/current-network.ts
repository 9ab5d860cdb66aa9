import type { Clock, NetworkView, Store } from '../ports.ts';
import { viewOf } from './view.ts';

export type CurrentNetwork = ReturnType<typeof createCurrentNetwork>;

/**
 * The network in force, without reading it whole for every request: the version is asked, at most every `checkEveryMs`, and the document
 * only when it changed. Decisions never stand on an old one: every commit is guarded by the version that was read.
 */
export function createCurrentNetwork(ports: {
  readonly store: Pick<Store, 'network' | 'networkVersion'>;
  readonly now: Clock;
  readonly checkEveryMs: number;
}) {
  let view: NetworkView | null = null;
  let checkedMs = Number.NEGATIVE_INFINITY;
  const current = {
    async get(): Promise<NetworkView | null> {
      const nowMs = Date.parse(ports.now());
      if (view !== null && nowMs - checkedMs < ports.checkEveryMs) return view;
      if (view === null || (await ports.store.networkVersion()) !== view.version) {
        const stored = await ports.store.network();
        view = stored && viewOf(stored.document, stored.version);
      }
      checkedMs = nowMs;
      return view;
    },
    /** The same, or the last one seen where the store does not answer: for what is said even then. Nothing is permitted on it. */
    async known(): Promise<NetworkView | null> {
      try {
        return await current.get();
      } catch {
        return view;
      }
    },
    /** After a commit that found, or wrote, another version. */
    forget(): void {
      checkedMs = Number.NEGATIVE_INFINITY;
    },
  };
  return current;
}
