import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AssertionContext,
  type AssertionForm,
  assertionReasons,
  dpopReasonOf,
  type ReasonCode,
  reasonsOf,
} from '../../src/pdnd/index.ts';

const now = 1_795_161_600;
const clientId = '5f2c2e0a-4f5e-4a57-9b0c-2f1f0a8f7a01';
const purposeId = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed';
const audience = 'auth.interop.pagopa.it/client-assertion';
const interactionId = '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d';
const hexDigest = 'a'.repeat(64);

type Parts = Readonly<Record<string, unknown>>;
type Change = {
  readonly form?: Partial<AssertionForm>;
  readonly header?: Parts;
  readonly claims?: Parts;
  readonly assertion?: (sound: string) => string;
  readonly platform?: Partial<AssertionContext['platform']>;
  readonly keys?: AssertionContext['keys'];
  readonly kind?: 'consumer' | 'api';
};
let key: CryptoKey;
let jwk: Parts;
let kid: string;
let stranger: Parts;

beforeAll(async () => {
  const pair = await generateKeyPair('RS256', { extractable: true });
  key = pair.privateKey;
  jwk = { ...(await exportJWK(pair.publicKey)) };
  kid = await calculateJwkThumbprint({ ...jwk });
  stranger = { ...(await exportJWK((await generateKeyPair('RS256', { extractable: true })).publicKey)) };
});

const claims = {
  iss: clientId,
  sub: clientId,
  aud: audience,
  jti: 'jti-1',
  iat: now,
  exp: now + 60,
  purposeId,
};

/** What `change` says, in place of what is sound; undefined: left out. */
async function ask(change: Change): Promise<readonly ReasonCode[]> {
  const defined = (part: Parts): Parts =>
    Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
  const header = defined({ kid, alg: 'RS256', typ: 'JWT', ...change.header });
  const compact = await sign(header, defined({ ...claims, ...change.claims }));
  const form: AssertionForm = {
    client_id: clientId,
    client_assertion: (change.assertion ?? ((sound) => sound))(compact),
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    grant_type: 'client_credentials',
    ...change.form,
  };
  const reasons = await reasonsOf(form, {
    now,
    client: { kind: change.kind ?? 'consumer' },
    keys: change.keys === undefined ? new Map([[kid, jwk]]) : change.keys,
    platform: { audiences: [audience], purpose: 'active', agreement: 'active', eservice: 'active', ...change.platform },
  });
  return reasons.map(({ code }) => code);
}

/** By hand, so that any header can be written. */
async function sign(header: Parts, payload: Parts): Promise<string> {
  const encode = (part: Parts) =>
    new TextEncoder().encode(JSON.stringify(part)).toBase64({ alphabet: 'base64url', omitPadding: true });
  const input = `${encode(header)}.${encode(payload)}`;
  const seal = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key, new TextEncoder().encode(input));
  return `${input}.${new Uint8Array(seal).toBase64({ alphabet: 'base64url', omitPadding: true })}`;
}

const exchange = { allowed: true, entitiesMax: 10 };
const during = (more: Parts, allowed = true): Change => ({
  claims: more,
  platform: { exchange: { ...exchange, allowed } },
});
const started = { scope: 'start_interaction', urlCallback: 'https://erogatore.example.it/callback' };
const called = { scope: 'callback_invocation', interactionId, entityNumber: 3 };

/** One row for each of PDND's reasons: what makes it the first. */
const rows: Readonly<Record<ReasonCode, () => Change>> = {
  '0001': () => ({ keys: new Map([[kid, { ...jwk, n: String(jwk.n).slice(0, 171) }]]) }),
  '0002': () => ({ form: { client_assertion_type: 'jwt-bearer' } }),
  '0003': () => ({ form: { grant_type: 'authorization_code' } }),
  '0004': () => ({ claims: { aud: `https://${audience}` } }),
  '0005': () => ({ claims: { aud: undefined } }),
  '0006': () => ({ assertion: () => 'no.token' }),
  '0007': () => ({ assertion: (sound) => `x${sound.slice(sound.indexOf('.'))}` }),
  '0008': () => ({ claims: { jti: undefined } }),
  '0009': () => ({ claims: { iat: undefined } }),
  '0010': () => ({ claims: { exp: undefined } }),
  '0011': () => ({ claims: { iss: undefined } }),
  '0012': () => ({ claims: { sub: undefined } }),
  '0013': () => ({ claims: { sub: purposeId } }),
  '0014': () => ({ claims: { purposeId: 'referrals' } }),
  '0015': () => ({ header: { kid: undefined } }),
  '0016': () => ({ keys: new Map() }),
  '0017': () => ({ claims: { exp: now } }),
  '0018': () => ({ assertion: (sound) => `${sound.slice(0, -4)}*===` }),
  '0019': () => ({ claims: { nbf: now + 1 }, platform: { strict: false } }),
  '0020': () => ({ platform: { purpose: 'inactive' } }),
  '0021': () => ({ platform: { agreement: 'inactive' } }),
  '0022': () => ({ platform: { eservice: 'inactive' } }),
  '0023': () => ({ form: { client_id: 'comune' } }),
  '0024': () => ({ claims: { sub: 'comune' } }),
  '0025': () => ({ claims: { digest: hexDigest } }),
  '0026': () => ({ claims: { digest: { alg: 'SHA256', value: 'a'.repeat(44) } } }),
  '0027': () => ({ claims: { digest: { alg: 'SHA-256', value: hexDigest } } }),
  '0028': () => ({ header: { alg: undefined } }),
  '0029': () => ({ header: { alg: 'ES256' } }),
  '0030': () => ({ claims: { purposeId: undefined } }),
  '0031': () => ({ header: { kid: 'key-1' } }),
  '0032': () => ({ claims: { nbf: now } }),
  '0033': () => ({ keys: new Map([[kid, stranger]]) }),
  '0034': () => during({}),
  '0035': () => during({ scope: 'begin' }),
  '0036': () => during({ ...called, interactionId: 'one' }),
  '0037': () => during({ ...started, urlCallback: 'http://erogatore.example.it' }),
  '0038': () => during({ ...called, entityNumber: '3' }),
  '0039': () => during(started, false),
  '0040': () => during({ scope: 'start_interaction' }),
  '0041': () => during({ scope: 'get_resource' }),
  '0042': () => during({ scope: 'callback_invocation', interactionId }),
  '0043': () => during({ ...called, entityNumber: 11 }),
};

describe("PDND's reasons", () => {
  it('are 43, each with its check and its cure', () => {
    const codes = Array.from({ length: 43 }, (_, index) => String(index + 1).padStart(4, '0'));
    expect(Object.keys(assertionReasons).toSorted()).toEqual(codes);
    for (const { checks, mend } of Object.values(assertionReasons)) {
      expect(checks.length).toBeGreaterThan(5);
      expect(mend).toMatch(/\.$/);
    }
  });

  it.each(Object.keys(rows) as ReasonCode[])('%s comes first where its check alone does not hold', async (code) => {
    expect(await ask(rows[code]())).toEqual([code]);
  });

  it.each<[string, Change]>([
    ['a sound assertion', {}],
    ['one audience of several', { claims: { aud: ['other', audience] } }],
    ['a form without client_id', { form: { client_id: null } }],
    ['a header without typ', { header: { typ: undefined } }],
    ['a bound assertion', { claims: { digest: { alg: 'SHA256', value: hexDigest } } }],
    ['the last second of life', { claims: { exp: now + 1 } }],
    ['a client of the API, which has no purpose', { kind: 'api', claims: { purposeId: undefined } }],
    ['nbf, where nobody is strict', { claims: { nbf: now }, platform: { strict: false } }],
    ['keys that nobody knows', { keys: null }],
    ['the start of an exchange', during(started)],
    ['the call back', during(called)],
  ])('nothing stands against %s', async (_, change) => {
    expect(await ask(change)).toEqual([]);
  });

  it('are told together where PDND looks at them together', async () => {
    expect(await ask({ header: { kid: 'key' }, claims: { jti: undefined, aud: undefined } })).toEqual([
      '0031',
      '0005',
      '0008',
    ]);
    expect(await ask({ platform: { purpose: 'inactive', eservice: 'inactive' } })).toEqual(['0020', '0022']);
  });

  it('name the claim that must not be there, and no value', async () => {
    const compact = await sign({ kid, alg: 'RS256' }, { ...claims, nbf: now, client_id: clientId });
    const form = {
      client_id: clientId,
      client_assertion: compact,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      grant_type: 'client_credentials',
    };
    const [found] = await reasonsOf(form, {
      now,
      client: { kind: 'consumer' },
      keys: null,
      platform: { audiences: [audience] },
    });
    expect(found).toMatchObject({ code: '0032', detail: 'nbf is not allowed; client_id is not allowed' });
  });
});

describe('a DPoP proof at the token endpoint', () => {
  const tokenUrl = 'https://auth.interop.pagopa.it/token.oauth2';
  async function proofOf(header: Parts, payload: Parts) {
    const pair = await generateKeyPair('ES256', { extractable: true });
    const own = await exportJWK(pair.publicKey);
    return new SignJWT({ htm: 'POST', htu: tokenUrl, iat: now, jti: 'one', ...payload })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: own, ...header })
      .sign(pair.privateKey);
  }
  const check = (proof: string, used = false) => dpopReasonOf(proof, { now, tokenUrl, isUsed: () => used });

  it('is believed', async () => {
    expect(await check(await proofOf({}, {}))).toBeNull();
    expect(await check(await proofOf({}, { iat: now + 5 }))).toBeNull();
    expect(await check(await proofOf({}, { iat: now - 60 }))).toBeNull();
  });

  it.each<[string, Parts, Parts]>([
    ['dpop/typ-wrong', { typ: 'JWT' }, {}],
    ['dpop/jwk-missing', { jwk: undefined }, {}],
    ['dpop/jwk-malformed', { jwk: { kty: 'EC', d: 'x' } }, {}],
    ['dpop/seal-wrong', { jwk: { kty: 'EC', crv: 'P-256', x: 'a', y: 'b' } }, {}],
    ['dpop/htm-wrong', {}, { htm: 'GET' }],
    ['dpop/htu-wrong', {}, { htu: `${tokenUrl}/` }],
    ['dpop/iat-missing', {}, { iat: undefined }],
    ['dpop/iat-early', {}, { iat: now + 6 }],
    ['dpop/iat-old', {}, { iat: now - 61 }],
    ['dpop/jti-missing', {}, { jti: undefined }],
  ])('is refused as %s', async (code, header, payload) => {
    expect(await check(await proofOf(header, payload))).toMatchObject({ code });
  });

  it('is refused a second time, and where it is no token', async () => {
    expect(await check(await proofOf({}, {}), true)).toMatchObject({ code: 'dpop/jti-used' });
    expect(await check('no token')).toMatchObject({ code: 'dpop/token-malformed' });
    expect(await check('a.b.c, a.b.c')).toMatchObject({ code: 'dpop/header-repeated' });
  });
});
