import { Network } from '../../contracts/canonical/network.ts';
import { createStore, type Engine } from '../../src/commit/index.ts';
import { readConfig } from '../../src/config.ts';
import { compose } from '../../src/entry/compose.ts';
import { folds } from '../../src/entry/folds.ts';
import { generateKeys } from '../../src/entry/generate-keys.ts';
import { keyringOf } from '../../src/entry/keyring-of.ts';
import { createWebSender } from '../../src/entry/send-web.ts';
import { readDocument } from '../../src/network/index.ts';
import type { Clock, Crypto, Log } from '../../src/ports.ts';
import { countedIds } from '../conformance/store-sample.ts';
import { type Client, type ClientId, createClients, type Heard } from './clients.ts';
import { createClock, type WorldClock } from './clock.ts';
import { addressed, createPartners, type PartnerId, partnerIds } from './partners.ts';
import { createPostbox } from './postbox.ts';

/** What a runtime brings: a database with the schema in it, empty, and its cryptography. Whoever opened it closes it. */
export type Ground = { readonly engine: Engine; readonly crypto: Crypto };

export type World = Awaited<ReturnType<typeof startWorld>>;

export type WorldOptions = {
  readonly change?: (network: Network) => Network;
  readonly log?: (now: Clock) => Log;
  /** By the names that the network document has for them. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Who answers where no partner is. */
  readonly elsewhere?: (request: Request) => Promise<Response>;
  /** Puts something between the gateway and its store. */
  readonly around?: (store: GatewayStore) => GatewayStore;
  /** What processes of one gateway share; absent: keys and a clock of its own. */
  readonly beside?: {
    readonly config: Awaited<ReturnType<typeof configOf>>;
    readonly clock: WorldClock;
    /** Of its identifiers: another process takes another. */
    readonly series: number;
  };
};
export type GatewayStore = ReturnType<typeof createStore>;

/** This machine's own, where the published keys of the demo network are accepted. */
const address = 'http://localhost:8080';
const partnerAddress = (system: PartnerId) => `https://${system}.borgoverde.example`;

/**
 * A gateway on the demo network with its partners around it: composed as in production, but for the clock, which stands still,
 * the ids, which are counted, and the wires, which end in this process.
 */
export async function startWorld(ground: Ground, demoNetwork: string, options: WorldOptions = {}) {
  const { engine, crypto } = ground;
  const { change = (network) => network, log = () => () => {}, around = (store) => store, beside } = options;
  const network = addressed(change(networkIn(demoNetwork)), partnerAddress);
  const clock = beside?.clock ?? createClock();
  const config = beside?.config ?? (await configOf(address, clock.now(), options.secrets));
  const newId = countedIds(beside?.series ?? 1);
  const heard: Heard[] = [];
  const postbox = createPostbox();
  const store = around(createStore({ engine, crypto, keyring: keyringOf(config.keys), ...folds }));
  const gateway = await compose({
    config,
    store,
    crypto,
    log: log(clock.now),
    now: clock.now,
    newId,
    random: () => 0.5,
    wake: () => {},
    peerOf: () => 'loopback',
    sendMail: postbox.send,
    ...createWebSender({
      secretOf: config.secretOf,
      version: '0.0.0',
      fetch: (url, init) => {
        const request = new Request(url, init);
        const partner = partnerAt(url);
        if (partner !== undefined) return partners.answer(partner, request);
        if (options.elsewhere === undefined) throw new Error(`nobody is at ${url}`);
        return options.elsewhere(request);
      },
    }),
  });
  const as: (id: ClientId) => Client = createClients({
    fetch: (request) => gateway.fetch(request),
    address,
    now: clock.now,
    newId: countedIds((beside?.series ?? 1) + 1),
    heard: (words) => heard.push(words),
  });
  const partners = createPartners({ network, now: clock.now, as });

  const nextDue = async (end: string): Promise<string | null> => {
    const [convocation] = await store.dueConvocations(end, 1);
    const instants = [await store.nextDue(), convocation?.next_due ?? null].filter((each) => each !== null);
    return instants.sort()[0] ?? null;
  };

  const seeded = await gateway.seed(JSON.stringify(network));
  if (seeded.seeded === 'refused') throw new Error(JSON.stringify(seeded.faults));

  return {
    clock,
    config,
    store,
    engine,
    network,
    partners,
    postbox,
    takeMail: gateway.takeMail,
    fetch: (request: Request) => gateway.fetch(request),
    as,
    /** Every reply that a client got. */
    heard: heard as readonly Heard[],
    tick: () => gateway.tick(),
    /** Lets time pass until nothing is due within `ms`, and does what becomes due on the way. */
    async pass(ms: number) {
      const end = new Date(Date.parse(clock.now()) + ms).toISOString();
      for (let ticks = 0; ticks < ticksMax; ticks += 1) {
        await gateway.tick();
        const due = await nextDue(end);
        if (due === null || due > end) break;
        clock.until(due);
      }
      clock.until(end);
      await gateway.tick();
    },
  };
}

const ticksMax = 500;

/** Where nobody listens: in tests mails end in a postbox, or at a relay of the test's own. */
const mailSettings = {
  RACCORDO_SMTP_URL: 'smtp://localhost:9',
  RACCORDO_PEC_SMTP_URL: 'smtp://localhost:9',
  RACCORDO_MAIL_ADDRESS: 'riunioni@raccordo.example.it',
  RACCORDO_PEC_ADDRESS: 'ambito@pec.example.it',
};

/** The configuration of a gateway for tests: keys made for it alone. `secrets`: by the names that the network document has for them. */
export async function configOf(publicUrl: string, at: string, secrets: Readonly<Record<string, string>> = {}) {
  const named = Object.entries(secrets).map(([name, value]) => [`RACCORDO_SECRET_${name}`, value]);
  const keys = await generateKeys(at.slice(0, 10));
  const read = readConfig(
    { ...keys, ...Object.fromEntries(named), RACCORDO_PUBLIC_URL: publicUrl, ...mailSettings },
    'node',
  );
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  const { keys: loaded } = read.config;
  if (loaded === undefined) throw new Error('keys that were given are in the configuration');
  return { ...read.config, keys: loaded };
}

export function networkIn(text: string): Network {
  const read = readDocument(text);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return Network.parse(read.value);
}

const partnerAt = (url: string): PartnerId | undefined =>
  partnerIds.find((id) => url.startsWith(`${partnerAddress(id)}/`));
