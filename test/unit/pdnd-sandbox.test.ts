import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { networkCheck } from '../../src/entry/cli/network-check.ts';
import { pdndCheck } from '../../src/entry/cli/pdnd-check.ts';
import { pdndToken } from '../../src/entry/cli/pdnd-token.ts';
import { runCli } from '../../src/entry/cli/run.ts';
import { createClock } from '../world/clock.ts';
import { demoNetworkText } from '../world/on-node.ts';
import { openSandbox, type Sandbox, sandboxIds } from '../world/pdnd/open-sandbox.ts';
import { sandboxFiles } from '../world/pdnd/sandbox-files.ts';

const gatewayAddress = 'http://localhost:8080';
const partnerAddress = 'http://127.0.0.1:9101';
const pdndAddress = 'http://127.0.0.1:9100';

/** The program that the manual shows. */
const example = '../../docs/examples/call-with-voucher.mjs';
type Example = {
  readonly evidence: (caller: object, userId: string) => Promise<string>;
  readonly tokenForm: (caller: object, boundTo: string) => Promise<URLSearchParams>;
};

describe('the sandbox', () => {
  const clock = createClock();
  let sandbox: Sandbox;
  let folder: string;
  let network: string;
  beforeAll(async () => {
    let count = 0;
    const newId = () => {
      count += 1;
      return `id-${count}`;
    };
    const client = 'comune-cartella';
    sandbox = await openSandbox({ now: clock.now, newId, pdndAddress, partnerAddress, gatewayAddress, client });
    folder = mkdtempSync(join(tmpdir(), 'raccordo-sandbox-'));
    network = join(folder, 'network.json');
    const { trust, system, client: called } = sandbox.fragment;
    const demo: { systems: { id: string }[]; clients: { id: string; jwks?: unknown }[] } = parse(demoNetworkText);
    const document = {
      ...demo,
      trust,
      systems: demo.systems.map((each) => (each.id === 'comune-cartella' ? { ...each, ...system } : each)),
      clients: demo.clients.map((each) => {
        const { jwks, ...rest } = each;
        return each.id === client ? { ...rest, ...called } : each;
      }),
    };
    writeFileSync(network, JSON.stringify(document));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function cli(...args: string[]) {
    const out: string[] = [];
    const err: string[] = [];
    const code = await runCli({ 'pdnd check': pdndCheck, 'pdnd token': pdndToken }, [...args, '--network', network], {
      environment: sandbox.environment,
      now: () => new Date(clock.now()),
      stdin: async () => '',
      fetch: (input, init) => sandbox.fetchPdnd(new Request(String(input), init)),
      out: (line) => void out.push(line),
      err: (line) => void err.push(line),
    });
    return { code, out, err };
  }
  const door = (path: string, method = 'POST', body: string | null = null) =>
    sandbox.fetchPdnd(new Request(`${pdndAddress}/sandbox/${path}`, { method, body }));

  it('writes a network without a fault, which asks its own client for proofs and nobody else', async () => {
    const files = sandboxFiles(sandbox, {
      gateway: gatewayAddress,
      client: 'comune-cartella',
      folder: 'data/sandbox',
    });
    const written = join(folder, 'written.yaml');
    writeFileSync(written, files['network.yaml']);
    const said: string[] = [];
    const code = await runCli({ 'network check': networkCheck }, ['network', 'check', written], {
      environment: sandbox.environment,
      now: () => new Date(clock.now()),
      stdin: async () => '',
      fetch,
      out: (line) => said.push(line),
      err: (line) => said.push(line),
    });
    expect([code, said.join('\n')]).toEqual([0, expect.stringContaining('no fault')]);
    expect(parse(files['network.yaml']).trust.requirements).toMatchObject([{ clients: ['comune-cartella'] }]);
    expect(files.env).toContain("RACCORDO_NETWORK_FILE='data/sandbox/network.yaml'");
  });

  it.each([
    ['http://localhost:8480', "RACCORDO_PORT='8480'"],
    ['http://127.0.0.1', "RACCORDO_PORT='80'"],
    ['https://gw.example:8443', null],
    ['http://gw.example:8480', null],
  ])('lets the gateway listen where callers look for it: %s', (gateway, line) => {
    const { env } = sandboxFiles(sandbox, { gateway, client: 'comune-cartella', folder: 'data/sandbox' });
    expect(env).toContain(`RACCORDO_PUBLIC_URL='${gateway}'`);
    expect(env.split('\n').find((each) => each.startsWith('RACCORDO_PORT')) ?? null).toBe(line);
  });

  it('gives a program of its own all that it needs to obtain a voucher', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(clock.now()) });
    try {
      const { evidence, tokenForm }: Example = await import(example);
      const { caller } = sandbox;
      const tracking = await evidence(caller, 'operatore-1');
      const asked = new Request(caller.token_url, { method: 'POST', body: await tokenForm(caller, tracking) });
      const reply = await sandbox.fetchPdnd(asked);
      expect([reply.status, await reply.json()]).toMatchObject([200, { token_type: 'Bearer' }]);
      expect(decodeJwt(tracking)).toMatchObject({ dnonce: expect.stringMatching(/^\d{13}$/), userID: 'operatore-1' });
    } finally {
      vi.useRealTimers();
    }
  });

  it('gives a fragment of a network document that its own environment fits', async () => {
    expect(await cli('pdnd', 'check')).toMatchObject({
      code: 0,
      out: [
        'system comune-cartella: no fault, as far as it can be known here',
        'pdnd_api: no fault, as far as it can be known here',
        'trust.replies: no fault, as far as it can be known here',
      ],
    });
    expect((await cli('pdnd', 'token', '--system', 'comune-cartella')).code).toBe(0);
    expect((await cli('pdnd', 'token', '--api')).code).toBe(0);
  });

  it('asks nobody for proofs but the client that has vouchers', () => {
    expect(sandbox.fragment.trust.requirements).toEqual([
      { clients: ['comune-cartella'], signature: 'with_body', evidence: 'audit_02' },
    ]);
  });

  it('gives the headers of a call to the gateway', async () => {
    const headers = (await (await door('headers', 'POST', '{}')).json()) as Record<string, string>;
    expect(Object.keys(headers)).toEqual([
      'authorization',
      'agid-jwt-trackingevidence',
      'digest',
      'agid-jwt-signature',
    ]);
    expect(decodeJwt(headers.authorization?.slice('Bearer '.length) ?? '')).toMatchObject({
      aud: gatewayAddress,
      purposeId: sandboxIds.callerPurpose,
      digest: { alg: 'SHA256', value: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  it('does what its doors say', async () => {
    const purpose = `purposes/${sandboxIds.partnerPurpose}`;
    expect((await door(`${purpose}/suspend`)).status).toBe(204);
    expect((await cli('pdnd', 'token', '--system', 'comune-cartella')).code).toBe(1);
    expect(await (await door('refused', 'GET')).json()).toEqual([['0020']]);
    expect((await door(`${purpose}/activate`)).status).toBe(204);
    expect((await door('purposes/nobody/suspend')).status).toBe(404);
    expect((await door('too-many')).status).toBe(204);
    expect((await cli('pdnd', 'token', '--api')).err[0]).toMatch(/429/);
    expect((await door('rotate')).status).toBe(204);
    expect(sandbox.pdnd.vouchers.jwks().keys).toHaveLength(2);

    const ask = (path: string, method: string) =>
      sandbox.fetchPartner(new Request(`${partnerAddress}${path}`, { method }));
    expect((await ask('/cartella/segnalazioni/esiti', 'POST')).status).toBe(401);
    expect(await (await ask('/sandbox/judged', 'GET')).json()).toMatchObject([{ check: 'Authorization', status: 401 }]);
    expect((await ask('/sandbox/misbehave/unsigned', 'POST')).status).toBe(204);
    expect((await ask('/cartella', 'POST')).headers.has('agid-jwt-signature')).toBe(false);
    expect((await ask('/.well-known/jwks.json', 'GET')).status).toBe(200);
  });
});
