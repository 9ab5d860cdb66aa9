import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientToken } from '../../src/entry/cli/client-token.ts';
import { demoNetworkPath } from '../../src/entry/demo-network.ts';
import { serveHttp } from '../../src/entry/http-server.ts';
import { openConfigured } from '../../src/entry/open-configured.ts';
import { startNode } from '../../src/entry/start-node.ts';
import { createKeyPair } from '../world/pdnd/key-pair.ts';

const entry = new URL('../../src/entry/node.ts', import.meta.url).pathname;
const demoKeys = new URL('../../contracts/catalogue/demo-keys.json', import.meta.url);

let folder: string;
let running: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raccordo-node-'));
});
afterEach(async () => {
  for (const stop of running) await stop();
  running = [];
  rmSync(folder, { recursive: true });
});

/** Starts a gateway over the test's folder, on a free port. */
async function start(environment: Record<string, string> = {}) {
  const notices: string[] = [];
  const events: string[] = [];
  const opened = await openConfigured({ RACCORDO_DATA_DIR: folder, RACCORDO_PORT: '0', ...environment }, new Date());
  if (!opened.ok) return { faults: opened.faults.map(({ variable, rule }) => `${variable} ${rule}`), notices, events };
  const started = await startNode({
    ...opened,
    now: () => new Date().toISOString(),
    log: (_, event) => void events.push(event),
    notice: (title) => void notices.push(title),
  });
  if (!started.ok) {
    await opened.store.close();
    return { faults: started.faults, notices, events };
  }
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= started.stop();
    return stopped;
  };
  running.push(stop);
  return { faults: [], notices, events, port: started.port, stop, url: `http://localhost:${started.port}` };
}

describe('the gateway on Node', () => {
  it('starts with nothing configured: keys of its own, the demo network, and a loud notice of each', async () => {
    const { url, notices } = await start();
    expect(notices).toEqual([
      expect.stringContaining('new keys were made'),
      expect.stringContaining('the demo network is in force'),
    ]);
    expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600);
    const status = await fetch(`${url}/status`);
    expect([status.status, await status.json()]).toEqual([200, { status: 'up', network_version: 1 }]);
  });

  it('gives the demo clients their tokens', async () => {
    const { url } = await start({ RACCORDO_PUBLIC_URL: 'http://localhost' });
    const key = join(folder, 'client.jwk');
    writeFileSync(key, JSON.stringify(JSON.parse(readFileSync(demoKeys, 'utf8')).private_keys['comune-sportello']));
    const out: string[] = [];
    // The gateway is known by its public address; the test reaches it at the port it happened to get.
    const atPort: typeof fetch = (_, init) => fetch(`${url}/oauth/token`, init);
    const io = {
      environment: {},
      now: () => new Date(),
      stdin: async () => '',
      fetch: atPort,
      out: (line: string) => void out.push(line),
      err: () => {},
    };
    expect(await clientToken.run(['--client', 'comune-sportello', '--key', key, '--url', 'http://localhost'], io)).toBe(
      0,
    );
    const { access_token } = JSON.parse(out[0] ?? '');
    const reply = await fetch(`${url}/v1/services`, { headers: { authorization: `Bearer ${access_token}` } });
    expect(reply.status).toBe(200);
  });

  it('starts again with the keys and the network it has, without a notice', async () => {
    await (await start()).stop?.();
    const { notices, events, url } = await start();
    expect([notices, events[0]]).toEqual([[], 'network.in_force']);
    expect((await fetch(`${url}/status`)).status).toBe(200);
  });

  it('applies the configured network once, and again when it changed', async () => {
    const file = join(folder, 'network.yaml');
    writeFileSync(file, readFileSync(demoNetworkPath));
    const first = await start({ RACCORDO_NETWORK_FILE: file });
    await first.stop?.();
    const second = await start({ RACCORDO_NETWORK_FILE: file });
    await second.stop?.();
    writeFileSync(
      file,
      readFileSync(demoNetworkPath, 'utf8').replace('capacity_per_month: 12', 'capacity_per_month: 13'),
    );
    const third = await start({ RACCORDO_NETWORK_FILE: file });
    expect([first, second, third].map(({ events }) => events[0])).toEqual([
      'network.applied',
      'network.in_force',
      'network.applied',
    ]);
    expect(await (await fetch(`${third.url}/status`)).json()).toMatchObject({ network_version: 2 });
  });

  it('does not start on a network with faults, and names each with its line', async () => {
    const file = join(folder, 'network.yaml');
    writeFileSync(
      file,
      readFileSync(demoNetworkPath, 'utf8')
        .replace('kind: cpi', 'kind: office')
        .replace('adapter: labour-sap', 'adapter: telex'),
    );
    expect((await start({ RACCORDO_NETWORK_FILE: file })).faults).toEqual([
      expect.stringMatching(/network\.yaml:\d+ \/organizations\/2\/kind not_in_list/),
      expect.stringMatching(/network\.yaml:\d+ \/systems\/1\/adapter unknown_adapter/),
    ]);
    expect((await start({ RACCORDO_NETWORK_FILE: join(folder, 'nothing') })).faults).toEqual([
      expect.stringContaining('cannot be read'),
    ]);
  });

  it('does not start with a secret that is none for its scheme, be the network in a file or in the store', async () => {
    const file = join(folder, 'network.yaml');
    const basic = 'address: http://127.0.0.1:18082\n    credentials: { scheme: basic, secret: SIL }';
    writeFileSync(file, readFileSync(demoNetworkPath, 'utf8').replace('address: http://127.0.0.1:18082', basic));
    const wrong = expect.stringMatching(/RACCORDO_SECRET_SIL must be user:password/);
    const secret = { RACCORDO_SECRET_SIL: 'nocolon' };
    const given = await start({ RACCORDO_NETWORK_FILE: file, ...secret });
    expect(given.faults).toEqual([wrong]);
    expect(given.faults.join()).not.toContain('nocolon');
    await (await start({ RACCORDO_NETWORK_FILE: file, RACCORDO_SECRET_SIL: 'user:word' })).stop?.();
    expect((await start(secret)).faults).toEqual([wrong]);
  });

  it("does not start on a kid that is not its key's, and says loudly that one in the store is", async () => {
    const [own, other] = await Promise.all([createKeyPair('ES256'), createKeyPair('ES256')]);
    const file = join(folder, 'network.yaml');
    const trust = {
      ...{ issuer: 'interop.pagopa.it', jwks_url: 'https://interop.pagopa.it/keys', audiences: ['https://gw.example'] },
      ...{
        producer_id: '6d0f1c0e-3a52-4c58-9d1f-0a4c5f6b7e03',
        eservices: [
          {
            eservice_id: '6d0f1c0e-3a52-4c58-9d1f-0a4c5f6b7e04',
            descriptor_ids: ['6d0f1c0e-3a52-4c58-9d1f-0a4c5f6b7e05'],
          },
        ],
      },
      replies: { key: { secret: 'REPLIES', kid: own.kid } },
    };
    writeFileSync(file, `${readFileSync(demoNetworkPath, 'utf8')}\ntrust: ${JSON.stringify(trust)}\n`);
    const fitting = { RACCORDO_SECRET_REPLIES: own.secret };
    const foreign = { RACCORDO_SECRET_REPLIES: other.secret };
    const refused = await start({ RACCORDO_NETWORK_FILE: file, ...foreign });
    expect(refused.faults).toEqual([
      expect.stringMatching(/network\.yaml:\d+ \/trust\/replies\/key\/kid wrong_kid: .*RACCORDO_SECRET_REPLIES/),
    ]);
    const sound = await start({ RACCORDO_NETWORK_FILE: file, ...fitting });
    expect(sound).toMatchObject({ faults: [], notices: [] });
    await sound.stop?.();
    const later = await start(foreign);
    expect(later.notices).toEqual([expect.stringContaining('the network document in force does not hold')]);
    expect(later.events).toContain('network.fault');
    await later.stop?.();
    expect((await start({})).notices).toEqual([expect.stringContaining('the network document in force does not hold')]);
  });

  it('never shows the demo network to others, whether fresh or left in the store', async () => {
    const reachable = { RACCORDO_HOST: '0.0.0.0' };
    expect((await start(reachable)).faults).toEqual([expect.stringContaining('RACCORDO_NETWORK_FILE is needed')]);
    await (await start()).stop?.();
    expect((await start(reachable)).faults).toEqual([expect.stringContaining('holds keys of the demo network')]);
    const configured = await start({ ...reachable, RACCORDO_NETWORK_FILE: demoNetworkPath });
    expect(new Set(configured.faults.map((fault) => fault.split(' ')[2]))).toEqual(new Set(['published_key:']));
  });

  it('does not make new keys beside data that was sealed under others', async () => {
    await (await start()).stop?.();
    unlinkSync(join(folder, 'keys.json'));
    expect((await start()).faults).toEqual([
      expect.stringMatching(/keys\.json is missing, and .*raccordo\.db was sealed/),
    ]);
    writeFileSync(join(folder, 'keys.json'), '{"RACCORDO_INDEX_KEY":"x"}');
    expect((await start()).faults).toEqual([expect.stringContaining('does not hold the three keys')]);
  });

  it('tells even what is no HTTP that it is wrong, as a problem', async () => {
    const { port = 0 } = await start();
    const speak = async (words: string) => {
      const socket = connect(port, '127.0.0.1');
      socket.end(words);
      return text(socket);
    };
    for (const words of [
      'nonsense\r\n\r\n',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
      'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n',
    ]) {
      const answer = await speak(words);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
      expect(answer).toContain('"code":"request/invalid-parameter"');
    }
  });

  it('answers what came whole, then says that what follows it is no HTTP', async () => {
    const { port = 0 } = await start();
    const form = 'grant_type=client_credentials&client_assertion=x';
    const type = 'Content-Type: application/x-www-form-urlencoded';
    const head = ['POST /oauth/token HTTP/1.1', 'Host: localhost', type, `Content-Length: ${form.length}`, '', ''];
    const request = head.join('\r\n') + form;
    const cases: readonly (readonly [string, readonly RegExp[]])[] = [
      [`${request}nonsense\r\n\r\n`, [/auth\/request-invalid/, /request\/invalid-parameter/]],
      [
        `GET /status HTTP/1.1\r\nHost: a\r\n\r\n${request}nonsense\r\n\r\nmore`,
        [/"status":"up"/, /auth\/request-invalid/, /request\/invalid-parameter/],
      ],
      [
        `${request}POST /oauth/token HTTP/1.1\r\nHost: a\r\n${type}\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n`,
        [/auth\/request-invalid/, /request\/invalid-parameter/],
      ],
    ];
    for (const [words, replies] of cases) {
      const socket = connect(port, '127.0.0.1');
      socket.write(words);
      const told = (await text(socket)).split(/HTTP\/1\.1 (?=\d)/).slice(1);
      expect(told).toEqual(replies.map((each) => expect.stringMatching(each)));
    }
  });

  it('answers a request once, though it breaks off after its reply', async () => {
    const { port = 0 } = await start();
    const socket = connect(port, '127.0.0.1');
    const received: string[] = [];
    socket.setEncoding('utf8').on('data', (words: string) => void received.push(words));
    const head = ['POST /oauth/token HTTP/1.1', 'Host: localhost', 'Content-Type: text/plain', 'Content-Length: 100'];
    socket.write([...head, '', 'abc'].join('\r\n'));
    await once(socket, 'data');
    const closed = once(socket, 'close');
    socket.end();
    await closed;
    expect(received.join('').match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 415']);
  });

  it('reads nothing more of a connection that broke off, whatever its peer goes on to send', async () => {
    const gate = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const fetching = async ({ url }: Request) => {
      if (!url.endsWith('/slow')) return new Response('quick');
      asked.resolve();
      await gate.promise;
      return new Response('slow');
    };
    const served = await serveHttp({ fetch: fetching, newId: () => 'id' }, { host: '127.0.0.1', port: 0 });
    if ('fault' in served) throw new Error(served.fault);
    running.push(() => served.stop(0));
    const socket = connect(served.port, '127.0.0.1');
    const told = text(socket);
    socket.on('error', () => {});
    socket.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n');
    await asked.promise;
    const mebibyte = 1_048_576;
    for (let sent = 0; sent < 64; sent += 1) socket.write(Buffer.alloc(mebibyte, 'x'));
    for (let turn = 0; turn < 50; turn += 1) await (await fetch(`http://127.0.0.1:${served.port}/quick`)).text();
    // What the buffers of the two ends hold has left, and no more.
    expect(socket.writableLength).toBeGreaterThan(32 * mebibyte);
    gate.resolve();
    expect((await told).match(/HTTP\/1\.1 \d+|slow|"code":"[a-z/-]+"/g)).toEqual([
      'HTTP/1.1 200',
      'slow',
      'HTTP/1.1 400',
      '"code":"request/invalid-parameter"',
    ]);
    socket.destroy();
  });

  /** A request whose head has arrived and whose body is still to come. */
  async function begunRequest(port: number) {
    const socket = connect(port, '127.0.0.1');
    const received: string[] = [];
    socket.setEncoding('utf8').on('data', (words: string) => void received.push(words));
    const closed = once(socket, 'close');
    const type = 'Content-Type: application/x-www-form-urlencoded';
    const head = [
      'POST /oauth/token HTTP/1.1',
      'Host: localhost',
      type,
      'Content-Length: 3',
      'Expect: 100-continue',
      '',
      '',
    ];
    socket.write(head.join('\r\n'));
    await once(socket, 'data');
    return { socket, received, closed };
  }

  it('finishes what is under way when it stops, and then lets the port go', async () => {
    const { port = 0, url, stop } = await start();
    const { socket, received, closed } = await begunRequest(port);
    const stopping = stop?.();
    await expect(fetch(`${url}/status`)).rejects.toThrow();
    socket.write('a=b');
    await closed;
    expect(received.join('')).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 400 /);
    await stopping;
  });

  it('does not wait longer than it may', async () => {
    const { port = 0, stop } = await start({ RACCORDO_STOP_MS_MAX: '0' });
    const { received, closed } = await begunRequest(port);
    await stop?.();
    await closed;
    expect(received).toEqual(['HTTP/1.1 100 Continue\r\n\r\n']);
  });

  it('says which setting is in the way when the port or the store is not to be had', async () => {
    const { port } = await start();
    const second = await start({ RACCORDO_PORT: String(port), RACCORDO_DATA_DIR: join(folder, 'second') });
    expect(second.faults).toEqual([
      `RACCORDO_HOST and RACCORDO_PORT, 127.0.0.1:${port}: cannot listen there (EADDRINUSE)`,
    ]);
    expect(second.events).toEqual([]);
    const later = await start({ RACCORDO_DATA_DIR: join(folder, 'second') });
    expect(later.events[0]).toBe('network.applied');
    const notAFolder = join(folder, 'keys.json');
    expect((await start({ RACCORDO_DATA_DIR: join(notAFolder, 'below') })).faults).toEqual([
      expect.stringMatching(/keys\.json cannot be written \(ENOTDIR\): RACCORDO_DATA_DIR must name a folder/),
    ]);
    const keys = JSON.parse(readFileSync(notAFolder, 'utf8'));
    expect((await start({ ...keys, RACCORDO_DATA_DIR: notAFolder })).faults).toEqual([
      expect.stringMatching(
        /^RACCORDO_DATA_DIR names a store that cannot be opened, or that another gateway holds \(E\w+\)$/,
      ),
    ]);
  });

  it('ends with exit code 2 and all faults by name, none by value, when its configuration is wrong', () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [entry], {
      env: {
        RACCORDO_PORT: 'PLANTED',
        RACCORDO_INDEX_KEY: 'PLANTED',
        RACCORDO_DATABSE_URL: 'PLANTED',
        RACCORDO_DATA_DIR: folder,
      },
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr.split('\n').filter((line) => line.includes('RACCORDO_'))).toHaveLength(5);
    expect(stderr).toContain('RACCORDO_DATABSE_URL is not a setting; did you mean RACCORDO_DATABASE_URL?');
    expect(stderr + stdout).not.toContain('PLANTED');
  });
});
