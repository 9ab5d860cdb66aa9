import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pdndCheck } from '../../src/entry/cli/pdnd-check.ts';
import { pdndToken } from '../../src/entry/cli/pdnd-token.ts';
import { runCli } from '../../src/entry/cli/run.ts';
import { createKeyPair, type KeyPair } from '../world/pdnd/key-pair.ts';
import * as modi from '../world/pdnd/modi-tokens.ts';
import { createPdndStandIn, type PdndStandIn } from '../world/pdnd/stand-in.ts';

const now = new Date('2026-11-20T09:00:00.000Z');
const nowSeconds = now.getTime() / 1000;
const ids = {
  client: '5f2c2e0a-4f5e-4a57-9b0c-2f1f0a8f7a01',
  api: '5f2c2e0a-4f5e-4a57-9b0c-2f1f0a8f7a02',
  consumer: '0c7f5c3e-52f2-4a0e-8f0c-5d2a9d2b1c01',
  producer: '0c7f5c3e-52f2-4a0e-8f0c-5d2a9d2b1c02',
  eservice: '7a1d5b52-7f39-4bb5-8b57-1c0f6b7f2a01',
  descriptor: '7a1d5b52-7f39-4bb5-8b57-1c0f6b7f2a02',
  purpose: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed',
};
const address = 'https://auth.pdnd.example';
const audience = 'auth.interop.pagopa.it/client-assertion';

let rsa: KeyPair;
let other: KeyPair;
let ec: KeyPair;
let folder: string;
let pdnd: PdndStandIn;

beforeAll(async () => {
  [rsa, other, ec] = await Promise.all([createKeyPair(), createKeyPair(), createKeyPair('ES256')]);
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raccordo-pdnd-'));
  pdnd = await createPdndStandIn({ now: () => now.toISOString(), newId: () => 'id', address, key: other });
  const { registry } = pdnd;
  registry.addClient({ id: ids.client, consumerId: ids.consumer, kind: 'consumer' });
  registry.addClient({ id: ids.api, consumerId: ids.consumer, kind: 'api' });
  registry.publishKey(ids.client, rsa.jwk);
  const { eservice: id, descriptor: descriptorId, producer: producerId } = ids;
  registry.addEservice({ id, descriptorId, producerId, audiences: ['https://cpi.example'], state: 'ACTIVE' });
  registry.addPurpose({
    ...{ id: ids.purpose, consumerId: ids.consumer, eserviceId: ids.eservice, clientIds: [ids.client] },
    ...{ state: 'ACTIVE', agreement: 'ACTIVE' },
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

type Written = {
  readonly audience?: string;
  readonly kid?: string;
  readonly dpop?: boolean;
  readonly api?: boolean;
  readonly replies?: string;
};

/** A network document with one system on PDND, in a file. */
function network(of: Written = {}): string {
  const key = { secret: 'MODI_KEY', kid: of.kid ?? rsa.kid };
  const asked = { token_url: pdnd.tokenUrl, assertion_audience: of.audience ?? audience, client_id: ids.client };
  const document = {
    territory: { id: 'ats', name: 'ATS' },
    organizations: [{ id: 'cpi', name: 'CPI', kind: 'cpi' }],
    services: [],
    agreements: [],
    systems: [
      { id: 'cpi-mailbox', organization: 'cpi', adapter: 'mailbox' },
      {
        ...{ id: 'cpi-sil', organization: 'cpi', adapter: 'labour-sap', address: 'https://cpi.example' },
        modi: {
          ...{ audience: 'https://cpi.example', key },
          voucher: { ...asked, purpose_id: ids.purpose, ...(of.dpop ? { dpop: true } : {}) },
          evidence: { pattern: 'audit_02', user_location: 'sportello', loa: 'substantial' },
        },
      },
    ],
    clients: [],
    ...(of.api ? { trust: trustWith({ ...asked, client_id: ids.api, key, address: `${address}/v2` }) } : {}),
    ...(of.replies ? { trust: trustWith(undefined, { key: { secret: 'REPLIES', kid: of.replies } }) } : {}),
  };
  const path = join(folder, 'network.json');
  writeFileSync(path, JSON.stringify(document));
  return path;
}

const trustWith = (pdnd_api: object | undefined, replies?: object) => ({
  ...{ issuer: 'interop.pagopa.it', jwks_url: `${address}/.well-known/jwks.json`, audiences: ['https://gw.example'] },
  producer_id: ids.producer,
  eservices: [{ eservice_id: ids.eservice, descriptor_ids: [ids.descriptor] }],
  ...(pdnd_api === undefined ? {} : { pdnd_api }),
  ...(replies === undefined ? {} : { replies }),
});

async function cli(args: string[], environment: Record<string, string>, answer?: typeof fetch) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli({ 'pdnd check': pdndCheck, 'pdnd token': pdndToken }, args, {
    environment,
    now: () => now,
    stdin: async () => '',
    fetch: answer ?? ((input, init) => pdnd.fetch(new Request(String(input), init))),
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
  });
  return { code, out, err };
}
const secretOf = ({ secret }: KeyPair) => ({ RACCORDO_SECRET_MODI_KEY: secret });

describe('raccordo pdnd check', () => {
  it('finds nothing against what is sound, and says what it cannot know', async () => {
    const { code, out, err } = await cli(['pdnd', 'check', '--network', network()], secretOf(rsa));
    expect({ code, out }).toEqual({ code: 0, out: ['system cpi-sil: no fault, as far as it can be known here'] });
    expect(err.join('\n')).toMatch(
      /the purpose exists, is active and is associated with this client \(0020\).*\(0021\).*\(0022\).*2026-11-20T09:00:00\.000Z.*1 client: no fault/s,
    );
  });

  it('checks the client of the API too, and alone where it is asked to', async () => {
    const path = network({ api: true });
    const both = await cli(['pdnd', 'check', '--network', path], secretOf(rsa));
    expect(both.out).toHaveLength(2);
    const one = await cli(['pdnd', 'check', '--network', path, '--api'], secretOf(rsa));
    expect(one.out).toEqual(['pdnd_api: no fault, as far as it can be known here']);
    expect((await cli(['pdnd', 'check', '--network', network(), '--api'], secretOf(rsa))).code).toBe(2);
    expect((await cli(['pdnd', 'check', '--network', path, '--system', 'nobody'], secretOf(rsa))).code).toBe(2);
    expect((await cli(['pdnd', 'check', '--network', path, '--api', '--system', 'cpi-sil'], {})).code).toBe(2);
  });

  it('makes neither a store nor keys', async () => {
    const data = join(folder, 'data');
    const environment = { ...secretOf(rsa), RACCORDO_NETWORK_FILE: network(), RACCORDO_DATA_DIR: data };
    expect((await cli(['pdnd', 'check'], environment)).code).toBe(0);
    expect((await cli(['pdnd', 'token', '--system', 'cpi-sil'], environment)).code).toBe(0);
    expect(existsSync(data)).toBe(false);
  });

  it('takes the network document of the configuration', async () => {
    const environment = { ...secretOf(rsa), RACCORDO_NETWORK_FILE: network() };
    expect((await cli(['pdnd', 'check', '--system', 'cpi-sil'], environment)).code).toBe(0);
    expect((await cli(['pdnd', 'check'], secretOf(rsa))).code).toBe(2);
    expect((await cli(['pdnd', 'check'], { RACCORDO_PORT: 'x' })).err).toEqual([
      'RACCORDO_PORT must be a whole number from 0 to 65535',
    ]);
  });

  it.each<[string, Written, () => Record<string, string>, RegExp]>([
    ['a secret that is not there', {}, () => ({}), /RACCORDO_SECRET_MODI_KEY is not set/],
    ['a secret that is no key', {}, () => ({ RACCORDO_SECRET_MODI_KEY: 'x' }), /holds no private key as JWK/],
    [
      'a secret that a shell read without quotes',
      {},
      () => ({ RACCORDO_SECRET_MODI_KEY: rsa.secret.replaceAll('"', '') }),
      /RACCORDO_SECRET_MODI_KEY has lost the quotes of its JSON/,
    ],
    [
      'a short key',
      {},
      () => ({ RACCORDO_SECRET_MODI_KEY: JSON.stringify({ kty: 'RSA', n: 'a'.repeat(171), e: 'AQAB', d: 'x' }) }),
      /an RSA key of less than 2048 bits/,
    ],
    ['an EC key', { kid: 'x'.repeat(10) }, () => secretOf(ec), /0029 must hold: alg is RS256/],
    ['a kid of another form', { kid: 'chiave-1' }, () => secretOf(rsa), /0031 must hold: kid has 43 base64url/],
    ['a kid of another key', {}, () => secretOf(other), /kid is not that of the key in the secret, which is /],
    ['an audience with a scheme', { audience: `https://${audience}` }, () => secretOf(rsa), /leave https:\/\/ out/],
  ])('tells of %s', async (_, written, environment, told) => {
    const { code, out } = await cli(['pdnd', 'check', '--network', network(written)], environment());
    expect(code).toBe(1);
    expect(out.join('\n')).toMatch(told);
    for (const line of out) expect(line).toMatch(/^system cpi-sil: /);
  });

  it.each<[string, string, () => Record<string, string>, RegExp]>([
    ['is sound', 'own', () => ({ RACCORDO_SECRET_REPLIES: ec.secret }), /^trust\.replies: no fault/],
    [
      'has a name of its own',
      'risposte-1',
      () => ({ RACCORDO_SECRET_REPLIES: ec.secret }),
      /^trust\.replies: no fault/,
    ],
    ['has no secret', 'own', () => ({}), /^trust\.replies: RACCORDO_SECRET_REPLIES is not set$/],
    ['is none', 'own', () => ({ RACCORDO_SECRET_REPLIES: 'x' }), /^trust\.replies: .* holds no private key as JWK/],
    [
      "has another key's kid",
      'B'.repeat(43),
      () => ({ RACCORDO_SECRET_REPLIES: ec.secret }),
      /^trust\.replies: kid is not that of the key in the secret, which is /,
    ],
  ])('looks at the key of replies: one that %s', async (_, named, environment, told) => {
    const kid = named === 'own' ? ec.kid : named;
    const path = network({ replies: kid });
    const { code, out, err } = await cli(['pdnd', 'check', '--network', path], { ...secretOf(rsa), ...environment() });
    const [client, replies] = out;
    expect([client, replies]).toEqual([expect.stringMatching(/^system cpi-sil: no/), expect.stringMatching(told)]);
    const sound = replies?.includes('no fault') === true;
    expect([code, err.at(-1)]).toEqual(
      sound ? [0, '1 client, 1 key for partners: no fault, as far as it can be known here'] : [1, '1 fault'],
    );
    const one = await cli(['pdnd', 'check', '--network', path, '--system', 'cpi-sil'], secretOf(rsa));
    expect(one).toMatchObject({ code: 0, out: [client] });
  });

  it('says which document it read', async () => {
    const path = network();
    const read = `Read was ${path}. A document that came by PUT /v1/network is in force in its place, and is not looked at here.`;
    expect((await cli(['pdnd', 'check', '--network', path], secretOf(rsa))).err).toContain(read);
    const environment = { ...secretOf(rsa), RACCORDO_NETWORK_FILE: path };
    expect((await cli(['pdnd', 'check'], environment)).err).toContain(read);
  });

  it('looks at the key of a system that is called without a voucher', async () => {
    const path = network();
    const document = JSON.parse(readFileSync(path, 'utf8'));
    const { voucher: _, evidence: __, ...modi } = document.systems[1].modi;
    writeFileSync(path, JSON.stringify({ ...document, systems: [{ ...document.systems[1], modi }] }));
    const args = ['pdnd', 'check', '--network', path, '--system', 'cpi-sil'];
    expect(await cli(args, secretOf(rsa))).toMatchObject({ code: 0, out: [expect.stringMatching(/no fault/)] });
    const wrong = await cli(args, { RACCORDO_SECRET_MODI_KEY: other.secret.replaceAll(other.kid, 'mine') });
    expect(wrong).toMatchObject({
      code: 1,
      out: [expect.stringMatching(/^system cpi-sil: kid is not that of the key/)],
    });
  });

  it('never prints a secret', async () => {
    const { out, err } = await cli(['pdnd', 'check', '--network', network()], secretOf(other));
    const { d } = JSON.parse(other.secret);
    expect([...out, ...err].join('\n')).not.toContain(d.slice(0, 20));
  });

  describe('of an assertion that another program made', () => {
    const life = { nowSeconds, jti: 'jti-1', clientId: ids.client, audience, purposeId: ids.purpose };
    async function check(spoiled: modi.Spoiled, more: string[] = []) {
      const path = join(folder, 'assertion.jwt');
      writeFileSync(path, `${await modi.assertion(rsa, life, spoiled)}\n`);
      const jwks = join(folder, 'jwks.json');
      writeFileSync(jwks, JSON.stringify({ keys: [rsa.jwk] }));
      return cli(['pdnd', 'check', '--assertion', path, '--jwks', jwks, ...more], secretOf(rsa));
    }
    /** Without a set of keys on the command line. */
    async function checkAlone(
      spoiled: modi.Spoiled,
      more: string[],
      environment: Record<string, string> = {},
      key = rsa,
    ) {
      const path = join(folder, 'alone.jwt');
      writeFileSync(path, await modi.assertion(key, life, spoiled));
      return cli(['pdnd', 'check', '--assertion', path, ...more], environment);
    }
    const named = ['--audience', audience];
    const rest = 'the rest: no fault, as far as it can be known here';
    const notChecked = (why: string) => new RegExp(`^The signature was NOT checked: ${why}\\. Give --jwks FILE, `);

    it('says which reason applies, with number, check and cure', async () => {
      expect(await check({})).toMatchObject({ code: 0 });
      expect(await check({ claims: { nbf: nowSeconds } })).toMatchObject({
        code: 1,
        out: [
          expect.stringMatching(/^0032 must hold: .*\(nbf is not allowed\)\. Leave nbf, client_id/),
          expect.stringMatching(/^aud was NOT compared/),
        ],
        err: [expect.stringMatching(/^The checks end with the first step that fails/), '1 fault'],
      });
      expect((await check({ claims: { aud: `https://${audience}` } })).out[0]).toMatch(/^0004 /);
      expect((await check({ claims: { exp: nowSeconds } })).out[0]).toMatch(/^0017 /);
    });

    it('compares it with a client, an audience, a key', async () => {
      const system = ['--network', network(), '--system', 'cpi-sil'];
      expect((await check({}, system)).code).toBe(0);
      expect((await check({ claims: { sub: ids.api } }, system)).out[0]).toMatch(/^0013 /);
      expect((await check({}, ['--audience', 'elsewhere'])).out[0]).toMatch(/^0004 /);
      writeFileSync(join(folder, 'jwks.json'), '{}');
      const path = join(folder, 'assertion.jwt');
      expect((await cli(['pdnd', 'check', '--assertion', path, '--jwks', join(folder, 'jwks.json')], {})).code).toBe(2);
      expect((await cli(['pdnd', 'check', '--network', network(), ...named], secretOf(rsa))).code).toBe(2);
    });

    it('does not pass a signature that nobody checked, and says so in the result', async () => {
      const nowhere = notChecked('no network document is at hand that would name a key of this gateway');
      expect(await checkAlone({}, named)).toMatchObject({ code: 1, out: [expect.stringMatching(nowhere), rest] });
      expect(await checkAlone({}, [])).toMatchObject({
        code: 1,
        out: [
          expect.stringMatching(nowhere),
          'aud was NOT compared with the audience of the token endpoint: --audience TEXT says which it is.',
          rest,
        ],
      });
      const faulty = await checkAlone({ claims: { exp: nowSeconds } }, named);
      expect(faulty).toMatchObject({ code: 1, out: [expect.stringMatching(/^0017 /), expect.stringMatching(nowhere)] });
      expect((await checkAlone({}, [...named, '--network', network()], {}, other)).out[0]).toMatch(
        notChecked('no key that the network document names for PDND has its kid'),
      );
      const system = ['--network', network(), '--system', 'cpi-sil'];
      expect((await checkAlone({}, system, {}, other)).out[0]).toMatch(
        notChecked('its kid is not that of the key of system cpi-sil'),
      );
      expect((await checkAlone({}, system)).out[0]).toMatch(
        notChecked('its kid is that of system cpi-sil, but RACCORDO_SECRET_MODI_KEY is not set'),
      );
      expect((await checkAlone({}, system, { RACCORDO_SECRET_MODI_KEY: 'x' })).out[0]).toMatch(
        notChecked('its kid is that of system cpi-sil, but RACCORDO_SECRET_MODI_KEY holds no key that signs'),
      );
    });

    it('checks it with a key of the gateway that has its kid, without being told which', async () => {
      const sound = await checkAlone({}, [], { ...secretOf(rsa), RACCORDO_NETWORK_FILE: network() });
      expect(sound).toMatchObject({ code: 0, out: ['no fault, as far as it can be known here'] });
      expect(sound.err[0]).toBe('Compared with system cpi-sil of the network document, its client, audience, key.');
      expect(sound.err.join('\n')).toMatch(/this command does not ask, whether: .*\(0020\)/);
      const forged = { ...other, kid: rsa.kid };
      expect((await checkAlone({}, ['--network', network()], secretOf(rsa), forged)).out).toEqual([
        expect.stringMatching(/^0033 must hold: the signature verifies/),
      ]);
      expect((await checkAlone({}, ['--network', join(folder, 'nowhere')], secretOf(rsa))).code).toBe(2);
    });

    it("says that an assertion for PDND's API is to be named as one", async () => {
      const api = { claims: { sub: ids.api, iss: ids.api, purposeId: undefined } };
      const { out, err } = await checkAlone(api, named);
      expect([out[0], err[0]]).toEqual([expect.stringMatching(/^0030 /), expect.stringMatching(/--api/)]);
      const own = await checkAlone(api, ['--network', network({ api: true }), '--api'], secretOf(rsa));
      expect(own).toMatchObject({ code: 0 });
    });
  });
});

describe('raccordo pdnd token', () => {
  const unbound = 'It is bound to no evidence; those that the gateway obtains for this system are (AUDIT_REST_02).';
  const args = () => ['pdnd', 'token', '--system', 'cpi-sil', '--network', network()];

  it('obtains a voucher', async () => {
    const { code, out, err } = await cli(args(), secretOf(rsa));
    expect({ code, err }).toEqual({ code: 0, err: [unbound] });
    const voucher = JSON.parse(out[0] ?? '');
    expect(voucher).toEqual({ access_token: expect.any(String), expires_in: 600, token_type: 'Bearer' });
    expect(decodeJwt(voucher.access_token)).toMatchObject({ purposeId: ids.purpose, client_id: ids.client });
  });

  it('obtains one that is bound to a key, and one for the API', async () => {
    const bound = await cli(
      ['pdnd', 'token', '--system', 'cpi-sil', '--network', network({ dpop: true })],
      secretOf(rsa),
    );
    expect(JSON.parse(bound.out[0] ?? '')).toMatchObject({ token_type: 'DPoP' });
    pdnd.registry.publishKey(ids.api, rsa.jwk);
    const api = await cli(['pdnd', 'token', '--api', '--network', network({ api: true })], secretOf(rsa));
    expect(decodeJwt(JSON.parse(api.out[0] ?? '').access_token)).toMatchObject({ client_id: ids.api });
  });

  it('explains a refusal', async () => {
    pdnd.registry.suspendPurpose(ids.purpose);
    const suspended = await cli(args(), secretOf(rsa));
    expect([suspended.code, suspended.out]).toEqual([1, []]);
    expect(suspended.err[0]).toBe(`${pdnd.tokenUrl} answered 400 015-0008`);
    expect(suspended.err.join('\n')).toMatch(/one that only PDND knows.*One of these does not hold: .*\(0020\)/s);
    expect(suspended.err.join('\n')).not.toMatch(/does not ask|raccordo pdnd token/);
    expect(suspended.err.join('\n')).toMatch(
      /the purpose exists, is active and is associated with this client \(0020\)/,
    );

    const wrong = ['pdnd', 'token', '--system', 'cpi-sil', '--network', network({ kid: 'chiave-1' })];
    expect((await cli(wrong, secretOf(rsa))).err.at(-2)).toMatch(/^0031 must hold/);
    const schemed = ['pdnd', 'token', '--system', 'cpi-sil', '--network', network({ audience: `https://${audience}` })];
    const { err } = await cli(schemed, secretOf(rsa));
    expect([err[0], err.at(-1)]).toEqual([
      expect.stringMatching(/assertion_audience begins with a scheme/),
      'Correct first what is told above of the configuration.',
    ]);
    expect(err.join()).not.toMatch(/as PDND wants it/);
    const api = await cli(['pdnd', 'token', '--api', '--network', network({ api: true })], secretOf(rsa));
    expect(api.err.join('\n')).toMatch(/One of these does not hold: the public key was uploaded to this client/);
    pdnd.tooMany(1, 2500);
    expect((await cli(args(), secretOf(rsa))).err).toEqual([
      `${pdnd.tokenUrl} answered 429 015-0007`,
      'Too many requests: the limit counts for 2500 ms. Repeat later.',
    ]);
  });

  it.each<[string, number, string, RegExp]>([
    ['a failure', 503, '{"errors":[{"code":"015-0008"}]}', /^The server failed, which says nothing of the assertion/],
    ['a page', 200, '<html>', /^That is no token reply: is token_url/],
    ['a list', 200, '["access_token"]', /^That is no token reply: is token_url/],
    ['an object of another kind', 200, '{"status":"up"}', /^That is no token reply: is token_url/],
    ['an answer of another kind', 202, '{"access_token":"v"}', /^That is no token reply: is token_url/],
    ['an answer of another server', 403, '{"errors":[{"code":"\\u001b[2J"}]}', /^That is none of PDND's refusals: is/],
    ['a path where nothing is', 404, '{"errors":[{"code":"015-0008"}]}', /^Nothing is there, .*: look at token_url/],
  ])('does not take %s for a word on the assertion', async (_, status, body, told) => {
    const { code, out, err } = await cli(args(), secretOf(rsa), async () => new Response(body, { status }));
    expect({ code, out, second: err[1] }).toEqual({ code: 1, out: [], second: expect.stringMatching(told) });
    expect(err).toHaveLength(2);
    expect(err[0]).toMatch(new RegExp(`^\\S+ answered ${status}`));
    expect(err.join('')).not.toContain('[2J');
  });

  it.each<[string, object, string[]]>([
    ['another type of token', { token_type: 'mac' }, ['token_type must be Bearer']],
    ['a bound one in place of a bearer', { token_type: 'DPoP' }, ['token_type must be Bearer']],
    ['no type', { token_type: undefined }, ['token_type is missing; it must be Bearer']],
    ['a time that is over', { expires_in: -1 }, [expect.stringMatching(/^expires_in must be a number of seconds/)]],
    ['a time without end', { expires_in: 1e300 }, [expect.stringMatching(/^expires_in must be .* up to 86400$/)]],
    ['a time as text', { expires_in: '600' }, [expect.stringMatching(/^expires_in must be a number/)]],
    ['a token with a line break', { access_token: 'a\r\nb' }, [expect.stringMatching(/^access_token must be text of/)]],
    [
      'a token that is an object, of no type',
      { access_token: {}, token_type: 1 },
      [expect.stringMatching(/^access_token must/), 'token_type must be Bearer'],
    ],
  ])('judges the reply as the gateway does: %s', async (_, spoiled, told) => {
    const body = { access_token: 'a.b.c', token_type: 'Bearer', expires_in: 600, ...spoiled };
    const { code, out, err } = await cli(args(), secretOf(rsa), async () => Response.json(body));
    const last = expect.stringMatching(/^The gateway takes that for no voucher \(voucher-malformed\)/);
    expect({ code, out, err }).toEqual({ code: 1, out: [], err: [`${pdnd.tokenUrl} answered 200`, ...told, last] });
  });

  it('reads no more of a reply than the gateway does', async () => {
    const body = { access_token: 'a', token_type: 'Bearer', expires_in: 600, pad: 'x'.repeat(16_384) };
    expect(await cli(args(), secretOf(rsa), async () => Response.json(body))).toEqual({
      code: 1,
      out: [],
      err: [
        `${pdnd.tokenUrl} answered 200 with more than 16384 bytes, of which the gateway reads none: is token_url that of PDND's token endpoint?`,
      ],
    });
  });

  it('says when the clock differs, when nobody answers, and what is missing', async () => {
    const late: typeof fetch = async (input, init) => {
      const reply = await pdnd.fetch(new Request(String(input), init));
      reply.headers.set('date', new Date(now.getTime() - 60_000).toUTCString());
      return reply;
    };
    expect((await cli(args(), secretOf(rsa), late)).err).toEqual([
      'The clock here is 60 s ahead of that of the server.',
      unbound,
    ]);
    const refusing: typeof fetch = () =>
      Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }));
    expect(await cli(args(), secretOf(rsa), refusing)).toMatchObject({
      code: 1,
      err: [`${pdnd.tokenUrl} does not answer: ECONNREFUSED`],
    });
    expect(await cli(args(), {})).toMatchObject({
      code: 2,
      err: ['system cpi-sil: RACCORDO_SECRET_MODI_KEY is not set'],
    });
    expect((await cli(['pdnd', 'token', '--network', network()], {})).code).toBe(2);
  });
});
