import { readFileSync } from 'node:fs';
import type { HttpBindings } from '@hono/node-server';
import { adapters } from '../../adapters/registry.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { Keeping } from '../commit/index.ts';
import { checkNetwork, type Fault } from '../network/index.ts';
import type { Clock, Crypto, Log, Store } from '../ports.ts';
import { certificateInHeader } from './certificate.ts';
import { compose } from './compose.ts';
import { demoNetworkPath } from './demo-network.ts';
import { serveHttp } from './http-server.ts';
import { createNewId } from './new-id.ts';
import type { Configured } from './open-configured.ts';
import { peerIn } from './peer.ts';
import { receiveMail } from './receive-mail.ts';
import { createSmtpSender } from './send-mail.ts';
import { writeMail } from './send-mail-file.ts';
import { createNodeSender } from './send-node.ts';
import { type Cause, startTicker, type Ticker } from './ticker.ts';

const tickEveryMs = 1000;
const wakeAfterMs = 20;

export type NodeParts = {
  readonly config: Configured;
  readonly store: Store & Keeping;
  readonly crypto: Crypto;
  readonly keysFile: { readonly path: string; readonly made: boolean } | null;
  readonly log: Log;
  readonly now: Clock;
  /** Says something that nobody must overlook. */
  readonly notice: (title: string, lines: readonly string[]) => void;
};

export type StartedNode =
  | { readonly ok: true; readonly port: number; readonly stop: () => Promise<void> }
  | { readonly ok: false; readonly faults: readonly string[] };

/** The gateway as one Node process: HTTP in, deliveries out, a clock between them. */
export async function startNode(parts: NodeParts): Promise<StartedNode> {
  const { config, store, log } = parts;
  const newId = createNewId(Date.now);
  const sender = createNodeSender({ secretOf: config.secretOf, version: packageJson.version });
  const mails = createSmtpSender(config.mail, { writeFile: writeMail });
  let ticker: Ticker | undefined;
  const gateway = await compose({
    ...parts,
    send: sender.send,
    askUrl: sender.askUrl,
    sendMail: mails.send,
    newId,
    random: Math.random,
    wake: () => ticker?.wake(),
    peerOf: ({ headers }, bindings) =>
      peerIn(headers, config.peerHeader, (bindings as HttpBindings).incoming.socket.remoteAddress),
    // The gateway itself serves plain HTTP: the certificate is the proxy's to verify.
    certificateOf: ({ headers }) =>
      config.certificateHeader === null ? null : certificateInHeader(headers, config.certificateHeader),
  });

  const document = await documentOf(parts);
  if ('fault' in document) return { ok: false, faults: [document.fault] };
  // The port first: a start that fails for it has changed nothing. Who calls already waits for the network.
  const settled = Promise.withResolvers<void>();
  const fetch = async (request: Request, bindings: unknown) => {
    await settled.promise;
    return gateway.fetch(request, bindings);
  };
  const server = await serveHttp({ fetch, newId }, config);
  if ('fault' in server) {
    const address = `${config.host}:${config.port}`;
    return { ok: false, faults: [`RACCORDO_HOST and RACCORDO_PORT, ${address}: ${server.fault}`] };
  }
  const seeded = document.text === null ? null : await gateway.seed(document.text);
  if (seeded?.seeded === 'refused') {
    await server.stop(0);
    const faults = seeded.faults.map(
      ({ line, fault }) => `${document.name}:${line} ${fault.pointer} ${fault.code}: ${fault.detail}`,
    );
    return { ok: false, faults };
  }
  const kept = seeded?.seeded === 'kept';
  const standing = await gateway.standing();
  const told = `network.${seeded?.seeded ?? 'in_force'}`;
  log(kept ? 'warn' : 'info', told, { version: standing.version, document: document.name });
  for (const { pointer, code } of standing.faults)
    log('warn', 'network.fault', { version: standing.version, pointer, code });
  settled.resolve();

  const received = await receiveMail(config.mail, gateway.takeMail, log);
  if ('fault' in received) {
    await server.stop(0);
    return { ok: false, faults: [received.fault] };
  }

  const stopped = new AbortController();
  const run = (cause: Cause) => (cause === 'wake' ? gateway.dispatch(stopped.signal) : gateway.tick(stopped.signal));
  ticker = startTicker(run, { everyMs: tickEveryMs, wakeAfterMs }, log);
  sayNotices(parts, document.name, kept, standing);
  log('info', 'gateway.started', {
    host: config.host,
    port: server.port,
    public_url: config.publicUrl,
    version: packageJson.version,
  });
  return {
    ok: true,
    port: server.port,
    stop: async () => {
      await Promise.all([server.stop(config.stopMsMax), received.stop()]);
      stopped.abort();
      await ticker?.stop();
      await Promise.all([sender.close(), mails.close()]);
      await store.close();
    },
  };
}

const demo = 'the demo network';

type Document = { readonly name: string; readonly text: string | null } | { readonly fault: string };

/** The configured document; without one, what the store holds; without that, on this machine only, the demo network. */
async function documentOf({ config, store }: NodeParts): Promise<Document> {
  const { networkFile, networkText: text } = config;
  if (text !== undefined) return { name: 'RACCORDO_NETWORK', text };
  if (networkFile !== undefined) {
    try {
      return { name: networkFile, text: readFileSync(networkFile, 'utf8') };
    } catch {
      return { fault: 'RACCORDO_NETWORK_FILE names a file that cannot be read' };
    }
  }
  const stored = await store.network();
  // A document that was applied while only this machine could reach the gateway must not come with it to the outside.
  const checked = stored && checkNetwork(stored.document, adapters, config);
  if (checked?.ok === false && checked.faults.some(({ code }) => code === 'published_key')) {
    return {
      fault:
        'The document in force holds keys of the demo network, and others can reach the gateway: RACCORDO_NETWORK_FILE is needed',
    };
  }
  const malformed = checked?.ok === false && checked.faults.find(({ code }) => code === 'malformed_secret');
  if (malformed) return { fault: `The document in force, ${malformed.pointer}: ${malformed.detail}` };
  if (stored !== null) return { name: 'store', text: null };
  if (config.local) return { name: demo, text: readFileSync(demoNetworkPath, 'utf8') };
  return {
    fault:
      'RACCORDO_NETWORK_FILE is needed where others can reach the gateway: the demo network is for this machine only',
  };
}

type Standing = { readonly version: number; readonly faults: readonly Fault[] };

function sayNotices({ keysFile, notice }: NodeParts, network: string, kept: boolean, standing: Standing): void {
  if (keysFile?.made) {
    notice('NOTICE: new keys were made, because none is configured.', [
      `They are in ${keysFile.path}, beside the data they protect: good enough to try the gateway, and for nothing else.`,
      'For real data keep them in a secret store: raccordo keys generate',
    ]);
  }
  if (kept) {
    notice('NOTICE: the configured network document was not applied.', [
      `${network} differs from the document in force, which came by PUT /v1/network and is kept.`,
      'To put it in force: PUT /v1/network with it. To be rid of this notice: take it out of the configuration.',
    ]);
  }
  if (standing.faults.length > 0) {
    notice('NOTICE: the network document in force does not hold here.', [
      `It is version ${standing.version}, from the store, and is used as far as it goes. What needs a secret that does not fit fails, and a member that is not known does nothing:`,
      ...standing.faults.map(({ pointer, detail }) => `${pointer} ${detail}`),
      'Set the secrets that it names, or PUT /v1/network with a document that holds. In the sandbox: remove its folder store.',
    ]);
  }
  if (network === demo) {
    notice('NOTICE: the demo network is in force, because no network is configured.', [
      "Its bodies are invented, and everybody has the private keys of its clients: never bring real people's data here.",
      'Your own network: RACCORDO_NETWORK_FILE; raccordo network check FILE lists its faults.',
    ]);
  }
}
