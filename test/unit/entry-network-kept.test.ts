import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoNetworkPath } from '../../src/entry/demo-network.ts';
import { openConfigured } from '../../src/entry/open-configured.ts';
import { startNode } from '../../src/entry/start-node.ts';
import { readDocument } from '../../src/network/index.ts';
import { countedIds } from '../conformance/store-sample.ts';
import { createClients } from '../world/clients.ts';

const address = 'http://localhost';
const now = () => new Date().toISOString();
const demo = readFileSync(demoNetworkPath, 'utf8');
const withCapacity = (capacity: number) => demo.replace('capacity_per_month: 12', `capacity_per_month: ${capacity}`);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raccordo-kept-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts a gateway on the configured document, does what is to be done, and stops it. */
async function whileRunning(document: string, act: (url: string) => Promise<void>) {
  const file = join(folder, 'network.yaml');
  writeFileSync(file, document);
  const opened = await openConfigured(
    {
      RACCORDO_DATA_DIR: folder,
      RACCORDO_PORT: '0',
      RACCORDO_PUBLIC_URL: address,
      RACCORDO_NETWORK_FILE: file,
    },
    new Date(),
  );
  if (!opened.ok) throw new Error('the configuration has faults');
  const said: string[] = [];
  const started = await startNode({
    ...opened,
    now,
    log: (level, event, fields) => void said.push(`${level} ${event} ${fields?.version}`),
    notice: (title) => void said.push(title),
  });
  if (!started.ok) throw new Error(started.faults.join());
  await act(`http://localhost:${started.port}`);
  await started.stop();
  return said;
}

async function putOther(url: string): Promise<void> {
  // The gateway is known by its public address; the test reaches it at the port it happened to get.
  const fetchThere = async (request: Request) => {
    const { method, headers } = request;
    return fetch(request.url.replace(address, url), { method, headers, body: await request.arrayBuffer() });
  };
  const as = createClients({ fetch: fetchThere, address, now, newId: countedIds(1) });
  const { value } = readDocument(withCapacity(14)) as { value: unknown };
  expect((await as('ats-amministratore').put('/v1/network', value, { version: 1 })).status).toBe(200);
}

describe('a document that came by PUT', () => {
  it('outlives the next start, which says loudly that the configured one differs', async () => {
    expect((await whileRunning(demo, putOther))[0]).toBe('info network.applied 1');
    for (const configured of [demo, withCapacity(13)]) {
      const said = await whileRunning(configured, async (url) => {
        expect(await (await fetch(`${url}/status`)).json()).toMatchObject({ network_version: 2 });
      });
      expect(said[0]).toBe('warn network.kept 2');
      expect(said[1]).toContain('NOTICE: the configured network document was not applied');
    }
    expect((await whileRunning(withCapacity(14), async () => {}))[0]).toBe('info network.in_force 2');
  });
});
