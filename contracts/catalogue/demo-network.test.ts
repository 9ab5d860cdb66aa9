import { readFileSync } from 'node:fs';
import { CompactSign, compactVerify, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { verifySecret } from '../../src/auth/secret-hash.ts';
import { Network } from '../canonical/network.ts';

const textOf = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
const network = Network.parse(parse(textOf('demo-network.yaml')));
const demo = z
  .strictObject({
    notice: z.string(),
    private_keys: z.record(z.string(), z.record(z.string(), z.string())),
    basic_secrets: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(textOf('demo-keys.json')));

describe('the demo network', () => {
  it('has a client for every body', () => {
    const speaking = new Set(network.clients.map(({ organization }) => organization));
    expect(network.organizations.filter(({ id }) => !speaking.has(id))).toEqual([]);
  });

  it('has an agreement for every service between the Comune and each of its providers', () => {
    const uncovered = network.services.flatMap((service) =>
      service.providers.filter(
        (provider) =>
          !network.agreements.some(
            ({ parties, services }) =>
              services?.includes(service.id) &&
              [provider, 'comune-borgoverde'].every((body) => parties.some((party) => party === body)),
          ),
      ),
    );
    expect(uncovered).toEqual([]);
  });

  it('has a service that an open referral can be claimed for, and systems that push and that pull', () => {
    expect(network.services.some(({ providers }) => providers.length > 1)).toBe(true);
    expect(network.systems.flatMap(({ address }) => address ?? [])).toEqual([
      'http://127.0.0.1:18081',
      'http://127.0.0.1:18082',
      'http://127.0.0.1:18083/fhir',
    ]);
    expect(network.systems.filter(({ adapter }) => adapter === 'mailbox').length).toBeGreaterThan(1);
  });
});

describe('the demo keys', () => {
  const signing = network.clients.flatMap((client) => (client.jwks?.keys ?? []).map((key) => ({ id: client.id, key })));

  it('say that they are public', () => {
    expect(demo.notice).toMatch(/PUBLIC DEMO KEYS/);
  });

  it('are one for each client that signs, of both algorithms', () => {
    expect(Object.keys(demo.private_keys).sort()).toEqual(signing.map(({ id }) => id).sort());
    expect(new Set(signing.map(({ key }) => key.alg))).toEqual(new Set(['ES256', 'RS256']));
  });

  it.each(signing)('of $id sign what the network verifies', async ({ id, key }) => {
    expect(Object.keys(key)).not.toContain('d');
    const jwk = demo.private_keys[id] ?? {};
    const alg = jwk.alg ?? '';
    const signed = await new CompactSign(new TextEncoder().encode(id))
      .setProtectedHeader({ alg, kid: jwk.kid ?? '' })
      .sign(await importJWK(jwk, alg));
    const { payload } = await compactVerify(signed, await importJWK(key, alg), { algorithms: [alg] });
    expect(new TextDecoder().decode(payload)).toBe(id);
    expect(key.kid).toBe(jwk.kid);
  });

  it('hold the secret of the client that can do HTTP Basic only', async () => {
    const basic = network.clients.filter(({ basic_secret_hash }) => basic_secret_hash !== undefined);
    expect(basic.map(({ id }) => id)).toEqual(Object.keys(demo.basic_secrets));
    for (const { id, basic_secret_hash } of basic) {
      expect(await verifySecret(demo.basic_secrets[id] ?? '', basic_secret_hash ?? '')).toBe(true);
    }
  });
});
