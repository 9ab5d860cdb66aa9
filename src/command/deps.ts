import type { Adapter, Awaitable, Clock, NetworkView, NewId, Store } from '../ports.ts';

/** What the verbs need from outside. */
export type Deps = {
  readonly store: Store;
  /** The network document in force; a view at most `networkStaleMsMax` old, guarded again at commit. */
  readonly network: () => Awaitable<NetworkView>;
  /** Reads the network from the store at the next use: after a commit found it stale. */
  readonly forgetNetwork: () => void;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Keyed digest of what was disclosed or received: proves content without revealing it. Base64url. */
  readonly ledgerDigest: (bytes: Uint8Array) => Awaitable<string>;
  readonly adapterOf: (kind: string) => Adapter | undefined;
  /** Called after a commit that queued deliveries, so that they leave at once. */
  readonly wake: () => void;
};
