import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Network } from '../../contracts/canonical/network.ts';
import { createIssueToken, loadSigningKeys } from '../../src/auth/index.ts';
import { readConfig } from '../../src/config.ts';
import { clientKey } from '../../src/entry/cli/client-key.ts';
import { clientToken } from '../../src/entry/cli/client-token.ts';
import { keysGenerate } from '../../src/entry/cli/keys-generate.ts';
import { keysRewrap } from '../../src/entry/cli/keys-rewrap.ts';
import { networkCheck } from '../../src/entry/cli/network-check.ts';
import { runCli } from '../../src/entry/cli/run.ts';
import { secretHash } from '../../src/entry/cli/secret-hash.ts';
import { generateKeys } from '../../src/entry/generate-keys.ts';
import { openConfigured } from '../../src/entry/open-configured.ts';
import { viewOf } from '../../src/network/index.ts';
import { refuse, toProblem } from '../../src/problem.ts';

const verbs = {
  'network check': networkCheck,
  'client key': clientKey,
  'client token': clientToken,
  'secret hash': secretHash,
  'keys generate': keysGenerate,
  'keys rewrap': keysRewrap,
};
const purposeId = '6d0f1c0e-3a52-4c58-9d1f-0a4c5f6b7e08';
const pdndNetwork = {
  territory: { id: 't', name: 'T' },
  organizations: [
    { id: 'comune', name: 'Comune', kind: 'comune' },
    { id: 'cpi', name: 'CPI', kind: 'cpi' },
    { id: 'ets', name: 'ETS', kind: 'third_sector' },
  ],
  services: [],
  agreements: [
    {
      id: 'protocollo',
      title: 'A',
      parties: ['comune', 'cpi'],
      purposes: ['LAV-INV', 'LAV-ESITO'],
      valid_from: '2026-01-01',
    },
  ],
  systems: [],
  trust: {
    ...{ issuer: 'interop.pagopa.it', jwks_url: 'https://pdnd.example/jwks.json', audiences: ['https://gw.example'] },
    producer_id: '6d0f1c0e-3a52-4c58-9d1f-0a4c5f6b7e03',
    eservices: [{ eservice_id: purposeId, descriptor_ids: [purposeId] }],
  },
};
const pdndClient = {
  ...{ id: 'comune-sportello', organization: 'comune', scopes: ['referrals:write'] },
  pdnd: { client_id: purposeId, consumer_id: purposeId },
};
const now = new Date('2026-03-02T09:00:00.000Z');
const demo = new URL('../../contracts/catalogue/demo-network.yaml', import.meta.url).pathname;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raccordo-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function cli(
  args: string[],
  more: { stdin?: string; environment?: Record<string, string>; fetch?: typeof fetch } = {},
) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli(verbs, args, {
    environment: more.environment ?? {},
    now: () => now,
    stdin: async () => more.stdin ?? '',
    fetch: more.fetch ?? (() => Promise.reject(new TypeError('no network'))),
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
  });
  return { code, out, err };
}

describe('raccordo', () => {
  it('shows its commands when asked, and when it does not understand', async () => {
    const asked = await cli(['--help']);
    expect(asked.code).toBe(0);
    expect(asked.out.join('\n')).toContain('network check FILE');
    expect((await cli([])).code).toBe(2);
    expect(await cli(['client', 'token', '--help'])).toEqual({
      code: 0,
      out: [
        'usage: raccordo COMMAND',
        '',
        '  client token --client ID --key FILE --url URL [--scope "A B"]',
        '      sign a client assertion and obtain an access token with it',
      ],
      err: [],
    });
    expect((await cli(['client', 'token', '--client', 'x', '-h'])).code).toBe(0);
    expect((await cli(['client', '--help'])).out.join('\n')).toMatch(/client key .*client token /s);
    expect(await cli(['nothing', '--help'])).toMatchObject({ code: 2, out: [] });
    expect(await cli(['network', 'applaud'])).toMatchObject({
      code: 2,
      err: expect.arrayContaining(['raccordo knows no such command']),
    });
    expect((await cli(['constructor', ''])).code).toBe(2);
  });

  it('tells how a command is used when it is used otherwise', async () => {
    expect(await cli(['network', 'check'])).toMatchObject({
      code: 2,
      err: ['raccordo network check: FILE is missing', 'usage: raccordo network check FILE'],
    });
    expect((await cli(['network', 'check', 'a', 'b'])).code).toBe(2);
    expect((await cli(['keys', 'generate', '--loud'])).code).toBe(2);
    expect((await cli(['network', 'check', join(folder, 'nothing.yaml')])).err[0]).toContain('cannot be read');
  });
});

describe('raccordo network check', () => {
  it('accepts a sound document', async () => {
    expect(await cli(['network', 'check', demo])).toMatchObject({
      code: 0,
      out: [expect.stringContaining('no fault')],
    });
  });

  it('lists every fault with its line', async () => {
    const path = join(folder, 'network.yaml');
    writeFileSync(
      path,
      'territory: { id: t, name: T }\norganizations:\n  - id: comune\n    kind: town\nservices: []\nagreements: []\nsystems: []\nclients: []\ncolour: red\n',
    );
    const { code, out, err } = await cli(['network', 'check', path]);
    expect(code).toBe(1);
    expect(out).toEqual([
      `${path}:3 /organizations/0/name missing: is needed`,
      expect.stringMatching(/:4 \/organizations\/0\/kind not_in_list: must be one of: comune, /),
      `${path}:9 /colour unknown_member: is not a member that the contract knows`,
    ]);
    expect(err).toEqual(['3 faults']);
  });

  it('warns of purposes of vouchers that no agreement of the body has, with client, purpose and cure', async () => {
    const path = join(folder, 'network.json');
    const { pdnd, ...client } = pdndClient;
    const check = async (purposes: string[], more: object = {}) => {
      const mapped = { ...pdnd, purposes: [{ purpose_id: purposeId, purposes }] };
      writeFileSync(path, JSON.stringify({ ...pdndNetwork, clients: [{ ...client, pdnd: mapped }], ...more }, null, 1));
      return cli(['network', 'check', path]);
    };
    const denied = await check(['LAV-INV', 'TS-INV']);
    expect(denied).toEqual({
      code: 0,
      out: [
        expect.stringMatching(
          /:\d+ \/clients\/0\/pdnd\/purposes\/0\/purposes\/1 warning purpose_without_agreement: client comune-sportello: TS-INV, .*denied.*Add it to the purposes of an agreement/,
        ),
        expect.stringMatching(/: no fault, 1 warning\. 3 organizations/),
      ],
      err: [],
    });
    expect(denied.out[0]).toContain(`for which purpose ${purposeId} of PDND stands, is in no agreement of comune`);
    expect((await check(['LAV-INV', 'LAV-ESITO'])).out).toEqual([expect.stringMatching(/: no fault\. /)]);
    // An agreement of others is none of the body.
    const [agreement] = pdndNetwork.agreements;
    const elsewhere = { ...agreement, id: 'altrui', parties: ['cpi', 'ets'], purposes: ['TS-INV'] };
    const others = await check(['TS-INV'], { agreements: [agreement, elsewhere] });
    expect(others.out).toHaveLength(2);
  });

  it('warns of a client with vouchers that administers, for no purpose limits that', async () => {
    const path = join(folder, 'network.json');
    const agreement = { ...pdndNetwork.agreements[0], purposes: ['LAV-INV', 'LAV-ESITO'] };
    const mapped = { ...pdndClient.pdnd, purposes: [{ purpose_id: purposeId, purposes: ['LAV-INV'] }] };
    const scopes = ['referrals:write', 'network:write', 'deliveries:operate'];
    const clients = [{ ...pdndClient, scopes, pdnd: mapped }];
    writeFileSync(path, JSON.stringify({ ...pdndNetwork, agreements: [agreement], clients }));
    const { code, out } = await cli(['network', 'check', path]);
    expect(code).toBe(0);
    expect(out[0]).toMatch(
      / \/clients\/0\/scopes warning voucher_administers: .*comune-sportello.* has network:write, deliveries:operate, /,
    );
    expect(out).toHaveLength(2);
  });

  it('tells the line of what is no YAML', async () => {
    const path = join(folder, 'network.yaml');
    writeFileSync(path, 'a: 1\na: 2\n');
    expect(await cli(['network', 'check', path])).toMatchObject({
      code: 1,
      out: [expect.stringContaining(`${path}:2 `)],
    });
  });
});

describe('raccordo secret hash', () => {
  it('hashes what comes on standard input, without the line end', async () => {
    const { code, out } = await cli(['secret', 'hash'], { stdin: 'a-secret-of-a-legacy-system-000001\n' });
    expect(code).toBe(0);
    expect(out).toEqual([expect.stringMatching(/^pbkdf2-sha256\$100000\$[\w-]{22}\$[\w-]{43}$/)]);
  });

  it.each(['short', 'x'.repeat(201), 'with space and length enough to pass', `${'x'.repeat(40)}\u00e9`, ''])(
    'refuses a secret such as %j',
    async (stdin) => {
      expect(await cli(['secret', 'hash'], { stdin })).toMatchObject({ code: 1, out: [] });
    },
  );
});

describe('raccordo keys generate', () => {
  it('prints variables that the configuration accepts', async () => {
    const { code, out } = await cli(['keys', 'generate']);
    const environment = Object.fromEntries(
      out.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    expect(code).toBe(0);
    expect(readConfig(environment, 'node')).toMatchObject({
      ok: true,
      config: { keys: { master: [{ id: '2026-03-02' }] } },
    });
  });
});

describe('raccordo keys rewrap', () => {
  it('opens the configured store and says how many keys it moved', async () => {
    const environment = { ...(await generateKeys('2026')), RACCORDO_DATA_DIR: folder };
    expect(await cli(['keys', 'rewrap'], { environment })).toMatchObject({
      code: 2,
      err: [`RACCORDO_DATA_DIR names a folder without a store: there is no ${join(folder, 'raccordo.db')}`],
    });
    expect(readdirSync(folder)).toEqual([]);
    const made = await openConfigured(environment, now);
    if (made.ok) await made.store.close();
    expect(await cli(['keys', 'rewrap'], { environment })).toMatchObject({
      code: 0,
      out: ['0 keys moved to the master key 2026'],
    });
  });

  it('lists what is wrong with the configuration', async () => {
    const wrong = await cli(['keys', 'rewrap'], { environment: { RACCORDO_PORT: 'x', RACCORDO_DATA_DIR: folder } });
    expect(wrong).toMatchObject({ code: 2, err: ['RACCORDO_PORT must be a whole number from 0 to 65535'] });
    expect(existsSync(join(folder, 'raccordo.db'))).toBe(false);
  });
});

describe('raccordo client', () => {
  /** The token endpoint of a gateway at `origin` that knows the key. */
  async function gateway(origin: string, proofs: object) {
    const document = Network.parse({
      territory: { id: 'ats', name: 'ATS' },
      organizations: [{ id: 'comune', name: 'Comune', kind: 'comune' }],
      services: [],
      agreements: [],
      systems: [],
      clients: [{ id: 'comune-app', organization: 'comune', scopes: ['referrals:read'], ...proofs }],
    });
    const { RACCORDO_SIGNING_KEY } = await generateKeys('2026');
    const issueToken = createIssueToken({
      issuer: origin,
      network: () => viewOf(document, 1),
      signingKeys: await loadSigningKeys([JSON.parse(RACCORDO_SIGNING_KEY)]),
      useOnce: async () => true,
      now: () => now.toISOString(),
      newId: () => 'id',
    });
    const answer: typeof fetch = async (input, init) => {
      expect(input).toBe(`${origin}/oauth/token`);
      const reply = await issueToken(new URLSearchParams(String(init?.body)));
      if (!('refused' in reply)) return Response.json(reply);
      return Response.json(toProblem(reply, 'id'), { status: 401 });
    };
    return answer;
  }

  it('makes a key pair, and obtains a token with it', async () => {
    const path = join(folder, 'client.jwk');
    const made = await cli(['client', 'key', '--out', path]);
    const jwks = JSON.parse(made.out[0] ?? '');
    expect(made.code).toBe(0);
    expect(jwks.keys[0]).not.toHaveProperty('d');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ ...jwks.keys[0], d: expect.any(String) });

    const origin = 'https://gateway.example.it';
    const args = ['client', 'token', '--client', 'comune-app', '--key', path, '--url', origin];
    const token = await cli(args, { fetch: await gateway(origin, { jwks }) });
    expect(token.code).toBe(0);
    expect(JSON.parse(token.out[0] ?? '')).toMatchObject({ token_type: 'Bearer', scope: 'referrals:read' });

    const refused = await cli([...args, '--scope', 'network:write'], { fetch: await gateway(origin, { jwks }) });
    expect(refused).toMatchObject({
      code: 1,
      out: [],
      err: ['401 auth/scope-missing: The client does not hold the scope: network:write.'],
    });
  });

  it('is told that a client comes with vouchers of PDND', async () => {
    const path = join(folder, 'client.jwk');
    await cli(['client', 'key', '--out', path]);
    const origin = 'https://gateway.example.it';
    const answer = await gateway(origin, {
      pdnd: { ...pdndClient.pdnd, purposes: [{ purpose_id: purposeId, purposes: ['LAV-INV'] }] },
    });
    const { code, err } = await cli(['client', 'token', '--client', 'comune-app', '--key', path, '--url', origin], {
      fetch: answer,
    });
    expect([code, err]).toEqual([1, [expect.stringMatching(/comes with vouchers of PDND, and has no token of this/)]]);
  });

  it('never overwrites a key', async () => {
    const path = join(folder, 'client.jwk');
    await cli(['client', 'key', '--out', path]);
    const before = readFileSync(path, 'utf8');
    const again = await cli(['client', 'key', '--out', path]);
    expect([again.code, again.err[0]]).toEqual([2, expect.stringMatching(/client\.jwk exists already$/)]);
    const nowhere = await cli(['client', 'key', '--out', join(folder, 'nothing', 'client.jwk')]);
    expect([nowhere.code, nowhere.err[0]]).toEqual([
      2,
      expect.stringMatching(/cannot be written: its folder does not exist \(ENOENT\)$/),
    ]);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('sends its assertion nowhere in the clear, and says when nobody answers', async () => {
    const path = join(folder, 'client.jwk');
    await cli(['client', 'key', '--out', path]);
    const args = ['client', 'token', '--client', 'a', '--key', path, '--url'];
    expect((await cli([...args, 'http://gateway.example.it'])).code).toBe(2);
    expect(await cli([...args, 'https://gateway.example.it'])).toMatchObject({
      code: 1,
      err: ['https://gateway.example.it/oauth/token does not answer as a gateway does: no network'],
    });
    const refusing: typeof fetch = () =>
      Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }));
    expect((await cli([...args, 'https://gateway.example.it'], { fetch: refusing })).err[0]).toMatch(/: ECONNREFUSED$/);
    const html: typeof fetch = async () => new Response('<html>');
    expect(await cli([...args, 'https://gateway.example.it'], { fetch: html })).toMatchObject({
      code: 1,
      err: [expect.stringMatching(/: the reply is not JSON$/)],
    });
    const problem: typeof fetch = async () =>
      Response.json(toProblem(refuse('gateway/overloaded'), 'id'), { status: 503 });
    expect((await cli([...args, 'https://gateway.example.it'], { fetch: problem })).err[0]).toContain(
      '503 gateway/overloaded',
    );
  });

  it('wants a private key', async () => {
    const path = join(folder, 'public.jwk');
    writeFileSync(path, '{"kty":"EC","crv":"P-256","x":"a","y":"b"}');
    expect((await cli(['client', 'token', '--client', 'a', '--key', path, '--url', 'https://a.it'])).err[0]).toContain(
      'one private key',
    );
  });
});
