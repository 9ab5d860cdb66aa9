import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { calculateJwkThumbprint, exportJWK, importSPKI } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Network } from '../../contracts/canonical/network.ts';
import { createPublicKeys, loadSigningKeys } from '../../src/auth/index.ts';
import { readConfig } from '../../src/config.ts';
import { quotesLost } from '../../src/entry/cli/environment-lines.ts';
import { keysGenerate } from '../../src/entry/cli/keys-generate.ts';
import { keysJwks } from '../../src/entry/cli/keys-jwks.ts';
import { keysRotate } from '../../src/entry/cli/keys-rotate.ts';
import { runCli } from '../../src/entry/cli/run.ts';
import { generateKeys } from '../../src/entry/generate-keys.ts';
import { keysBeside } from '../../src/entry/keys-file.ts';
import { createSigningKeyOf } from '../../src/modi/index.ts';
import { viewOf } from '../../src/network/index.ts';

const now = new Date('2026-11-20T09:00:00.000Z');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raccordo-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function cli(args: string[], environment: Readonly<Record<string, string>> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const verbs = { 'keys generate': keysGenerate, 'keys rotate': keysRotate, 'keys jwks': keysJwks };
  const code = await runCli(verbs, args, {
    environment: { RACCORDO_DATA_DIR: folder, ...environment },
    now: () => now,
    stdin: async () => '',
    fetch: () => Promise.reject(new TypeError('no network')),
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
  });
  return { code, out, err };
}

/** What `keys generate --for modi` and `keys rotate --for modi` print. */
function readPrinted(out: readonly string[]) {
  const [first = '', second = '', ...pem] = out;
  const at = first.indexOf('=');
  return { variable: first.slice(0, at), value: first.slice(at + 1), reference: second, pem: pem.join('\n') };
}

describe('raccordo keys generate --for modi', () => {
  it('prints a pair: the secret, what names it, and the public key to upload', async () => {
    const { code, out } = await cli(['keys', 'generate', '--for', 'modi']);
    const { variable, value, reference, pem } = readPrinted(out);
    expect([code, variable]).toEqual([0, 'RACCORDO_SECRET_MODI_KEY']);
    const { kty, n, e } = await exportJWK(await importSPKI(pem, 'RS256'));
    const kid = await calculateJwkThumbprint({ kty: String(kty), n: String(n), e: String(e) });
    expect(JSON.parse(value)).toMatchObject({ kty: 'RSA', n, e, kid, d: expect.any(String) });
    expect(reference).toBe(`# key: { secret: MODI_KEY, kid: ${kid} }`);

    const config = readConfig({ [variable]: value }, 'node');
    if (!config.ok) throw new Error('the configuration takes it');
    expect(await createSigningKeyOf(config.config.secretOf)({ secret: 'MODI_KEY', kid })).toMatchObject({
      alg: 'RS256',
    });
  });

  it('makes one of 3072 bits under another name, which the configuration takes as well', async () => {
    const made = await cli(['keys', 'generate', '--for', 'modi', '--bits', '3072', '--secret', 'REPLIES']);
    const { variable, value } = readPrinted(made.out);
    expect(variable).toBe('RACCORDO_SECRET_REPLIES');
    expect(JSON.parse(value).n).toHaveLength(512);
    expect(readConfig({ [variable]: value }, 'node')).toMatchObject({ ok: true });
  });

  it.each([
    ['--for', 'pdnd'],
    ['--for', 'modi', '--bits', '1024'],
    ['--for', 'modi', '--secret', 'lower'],
    ['--bits', '2048'],
  ])('takes nothing else: %s %s %s %s', async (...args) => {
    expect(await cli(['keys', 'generate', ...args])).toMatchObject({ code: 2, out: [] });
  });
});

describe('the lines of an environment file', () => {
  const variables = (lines: readonly string[]): Record<string, string> =>
    Object.fromEntries(
      lines
        .filter((line) => line.startsWith('RACCORDO_'))
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
    );
  const inShell = (text: string, name: string) => {
    writeFileSync(join(folder, 'env'), text);
    const script = 'set -a; . "$1"; set +a; printenv "$2"';
    return spawnSync('sh', ['-c', script, 'sh', join(folder, 'env'), name], { encoding: 'utf8' }).stdout.trimEnd();
  };

  it.each([[['keys', 'generate']], [['keys', 'generate', '--for', 'modi']]])(
    'of %j are read by node and by docker as they are, by a shell in single quotes, and the command says so',
    async (args) => {
      const { out, err } = await cli(args);
      // Docker's format: what follows the first equals sign, to the letter.
      const printed = variables(out);
      expect(readConfig(printed, 'node').ok).toBe(true);
      expect(
        parseEnv(
          Object.entries(printed)
            .map((pair) => pair.join('='))
            .join('\n'),
        ),
      ).toEqual(printed);
      const quoted = Object.entries(printed).map(([name, value]) => `${name}='${value}'`);
      for (const [name, value] of Object.entries(printed)) {
        expect(inShell(quoted.join('\n'), name)).toBe(value);
        if (value.startsWith('{')) expect(inShell(`${name}=${value}`, name)).not.toBe(value);
      }
      expect(err.join(' ')).toMatch(
        /no quotes.*Docker takes quotes for a part of the value.*single quotes, NAME='value'/,
      );
    },
  );

  it('that were read in another way are told as that', () => {
    const jwk = '{"kty":"RSA","d":"x"}';
    expect(quotesLost(jwk)).toBeNull();
    expect(quotesLost('a token')).toBeNull();
    expect(quotesLost(`'${jwk}'`)).toMatch(/^begins with a quote/);
    expect(quotesLost(jwk.replaceAll('"', ''))).toMatch(/^has lost the quotes of its JSON/);
  });
});

describe('raccordo keys rotate', () => {
  it('prints each step as variables that the configuration accepts', async () => {
    const present = await generateKeys('2026-11-20');
    const { code, out } = await cli(['keys', 'rotate'], present);
    expect(code).toBe(0);
    expect(out.map((line) => line.slice(0, 22))).toEqual(
      [1, 2, 3].flatMap((step) => [
        expect.stringMatching(`^# ${step}\\.`),
        'RACCORDO_SIGNING_KEY={',
        'RACCORDO_MASTER_KEYS=2',
      ]),
    );
    const steps = [0, 3, 6].map((at) => {
      const environment = Object.fromEntries(
        out.slice(at + 1, at + 3).map((line) => [line.slice(0, 20), line.slice(21)]),
      );
      const read = readConfig({ ...present, ...environment }, 'node');
      if (!read.ok || read.config.keys === undefined) throw new Error('the configuration takes it');
      const { signing, master } = read.config.keys;
      return { signing: signing.map(({ x }) => x), master: master.map(({ id }) => id) };
    });
    const former = JSON.parse(present.RACCORDO_SIGNING_KEY).x;
    const [first, second, third] = steps;
    const made = third?.signing[0];
    expect(first).toEqual({ signing: [former, made], master: ['2026-11-20', '2026-11-20-2'] });
    expect(second).toEqual({ signing: [made, former], master: ['2026-11-20-2', '2026-11-20'] });
    expect(third).toEqual({ signing: [made], master: ['2026-11-20-2'] });
  });

  it('finds the keys beside the embedded store, and makes none where there are none', async () => {
    expect(await cli(['keys', 'rotate'])).toMatchObject({ code: 2, err: [expect.stringMatching(/keys generate/)] });
    await keysBeside(folder, join(folder, 'raccordo.db'), '2026-11-19');
    const { code, out, err } = await cli(['keys', 'rotate']);
    expect([code, out[2]]).toEqual([0, expect.stringMatching(/^RACCORDO_MASTER_KEYS=2026-11-19:.*,2026-11-20:/)]);
    expect(err[0]).toContain(join(folder, 'keys.json'));
  });

  it('prints a new pair for PDND under the next name, and the steps', async () => {
    const secret = readPrinted((await cli(['keys', 'generate', '--for', 'modi'])).out).value;
    const args = ['keys', 'rotate', '--for', 'modi', '--secret'];
    const next = await cli([...args, 'MODI_KEY'], { RACCORDO_SECRET_MODI_KEY: secret });
    expect([next.code, readPrinted(next.out).variable]).toEqual([0, 'RACCORDO_SECRET_MODI_KEY_2']);
    expect(next.err.slice(0, 5).map((line) => line.slice(0, 2))).toEqual(['1.', '2.', '3.', '4.', '  ']);
    const third = await cli([...args, 'MODI_KEY_2'], { RACCORDO_SECRET_MODI_KEY_2: secret });
    expect(readPrinted(third.out).variable).toBe('RACCORDO_SECRET_MODI_KEY_3');
    expect(await cli([...args, 'MODI_KEY'])).toMatchObject({ code: 2, out: [] });
    expect((await cli(['keys', 'rotate', '--for', 'modi'])).code).toBe(2);
  });
});

describe('the public keys of a deployment', () => {
  const document = (kid: string) => ({
    territory: { id: 'ats', name: 'ATS' },
    organizations: [{ id: 'ats', name: 'ATS', kind: 'ats' }],
    services: [],
    agreements: [],
    systems: [],
    clients: [],
    trust: {
      issuer: 'interop.pagopa.it',
      jwks_url: 'https://interop.pagopa.it/.well-known/jwks.json',
      audiences: ['https://gateway.example.it'],
      producer_id: '0c7f5c3e-52f2-4a0e-8f0c-5d2a9d2b1c02',
      eservices: [
        {
          eservice_id: '7a1d5b52-7f39-4bb5-8b57-1c0f6b7f2a01',
          descriptor_ids: ['7a1d5b52-7f39-4bb5-8b57-1c0f6b7f2a02'],
        },
      ],
      replies: { key: { secret: 'REPLIES', kid } },
    },
  });
  const made = async () => readPrinted((await cli(['keys', 'generate', '--for', 'modi', '--secret', 'REPLIES'])).out);

  const asked = {
    token_url: 'https://auth.interop.pagopa.it/token.oauth2',
    assertion_audience: 'auth.interop.pagopa.it/client-assertion',
    client_id: '5f2c2e0a-4f5e-4a57-9b0c-2f1f0a8f7a01',
  };
  const system = (id: string, modi: object) => ({
    ...{ id, organization: 'ats', adapter: 'municipal-json', address: 'https://partner.example.it' },
    modi: {
      audience: 'https://partner.example.it',
      voucher: { ...asked, purpose_id: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed' },
      ...modi,
    },
  });
  const evidence = { pattern: 'audit_02', user_location: 'gateway', loa: 'substantial' };

  it('are printed as a set: those that partners verify signatures with, the private halves left out', async () => {
    const keys = await generateKeys('2026');
    const { variable, value } = await made();
    const key = (kid: string) => ({ secret: 'REPLIES', kid });
    const { trust, ...rest } = document('risposte-1');
    const path = join(folder, 'network.json');
    const pdnd_api = { ...asked, address: 'https://api.interop.pagopa.it/v2', key: key('api-1') };
    const systems = [
      system('signs', { key: key('richieste-1') }),
      system('acts', { key: key('evidenze-1'), signature: false, evidence }),
      system('again', { key: key('richieste-1') }),
      system('asks', { key: key('solo-pdnd-1'), signature: false }),
    ];
    writeFileSync(path, JSON.stringify({ ...rest, systems, trust: { ...trust, pdnd_api } }));
    const printed = await cli(['keys', 'jwks', '--network', path], { ...keys, [variable]: value });
    expect(printed).toMatchObject({ code: 0, err: [] });
    const set = JSON.parse(printed.out[0] ?? '');
    expect(set.keys.map(({ kid }: { kid: string }) => kid)).toEqual(['risposte-1', 'richieste-1', 'evidenze-1']);
    expect(set.keys[0]).toEqual({
      ...{ kty: 'RSA', n: JSON.parse(value).n, e: 'AQAB', kid: 'risposte-1', alg: 'RS256', use: 'sig' },
    });
    for (const jwk of set.keys)
      for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi']) expect(jwk).not.toHaveProperty(name);
  });

  it('are not printed without a word where some or all are not there', async () => {
    const path = join(folder, 'network.json');
    writeFileSync(path, JSON.stringify(document('risposte-1')));
    expect(await cli(['keys', 'jwks', '--network', path])).toEqual({
      code: 1,
      out: ['{"keys":[]}'],
      err: ['RACCORDO_SECRET_REPLIES is not set', 'The set is not complete: 1 key missing.'],
    });
    const { trust, ...bare } = document('');
    writeFileSync(path, JSON.stringify(bare));
    expect(await cli(['keys', 'jwks', '--network', path])).toMatchObject({
      code: 0,
      out: ['{"keys":[]}'],
      err: [expect.stringMatching(/^The network document names no key that signs for partners/)],
    });
    expect((await cli(['keys', 'jwks'], await generateKeys('2026'))).code).toBe(2);
  });

  it('are published by the gateway, that of its replies among them', async () => {
    const { RACCORDO_SIGNING_KEY } = await generateKeys('2026');
    const { value } = await made();
    const signingKeys = await loadSigningKeys([JSON.parse(RACCORDO_SIGNING_KEY)]);
    const view = viewOf(Network.parse(document('risposte-1')), 1);
    const publish = (secret: string | undefined, network: typeof view | null = view) =>
      createPublicKeys({ signingKeys, network: () => network, secretOf: () => secret })();
    const { keys } = await publish(value);
    expect(keys.map(({ kid }) => kid)).toEqual([signingKeys.kid, 'risposte-1']);
    expect(keys[1]).toEqual({
      kty: 'RSA',
      n: JSON.parse(value).n,
      e: 'AQAB',
      kid: 'risposte-1',
      alg: 'RS256',
      use: 'sig',
    });
    expect((await publish(undefined)).keys).toHaveLength(1);
    expect((await publish('no key')).keys).toHaveLength(1);
    expect((await publish(value, null)).keys).toHaveLength(1);
  });
});
