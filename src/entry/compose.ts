import { adapterOf, adapters } from '../../adapters/registry.ts';
import {
  basic,
  bearer,
  createAuthenticate,
  createIssueToken,
  createPublicKeys,
  loadSigningKeys,
} from '../auth/index.ts';
import { createLedgerDigest, type Keeping } from '../commit/index.ts';
import type { Config, Keys } from '../config.ts';
import { dispatchLimits } from '../dispatch/index.ts';
import { createApp, defaultHttpLimits } from '../http/index.ts';
import { checkDeployed, createCurrentNetwork, standingFaults } from '../network/index.ts';
import { createPipeline } from '../pipeline.ts';
import type { AskUrl, Awaitable, Clock, Crypto, Log, NewId, Random, Send, SendMail, Store } from '../ports.ts';
import { keyringOf } from './keyring-of.ts';
import { mailPorts } from './mail-ports.ts';
import { seedNetwork } from './seed-network.ts';
import { trustPorts } from './trust-ports.ts';

const networkStaleMsMax = 1000;
const verifiedTokensMax = 10_000;
const rewrapPerTickMax = 200;
const bodyBytesMax = 262_144;
const documentBytesMax = 1_048_576;

/** What a runtime brings: everything that is different on Node and on Workers, and nothing else. */
export type Runtime = {
  readonly config: Config & { readonly keys: Keys };
  readonly store: Store & Keeping;
  readonly crypto: Crypto;
  readonly send: Send;
  readonly askUrl: AskUrl;
  readonly sendMail: SendMail;
  readonly log: Log;
  readonly now: Clock;
  readonly newId: NewId;
  readonly random: Random;
  /** Called after a commit that queued deliveries. */
  readonly wake: () => void;
  /** The other end of the connection, to count what comes without credentials. */
  readonly peerOf: (request: Request, bindings: unknown) => string;
  /** SHA-256 of the caller's certificate in hex, where the connection ends here and shows one. Absent: it never does. */
  readonly certificateOf?: (request: Request, bindings: unknown) => Awaitable<string | null>;
};

/** Wires the stages by hand: the only place where they meet. */
export async function compose(runtime: Runtime) {
  const { config, store, crypto, log, now, newId } = runtime;
  const current = createCurrentNetwork({ store, now, checkEveryMs: networkStaleMsMax });
  const signingKeys = await loadSigningKeys(config.keys.signing);
  const check = (input: unknown) => checkDeployed(input, adapters, config);
  const ledgerDigest = createLedgerDigest(crypto, keyringOf(config.keys));
  const trust = trustPorts(runtime, current, ledgerDigest);
  const pipeline = createPipeline({
    ...runtime,
    ...mailPorts(runtime, ledgerDigest),
    send: trust.send,
    clock: now,
    network: current.get,
    forgetNetwork: current.forget,
    checkNetwork: check,
    adapterOf,
    ledgerDigest,
    dispatchLimits,
  });
  const app = createApp({
    publicUrl: config.publicUrl,
    gateway: pipeline.gateway,
    authenticate: createAuthenticate({
      network: current.get,
      strategies: [
        bearer({ issuer: config.publicUrl, keySource: signingKeys.keySource, now, verifiedTokensMax }),
        trust.voucher,
        basic({ now, crypto }),
      ],
    }),
    network: current.known,
    verifyProofs: trust.verifyProofs,
    signReply: trust.signReply,
    recordCall: pipeline.recordCall,
    certificateOf: runtime.certificateOf ?? (() => null),
    issueToken: createIssueToken({
      issuer: config.publicUrl,
      network: current.get,
      signingKeys,
      useOnce: store.useOnce,
      now,
      newId,
    }),
    publicKeys: createPublicKeys({ signingKeys, network: current.get, secretOf: config.secretOf }),
    now,
    newId,
    digest: crypto.digest,
    log,
    limits: {
      ...defaultHttpLimits,
      requestsPerMinuteMax: config.requestsPerMinuteMax,
      inFlightMax: config.inFlightMax,
      bodyBytesMax,
      documentBytesMax,
    },
    peerOf: runtime.peerOf,
  });
  return {
    fetch: app.fetch,
    takeMail: pipeline.takeMail,
    /** Puts a document of the configuration in force; see seed-network.ts. */
    seed: (text: string) => seedNetwork(text, { store, gateway: pipeline.gateway, check, newId }),
    /** What is wrong with the document in force, whoever applied it. It is used all the same. */
    async standing() {
      const stored = await store.network();
      const faults = stored === null ? [] : await standingFaults(stored.document, adapters, config);
      return { version: stored?.version ?? 0, faults };
    },
    /** The deliveries that are due: after a commit. */
    dispatch: pipeline.dispatch,
    /** What is due: deliveries, expiries, sweeping, what changed on PDND, and keys that still are under a former master key. */
    async tick(stop?: AbortSignal) {
      const [report] = await Promise.all([pipeline.runOnce(stop), trust.refresh()]);
      const rewrapped = config.keys.master.length > 1 ? await store.rewrap(rewrapPerTickMax) : 0;
      return { ...report, rewrapped };
    },
  };
}
