import {
  applyD1Migrations,
  createExecutionContext,
  createScheduledController,
  waitOnExecutionContext,
} from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateKeys } from '../../src/entry/generate-keys.ts';
import worker from '../../src/entry/worker.ts';

const network = {
  territory: { id: 'ats', name: 'ATS' },
  organizations: [{ id: 'comune', name: 'Comune', kind: 'comune' }],
  services: [],
  agreements: [],
  systems: [],
  clients: [],
};

async function ask(path: string, variables: Record<string, unknown>): Promise<Response> {
  const context = createExecutionContext();
  const reply = await worker.fetch(
    new Request(`https://gateway.example.it${path}`),
    { ...variables, DB: env.DB },
    context,
  );
  await waitOnExecutionContext(context);
  return reply;
}

describe('the gateway as a Worker', () => {
  let variables: Record<string, unknown>;
  beforeAll(async () => {
    await applyD1Migrations(env.DB, env.MIGRATIONS);
    const keys = await generateKeys('2026-03-02');
    variables = {
      ...keys,
      RACCORDO_PUBLIC_URL: 'https://gateway.example.it',
      RACCORDO_NETWORK: JSON.stringify(network),
    };
  });

  it('is unavailable, and says no more, while its configuration has faults', async () => {
    for (const wrong of [
      {},
      { ...variables, RACCORDO_PORT: 'x' },
      { ...variables, RACCORDO_NETWORK: '{"territory": 7}' },
    ]) {
      const reply = await ask('/status', wrong);
      expect([reply.status, reply.headers.get('content-type')]).toEqual([503, 'application/problem+json']);
      expect(await reply.json()).toMatchObject({ code: 'gateway/unavailable', retry: 'after_delay' });
    }
  });

  it('applies its network to D1 and serves', async () => {
    const reply = await ask('/status', variables);
    expect([reply.status, await reply.json()]).toEqual([200, { status: 'up', network_version: 1 }]);
    expect((await ask('/.well-known/jwks.json', variables)).status).toBe(200);
    expect((await ask('/v1/services', variables)).status).toBe(401);
  });

  it('finishes a request whose caller went away', async () => {
    const held: Promise<unknown>[] = [];
    const context = { ...createExecutionContext(), waitUntil: (work: Promise<unknown>) => void held.push(work) };
    const reply = await worker.fetch(
      new Request('https://gateway.example.it/status'),
      { ...variables, DB: env.DB },
      context,
    );
    expect([reply.status, held.length]).toEqual([200, 1]);
    await expect(held[0]).resolves.toBeUndefined();
  });

  it('does what is due when the clock calls', async () => {
    await expect(worker.scheduled(createScheduledController(), { ...variables, DB: env.DB })).resolves.toBeUndefined();
  });
});
