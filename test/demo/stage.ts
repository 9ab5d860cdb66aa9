import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Network } from '../../contracts/canonical/network.ts';
import { createStore } from '../../src/commit/index.ts';
import { openSqlite } from '../../src/commit/sqlite.ts';
import type { MailConfig } from '../../src/config/mail.ts';
import { compose } from '../../src/entry/compose.ts';
import { createNodeCrypto } from '../../src/entry/crypto-node.ts';
import { folds } from '../../src/entry/folds.ts';
import { type HttpServer, serveHttp } from '../../src/entry/http-server.ts';
import { keyringOf } from '../../src/entry/keyring-of.ts';
import { createNewId } from '../../src/entry/new-id.ts';
import { receiveMail } from '../../src/entry/receive-mail.ts';
import { createSmtpSender } from '../../src/entry/send-mail.ts';
import { createNodeSender } from '../../src/entry/send-node.ts';
import type { Clock } from '../../src/ports.ts';
import { createClients } from '../world/clients.ts';
import { createClock } from '../world/clock.ts';
import { demoNetworkText } from '../world/on-node.ts';
import { addressed, createPartners, type PartnerId, partnerIds } from '../world/partners.ts';
import { configOf, networkIn } from '../world/start-world.ts';

export type Stage = Awaited<ReturnType<typeof openStage>>;
type Handle = (request: Request) => Response | Promise<Response>;

/** What somebody who sets up more around the gateway is given. */
export type Ground = {
  /** The gateway's address. */
  readonly address: string;
  /** Where each simulated system is. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly now: Clock;
  /** One more server on this machine; its address. */
  readonly open: (name: string, handle: Handle) => Promise<string>;
};
type Props = {
  readonly mailOf?: (mail: MailConfig) => MailConfig;
  /** Who else is there, what the network document says of them, and which secrets the gateway needs for it. */
  readonly surround?: (ground: Ground) => Promise<{
    readonly secrets: Readonly<Record<string, string>>;
    readonly change: (network: Network) => Network;
  }>;
};

const host = '127.0.0.1';

/** A server on a free port of this machine, which can be taken away and put back at the same place. */
async function listen(handle: Handle, port = 0): Promise<HttpServer> {
  const server = await serveHttp({ fetch: handle, newId: createNewId(Date.now) }, { host, port });
  if ('fault' in server) throw new Error(`${host}:${port} ${server.fault}`);
  return server;
}

/**
 * The gateway with its embedded store in a temporary folder, and the three simulated systems, each behind HTTP on a port of its
 * own. Only time is not real: it moves when the story says so, and nobody waits. Mail leaves and comes in where `mailOf` says.
 */
export async function openStage({ mailOf = (mail) => mail, surround }: Props = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'raccordo-demo-'));
  const clock = createClock();
  const newId = createNewId(() => Date.parse(clock.now()));
  const doors = new Map<string, Handle>();
  const servers = new Map<string, HttpServer>();
  const open = async (name: string, port?: number) => {
    const server = await listen((request) => doors.get(name)?.(request) ?? new Response(null, { status: 503 }), port);
    servers.set(name, server);
    return `http://${host}:${server.port}`;
  };

  const address = await open('gateway');
  const addresses = new Map<string, string>();
  for (const id of partnerIds) addresses.set(id, await open(id));
  const around = await surround?.({
    address,
    addresses,
    now: clock.now,
    open: (name, handle) => {
      doors.set(name, handle);
      return open(name);
    },
  });
  const bare = addressed(networkIn(demoNetworkText), (id) => addresses.get(id) ?? '');
  const network = around?.change(bare) ?? bare;

  const configured = await configOf(address, clock.now(), around?.secrets);
  const config = { ...configured, mail: mailOf(configured.mail) };
  const crypto = createNodeCrypto();
  const engine = openSqlite({ path: join(folder, 'raccordo.db') });
  const store = createStore({ engine, crypto, keyring: keyringOf(config.keys), ...folds });
  const sender = createNodeSender({ secretOf: config.secretOf, version: '0.0.0' });
  const mails = createSmtpSender(config.mail);
  const gateway = await compose({
    config,
    store,
    crypto,
    log: () => {},
    now: clock.now,
    newId,
    random: () => 0.5,
    wake: () => {},
    peerOf: () => host,
    sendMail: mails.send,
    send: sender.send,
    askUrl: sender.askUrl,
  });
  doors.set('gateway', (request) => gateway.fetch(request));
  const as = createClients({ fetch: (request) => fetch(request), address, now: clock.now, newId });
  const partners = createPartners({ network, now: clock.now, as });
  for (const id of partnerIds) doors.set(id, (request) => partners.answer(id, request));
  const seeded = await gateway.seed(JSON.stringify(network));
  if (seeded.seeded === 'refused') throw new Error(JSON.stringify(seeded.faults));
  const received = await receiveMail(config.mail, gateway.takeMail, () => {});
  if ('fault' in received) throw new Error(received.fault);

  return {
    address,
    addresses: addresses as ReadonlyMap<string, string>,
    network,
    clock,
    as,
    partners,
    folder,
    /** What PDND's tracing is told, from the ledger. */
    tracing: store.tracing,
    /** Where the gateway takes mail over SMTP; null: nowhere. */
    mailPort: received.port,
    tick: () => gateway.tick(),
    /** The instant at which something is due next. */
    nextDue: () => store.nextDue(),
    /** Nobody listens there any more. */
    takeDown: async (id: PartnerId) => {
      await servers.get(id)?.stop(0);
    },
    bringBack: async (id: PartnerId) => {
      await open(id, Number(new URL(addresses.get(id) ?? '').port));
    },
    close: async () => {
      await Promise.all([sender.close(), mails.close(), received.stop()]);
      await Promise.all([...servers.values()].map((server) => server.stop(0)));
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
