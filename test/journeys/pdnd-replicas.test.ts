import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateKeys } from '../../src/entry/generate-keys.ts';
import { serveHttp } from '../../src/entry/http-server.ts';
import { startPostgres } from '../conformance/start-postgres.ts';
import { demoNetworkText } from '../world/on-node.ts';
import { createPdndCaller, type PdndAsk } from '../world/pdnd-caller.ts';
import { withPdnd } from '../world/pdnd-network.ts';
import { createPdndKeys, givenAt, openPdnd, secretsOf } from '../world/pdnd-world.ts';
import { toAsl } from '../world/people.ts';
import { networkIn } from '../world/start-world.ts';

const entry = new URL('../../src/entry/node.ts', import.meta.url).pathname;
const publicUrl = 'http://localhost:8080';
const now = () => new Date().toISOString();
const newId = () => crypto.randomUUID();
const each = 100;

/** The product itself in a process of its own: where it is reached, once it says so. */
async function startGateway(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [entry], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines = createInterface(child.stdout);
  const port = await new Promise<number>((resolve, reject) => {
    child.once('close', () => reject(new Error('the gateway did not start')));
    lines.on('line', (line) => {
      const said = JSON.parse(line) as { readonly msg?: string; readonly port?: number };
      if (said.port !== undefined) resolve(said.port);
    });
  });
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: () => {
      child.kill('SIGTERM');
      return closed;
    },
  };
}

/** PDND over HTTP, and two gateways on one PostgreSQL. The clock is the machine's, as there. */
async function startReplicas() {
  const folder = mkdtempSync(join(tmpdir(), 'raccordo-replicas-'));
  const [postgres, keys] = await Promise.all([startPostgres(), createPdndKeys()]);
  let pdnd: Awaited<ReturnType<typeof openPdnd>> | undefined;
  const served = await serveHttp(
    { fetch: (request) => pdnd?.fetch(request) ?? new Response(null, { status: 503 }), newId },
    { host: '127.0.0.1', port: 0 },
  );
  if ('fault' in served) throw new Error(served.fault);
  const address = `http://127.0.0.1:${served.port}`;
  pdnd = await openPdnd(keys, now, address);
  const document = withPdnd(networkIn(demoNetworkText), givenAt(pdnd));
  const systems = document.systems.map((system) => (system.address ? { ...system, address } : system));
  const network = join(folder, 'network.json');
  writeFileSync(network, JSON.stringify({ ...document, systems }));
  const secrets = Object.entries(secretsOf(keys)).map(([name, value]) => [`RACCORDO_SECRET_${name}`, value]);
  const env = {
    ...(await generateKeys(now().slice(0, 10))),
    ...Object.fromEntries(secrets),
    RACCORDO_DATABASE_URL: await postgres.newDatabase(),
    RACCORDO_NETWORK_FILE: network,
    RACCORDO_PUBLIC_URL: publicUrl,
    RACCORDO_PORT: '0',
  };
  // One after the other: the first puts the schema and the network there.
  const gateways = [await startGateway(env), await startGateway(env)];
  const caller = createPdndCaller({
    ...{ key: keys.caller, dpopKey: keys.dpop, issue: pdnd.vouchers.issue, now, newId, address: publicUrl },
  });
  return {
    caller,
    origins: gateways.map(({ origin }) => origin),
    stop: async () => {
      await Promise.all(gateways.map(({ stop }) => stop()));
      await served.stop(0);
      await postgres.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

describe('two gateways on one PostgreSQL, over HTTP', () => {
  let replicas: Awaited<ReturnType<typeof startReplicas>>;
  beforeAll(async () => {
    replicas = await startReplicas();
  });
  afterAll(() => replicas.stop());

  const told = async (response: Response) => {
    const body = (await response.json()) as { readonly code?: string; readonly items?: readonly unknown[] };
    return { ...body, status: response.status };
  };

  /** One request, as often to each gateway, all at once. */
  async function race(ask: PdndAsk): Promise<Record<string, number>> {
    const request = await replicas.caller.request(ask);
    const { method, headers } = request;
    const { pathname } = new URL(request.url);
    const body = request.body === null ? null : await request.text();
    const sent = Array.from({ length: each }, () => replicas.origins.map((origin) => `${origin}${pathname}`)).flat();
    const answers = await Promise.all(sent.map(async (url) => told(await fetch(url, { method, headers, body }))));
    const counts: Record<string, number> = {};
    for (const { status, code = 'served' } of answers) {
      const answer = `${status} ${code}`;
      counts[answer] = (counts[answer] ?? 0) + 1;
    }
    return counts;
  }

  it(`serve one of ${2 * each} requests with the same signature`, async () => {
    expect(await race({ body: toAsl() })).toEqual({ '201 served': 1, '409 signature/jti-used': 2 * each - 1 });
    const list = await replicas.caller.request({ method: 'GET', path: '/v1/referrals' });
    const { items } = await told(await fetch(`${replicas.origins[1]}/v1/referrals`, { headers: list.headers }));
    expect(items).toHaveLength(1);
  });

  it(`serve one of ${2 * each} requests with the same DPoP proof`, async () => {
    const ask = { method: 'GET', path: '/v1/referrals', dpop: true } as const;
    expect(await race(ask)).toEqual({ '200 served': 1, '409 dpop/jti-used': 2 * each - 1 });
  });
});
