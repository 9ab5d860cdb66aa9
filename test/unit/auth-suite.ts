import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, Network } from '../../contracts/canonical/network.ts';
import {
  assertionType,
  basic,
  bearer,
  challengeOf,
  createAuthenticate,
  createIssueToken,
  hashSecret,
  loadSigningKeys,
} from '../../src/auth/index.ts';
import { viewOf } from '../../src/network/index.ts';
import type { Caller, Refusal } from '../../src/ports.ts';

const issuer = 'https://gateway.example.it';
const start = Date.parse('2026-03-02T09:00:00.000Z');
const startSeconds = start / 1000;
const secret = 'a-secret-of-a-legacy-system-000001';

type Pair = { readonly privateKey: CryptoKey; readonly jwk: JWK };
type Forged = {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Record<string, unknown>;
  readonly key?: CryptoKey | Uint8Array;
};

/** Who is calling, on whatever runtime starts it. */
export function authSuite(runtime: string): void {
  describe(`authentication on ${runtime}`, () => {
    let rsa: Pair;
    let ec: Pair;
    let other: Pair;
    let gatewayKey: JWK;
    let secretHash: string;

    beforeAll(async () => {
      [rsa, ec, other] = await Promise.all([pair('RS256'), pair('ES256'), pair('ES256')]);
      gatewayKey = await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey);
      secretHash = await hashSecret(secret);
    });

    const clientsNow = (): unknown[] => [
      {
        id: 'comune-app',
        organization: 'comune',
        scopes: ['referrals:write', 'referrals:read'],
        jwks: { keys: [rsa.jwk] },
      },
      {
        id: 'cpi-app',
        organization: 'cpi',
        system: 'cpi-sil',
        scopes: ['referrals:read'],
        jwks: {
          keys: [
            { ...ec.jwk, kid: 'one' },
            { ...other.jwk, kid: 'two' },
          ],
        },
      },
      { id: 'old-app', organization: 'comune', scopes: ['inbound:write'], basic_secret_hash: secretHash },
    ];

    async function gateway(
      options: { verifiedTokensMax?: number; useOnce?: () => Promise<boolean>; mac?: typeof hmac } = {},
    ) {
      const clock = { nowMs: start };
      const network = { view: viewWith(clientsNow()) };
      const used = new Set<string>();
      const expiries: string[] = [];
      const signingKeys = await loadSigningKeys([gatewayKey]);
      const now = () => new Date(clock.nowMs).toISOString();
      let ids = 0;
      const useOnce = async (key: string, expiresAt: string) => {
        expiries.push(expiresAt);
        return !used.has(key) && used.add(key) !== undefined;
      };
      const issueToken = createIssueToken({
        issuer,
        network: () => network.view,
        signingKeys,
        useOnce: options.useOnce ?? useOnce,
        now,
        newId: () => `id-${++ids}`,
      });
      const verifications = { count: 0 };
      const authenticate = createAuthenticate({
        network: () => network.view,
        strategies: [
          bearer({
            issuer,
            keySource: (header) => {
              verifications.count += 1;
              return signingKeys.keySource(header);
            },
            now,
            verifiedTokensMax: options.verifiedTokensMax ?? 10,
          }),
          basic({
            now,
            crypto: {
              mac: options.mac ?? hmac,
              randomBytes: (n) => new Uint8Array(n).fill(7),
            },
          }),
        ],
      });
      const form = (fields: Record<string, string>) =>
        new URLSearchParams({ grant_type: 'client_credentials', client_assertion_type: assertionType, ...fields });
      return {
        clock,
        network,
        expiries,
        verifications,
        signingKeys,
        token: async (client_assertion: string, more: Record<string, string> = {}) =>
          issueToken(form({ client_assertion, ...more })),
        tokenFor: (body: URLSearchParams) => issueToken(body),
        call: (authorization?: string) => authenticate(shown(authorization === undefined ? {} : { authorization })),
      };
    }

    const assertion = ({ claims = {}, header = {}, key = rsa.privateKey }: Forged = {}) =>
      new SignJWT({
        iss: 'comune-app',
        sub: 'comune-app',
        aud: issuer,
        jti: 'jti-1',
        iat: startSeconds,
        exp: startSeconds + 60,
        ...claims,
      })
        .setProtectedHeader({ alg: 'RS256', ...header })
        .sign(key);

    async function tokenOf(g: Awaited<ReturnType<typeof gateway>>, scope = '') {
      const reply = await g.token(await assertion(), { scope });
      if ('refused' in reply) throw new Error(reply.detail);
      return reply.access_token;
    }

    describe('the token endpoint', () => {
      it('gives a client that signs its assertion a token for its scopes', async () => {
        const g = await gateway();
        const reply = await g.token(await assertion());
        expect(reply).toMatchObject({ token_type: 'Bearer', expires_in: 600, scope: 'referrals:write referrals:read' });
        expect(await g.call(`Bearer ${'access_token' in reply ? reply.access_token : ''}`)).toEqual({
          client_id: 'comune-app',
          organization: 'comune',
          organization_kind: 'comune',
          scopes: ['referrals:write', 'referrals:read'],
          system: null,
          acting_user: null,
          voucher: null,
        });
      });

      it('keeps the jti a little longer than the assertion lives', async () => {
        const g = await gateway();
        await g.token(await assertion());
        expect(g.expiries).toEqual(['2026-03-02T09:01:05.000Z']);
      });

      it('publishes the public half of its key only', async () => {
        const { signingKeys } = await gateway();
        const [key] = signingKeys.publicKeys().keys;
        expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
      });

      it.each([
        ['the token endpoint', { aud: `${issuer}/oauth/token` }],
        ['several, comma-joined', { aud: `https://other.example.it, ${issuer}/oauth/token` }],
        ['an array', { aud: ['https://other.example.it', issuer] }],
      ])('accepts as audience %s', async (_, claims) => {
        const g = await gateway();
        expect(await g.token(await assertion({ claims }))).toHaveProperty('access_token');
      });

      it.each<[string, Record<string, unknown>]>([
        ['iat four seconds ahead', { iat: startSeconds + 4 }],
        ['no iat', { iat: undefined }],
        ['five minutes of life', { exp: startSeconds + 300 }],
        ['nbf now', { nbf: startSeconds }],
      ])('accepts an assertion with %s', async (_, claims) => {
        const g = await gateway();
        expect(await g.token(await assertion({ claims }))).toHaveProperty('access_token');
      });

      it.each<[string, JWTPayload | Record<string, unknown>, string]>([
        ['another issuer', { iss: 'nobody' }, 'iss names no client'],
        ['no issuer', { iss: undefined }, 'iss names no client'],
        ['an issuer without key', { iss: 'old-app', sub: 'old-app' }, 'has no key'],
        ['another subject', { sub: 'cpi-app' }, 'sub must be'],
        ['another audience', { aud: 'https://other.example.it' }, `gateway: ${issuer}/oauth/token, ${issuer}`],
        ['an audience that only starts like ours', { aud: `${issuer}.evil.example` }, 'aud must be'],
        ['no audience', { aud: undefined }, 'aud must be'],
        ['no exp', { exp: undefined }, 'exp is needed'],
        ['exp now', { exp: startSeconds }, 'exp is past'],
        ['exp as text', { exp: '1' }, 'exp is needed'],
        ['six minutes of life', { exp: startSeconds + 360 }, 'exp is more than 300 seconds after iat'],
        [
          'six minutes of life and no iat',
          { iat: undefined, exp: startSeconds + 360 },
          'exp is more than 300 seconds after now',
        ],
        [
          'a long life, dated back',
          { iat: startSeconds - 3600, exp: startSeconds + 10 },
          'exp is more than 300 seconds after iat',
        ],
        [
          'iat six seconds ahead',
          { iat: startSeconds + 6 },
          'iat is more than 5 seconds ahead of the clock of the gateway: compare your clock with UTC',
        ],
        ['iat as text', { iat: 'now' }, 'iat must be'],
        [
          'nbf six seconds ahead',
          { nbf: startSeconds + 6 },
          'nbf is more than 5 seconds ahead of the clock of the gateway: compare your clock with UTC',
        ],
        ['no jti', { jti: undefined }, 'jti is needed'],
        ['a huge jti', { jti: 'j'.repeat(257) }, 'jti is needed'],
      ])('refuses an assertion with %s', async (_, claims, rule) => {
        const g = await gateway();
        const forged = await assertion({ claims });
        expect(await g.token(forged)).toEqual({
          refused: true,
          code: 'auth/assertion-invalid',
          detail: expect.stringContaining(rule),
        });
      });

      it('refuses a signature by another key', async () => {
        const g = await gateway();
        const stranger = await pair('RS256');
        expect(await g.token(await assertion({ key: stranger.privateKey }))).toMatchObject({
          code: 'auth/assertion-invalid',
          detail: expect.stringContaining('the signature does not verify'),
        });
      });

      it('refuses HMAC with the public key as secret, and none', async () => {
        const g = await gateway();
        const publicBytes = new TextEncoder().encode(JSON.stringify(rsa.jwk));
        const hmacSigned = await assertion({ header: { alg: 'HS256' }, key: publicBytes });
        const [, payload] = hmacSigned.split('.');
        const unsigned = `${btoa('{"alg":"none"}').replaceAll('=', '')}.${payload}.`;
        for (const forged of [hmacSigned, unsigned]) {
          expect(await g.token(forged)).toMatchObject({
            detail: expect.stringContaining('alg must be RS256 or ES256'),
          });
        }
      });

      it('never uses a key with another algorithm than its own', async () => {
        const g = await gateway();
        const claims = { iss: 'cpi-app', sub: 'cpi-app' };
        const sign = (header: Record<string, unknown>, key: CryptoKey) => assertion({ claims, header, key });
        expect(await g.token(await sign({ alg: 'RS256', kid: 'one' }, rsa.privateKey))).toMatchObject({
          detail: expect.stringContaining('alg is not the algorithm of the key'),
        });
        expect(await g.token(await sign({ alg: 'RS256' }, rsa.privateKey))).toMatchObject({
          detail: expect.stringContaining('alg fits no key'),
        });
        expect(await g.token(await sign({ alg: 'ES256' }, ec.privateKey))).toMatchObject({
          detail: expect.stringContaining('kid is needed'),
        });
        expect(await g.token(await sign({ alg: 'ES256', kid: 'three' }, ec.privateKey))).toMatchObject({
          detail: expect.stringContaining('kid names no key'),
        });
        expect(await g.token(await sign({ alg: 'ES256', kid: 'two' }, ec.privateKey))).toMatchObject({
          detail: expect.stringContaining('the signature does not verify'),
        });
        expect(await g.token(await sign({ alg: 'ES256', kid: 'one' }, ec.privateKey))).toHaveProperty('access_token');
      });

      it('refuses a key of the network document that the runtime cannot import', async () => {
        const g = await gateway();
        const [comune, ...others] = clientsNow();
        g.network.view = viewWith([
          { ...(comune as Client), jwks: { keys: [{ kty: 'RSA', n: 'AQAB', e: 'AQAB' }] } },
          ...others,
        ]);
        expect(await g.token(await assertion())).toMatchObject({ code: 'auth/assertion-invalid' });
      });

      it.each(['', 'x', 'a.b.c', `${'a'.repeat(9000)}.b.c`])('refuses what is no JWT: %.10s', async (text) => {
        const g = await gateway();
        const reply = await g.token(text);
        expect(reply).toHaveProperty('refused', true);
      });

      it('accepts an assertion once, however many come at the same time', async () => {
        const g = await gateway();
        const same = await assertion();
        const replies = await Promise.all(Array.from({ length: 10 }, () => g.token(same)));
        expect(replies.filter((reply) => 'access_token' in reply)).toHaveLength(1);
        expect(replies.filter((reply) => 'code' in reply && reply.code === 'auth/assertion-replayed')).toHaveLength(9);
      });

      it('gives nothing when the store cannot say whether the assertion is new', async () => {
        const g = await gateway({ useOnce: () => Promise.reject(new Error('no store')) });
        await expect(g.token(await assertion())).rejects.toThrow('no store');
      });

      it('narrows the token to the scopes that were asked', async () => {
        const g = await gateway();
        const reply = await g.token(await assertion(), { scope: 'referrals:read' });
        expect(reply).toMatchObject({ scope: 'referrals:read' });
      });

      it('refuses a scope the client does not hold, by its name, and one that does not exist, without repeating it', async () => {
        const g = await gateway();
        expect(await g.token(await assertion(), { scope: 'referrals:read network:write' })).toMatchObject({
          code: 'auth/scope-missing',
          detail: expect.stringContaining('network:write'),
        });
        const unknown = await g.token(await assertion({ claims: { jti: 'jti-2' } }), { scope: 'everything' });
        expect(unknown).toMatchObject({ code: 'auth/request-invalid' });
        expect(JSON.stringify(unknown)).not.toContain('everything');
      });

      it.each<[string, [string, string][], string]>([
        [
          'no grant type',
          [
            ['client_assertion_type', assertionType],
            ['client_assertion', 'x'],
          ],
          'grant_type',
        ],
        [
          'another grant',
          [
            ['grant_type', 'password'],
            ['client_assertion_type', assertionType],
            ['client_assertion', 'x'],
          ],
          'grant_type',
        ],
        [
          'another proof',
          [
            ['grant_type', 'client_credentials'],
            ['client_secret', 'x'],
          ],
          'client_assertion_type',
        ],
        [
          'no assertion',
          [
            ['grant_type', 'client_credentials'],
            ['client_assertion_type', assertionType],
          ],
          'client_assertion is missing',
        ],
        [
          'a parameter twice',
          [
            ['grant_type', 'client_credentials'],
            ['grant_type', 'client_credentials'],
          ],
          'grant_type must be given once',
        ],
      ])('refuses %s', async (_, fields, detail) => {
        const g = await gateway();
        expect(await g.tokenFor(new URLSearchParams(fields))).toMatchObject({
          code: 'auth/request-invalid',
          detail: expect.stringContaining(detail),
        });
      });

      it('refuses a client_id that is not the one that signed', async () => {
        const g = await gateway();
        expect(await g.token(await assertion(), { client_id: 'cpi-app' })).toMatchObject({
          code: 'auth/request-invalid',
        });
      });
    });

    describe('an access token', () => {
      it('is verified once and then remembered', async () => {
        const g = await gateway();
        const token = await tokenOf(g);
        await g.call(`Bearer ${token}`);
        await g.call(`bearer ${token}`);
        expect(g.verifications.count).toBe(1);
      });

      it('is forgotten when other tokens need the room', async () => {
        const g = await gateway({ verifiedTokensMax: 1 });
        const first = await tokenOf(g);
        const reply = await g.token(await assertion({ claims: { jti: 'jti-2' } }));
        await g.call(`Bearer ${first}`);
        await g.call(`Bearer ${'access_token' in reply ? reply.access_token : ''}`);
        await g.call(`Bearer ${first}`);
        expect(g.verifications.count).toBe(3);
      });

      it('ends after ten minutes, remembered or not', async () => {
        const g = await gateway();
        const token = await tokenOf(g);
        await g.call(`Bearer ${token}`);
        g.clock.nowMs += 599_000;
        expect(await g.call(`Bearer ${token}`)).toHaveProperty('client_id');
        g.clock.nowMs += 1000;
        expect(await g.call(`Bearer ${token}`)).toMatchObject({ code: 'auth/token-expired' });
      });

      it('is worth nothing once its client left the network, or moved to another body', async () => {
        const g = await gateway();
        const token = await tokenOf(g);
        await g.call(`Bearer ${token}`);
        const [comune, ...others] = clientsNow();
        g.network.view = viewWith(others);
        expect(await g.call(`Bearer ${token}`)).toMatchObject({ code: 'auth/client-unknown' });
        g.network.view = viewWith([{ ...(comune as Client), organization: 'cpi' }, ...others]);
        expect(await g.call(`Bearer ${token}`)).toMatchObject({ code: 'auth/client-unknown' });
      });

      it('never holds more than the client holds now', async () => {
        const g = await gateway();
        const token = await tokenOf(g);
        await g.call(`Bearer ${token}`);
        const [comune, ...others] = clientsNow();
        g.network.view = viewWith([{ ...(comune as Client), scopes: ['referrals:read', 'network:write'] }, ...others]);
        expect(await g.call(`Bearer ${token}`)).toMatchObject({ scopes: ['referrals:read'] });
      });

      it('survives the next signing key, while the former one is still listed', async () => {
        const g = await gateway();
        const token = await tokenOf(g);
        const next = await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey);
        const callWith = async (keys: JWK[]) => {
          const { keySource } = await loadSigningKeys(keys);
          const strategies = [
            bearer({ issuer, keySource, now: () => new Date(start).toISOString(), verifiedTokensMax: 1 }),
          ];
          return createAuthenticate({ network: () => g.network.view, strategies })(
            shown({ authorization: `Bearer ${token}` }),
          );
        };
        expect(await callWith([next, gatewayKey])).toHaveProperty('client_id');
        expect(await callWith([next])).toMatchObject({
          code: 'auth/token-invalid',
          detail: expect.stringContaining('kid'),
        });
      });

      it('is refused when anything about it is not as we issue it', async () => {
        const g = await gateway();
        const good = {
          iss: issuer,
          aud: issuer,
          sub: 'comune-app',
          client_id: 'comune-app',
          organization: 'comune',
          scope: 'referrals:read',
          iat: startSeconds,
          exp: startSeconds + 600,
          jti: 'x',
        };
        const header = { alg: 'ES256', typ: 'at+jwt', kid: g.signingKeys.kid };
        const sign = (
          claims: JWTPayload,
          head: { alg: string; [name: string]: unknown },
          key: CryptoKey | Uint8Array,
        ) => new SignJWT(claims).setProtectedHeader(head).sign(key);
        const own = g.signingKeys.privateKey;
        expect(await g.call(`Bearer ${await sign(good, header, own)}`)).toHaveProperty('client_id');

        const bad = await Promise.all([
          sign({ ...good, aud: 'https://other.example.it' }, header, own),
          sign({ ...good, iss: 'https://other.example.it' }, header, own),
          sign(good, { ...header, typ: 'JWT' }, own),
          sign(good, { alg: 'ES256', kid: g.signingKeys.kid }, own),
          sign(good, { ...header, kid: 'other' }, own),
          sign(good, header, other.privateKey),
          sign(good, { ...header, alg: 'RS256' }, rsa.privateKey),
          sign(good, { ...header, alg: 'HS256' }, new TextEncoder().encode(JSON.stringify(g.signingKeys.publicKeys()))),
          sign({ ...good, scope: 7 }, header, own),
          sign({ iss: issuer, aud: issuer, exp: startSeconds + 600 }, header, own),
          sign({ ...good, nbf: startSeconds + 60 }, header, own),
        ]);
        for (const token of [...bad, 'a.b.c', 'x']) {
          expect(await g.call(`Bearer ${token}`)).toMatchObject({ refused: true, code: 'auth/token-invalid' });
        }
        expect(await g.call(`Bearer ${await sign({ ...good, exp: startSeconds }, header, own)}`)).toMatchObject({
          code: 'auth/token-expired',
        });
      });
    });

    describe('HTTP Basic', () => {
      const header = (id: string, word: string) => `Basic ${btoa(`${id}:${word}`)}`;

      it('admits a client with a hashed secret', async () => {
        const g = await gateway();
        const caller = await g.call(header('old-app', secret));
        expect(caller).toMatchObject({ client_id: 'old-app', scopes: ['inbound:write'] });
        expect(await g.call(header('old-app', secret))).toEqual(caller);
      });

      it.each([
        ['a wrong secret', header('old-app', 'another-secret-of-the-same-length-1')],
        ['an unknown client', header('nobody', secret)],
        ['a client that signs', header('comune-app', secret)],
        ['no secret', header('old-app', '')],
        ['no colon', `Basic ${btoa('old-app')}`],
        ['what is not base64', 'Basic a'],
        ['what is not UTF-8', `Basic ${btoa('old-app:\xff\xfe')}`],
        ['a huge secret', header('old-app', 'x'.repeat(201))],
      ])('refuses %s, always in the same words', async (_, authorization) => {
        const g = await gateway();
        expect(await g.call(authorization)).toEqual({ refused: true, code: 'auth/basic-invalid' });
      });

      it('asks for the new secret as soon as the document holds another hash', async () => {
        const g = await gateway();
        await g.call(header('old-app', secret));
        g.network.view = viewWith([
          { ...(clientsNow()[2] as Client), basic_secret_hash: await hashSecret('the-next-secret-of-the-system-0002') },
        ]);
        expect(await g.call(header('old-app', secret))).toMatchObject({ code: 'auth/basic-invalid' });
      });

      it.each(['old-app', 'nobody'])(
        'derives for eight guesses about %s at a time, and the others come again',
        async (id) => {
          const g = await gateway({ mac: inOrder });
          const replies = await Promise.all(Array.from({ length: 12 }, (_, n) => g.call(header(id, `guess-${n}`))));
          const codes = replies.map((reply) => ('code' in reply ? reply.code : 'admitted'));
          expect(codes.filter((code) => code === 'auth/basic-invalid')).toHaveLength(8);
          expect(codes.filter((code) => code === 'gateway/overloaded')).toHaveLength(4);
          expect(await g.call(header('old-app', secret))).toHaveProperty('client_id');
        },
      );

      it('derives once for a caller it knows, so that guessing does not keep it out, until five minutes passed', async () => {
        const g = await gateway({ mac: inOrder });
        const amidGuesses = () =>
          Promise.all([
            ...Array.from({ length: 8 }, (_, n) => g.call(header('nobody', `guess-${n}`))),
            g.call(header('old-app', secret)),
          ]).then((replies) => replies.at(-1));
        await g.call(header('old-app', secret));
        g.clock.nowMs += 299_999;
        expect(await amidGuesses()).toHaveProperty('client_id');
        g.clock.nowMs += 1;
        expect(await amidGuesses()).toMatchObject({ code: 'gateway/overloaded' });
      });
    });

    describe('the Authorization header', () => {
      it.each<[string, string | undefined, Refusal['code']]>([
        ['is missing', undefined, 'auth/credentials-missing'],
        ['is empty', '', 'auth/credentials-missing'],
        ['has a scheme only', 'Bearer', 'auth/token-invalid'],
        ['has no scheme', 'abc.def.ghi', 'auth/token-invalid'],
        ['comes twice', 'Bearer a, Bearer b', 'auth/token-invalid'],
        ['has another scheme', 'Digest abc', 'auth/credentials-missing'],
        ['is huge', `Bearer ${'a'.repeat(9000)}`, 'auth/token-invalid'],
      ])('is refused when it %s', async (_, authorization, code) => {
        const g = await gateway();
        expect(await g.call(authorization)).toMatchObject({ refused: true, code });
      });

      it('finds the gateway not ready while no network is in force', async () => {
        const authenticate = createAuthenticate({ network: () => null, strategies: [] });
        expect(await authenticate(shown({ authorization: 'Bearer x' }))).toMatchObject({
          code: 'gateway/unavailable',
        });
      });

      it('is put to each strategy in turn, the first that knows it decides', async () => {
        const caller: Caller = {
          client_id: 'pdnd',
          organization: 'comune',
          organization_kind: 'comune',
          scopes: [],
          system: null,
          acting_user: 'u',
          voucher: null,
        };
        const authenticate = createAuthenticate({
          network: () => viewWith(clientsNow()),
          strategies: [
            () => null,
            ({ scheme, credentials }) => (scheme === 'dpop' && credentials === 'v' ? caller : null),
            () => ({ refused: true, code: 'auth/token-invalid' }),
          ],
        });
        expect(await authenticate(shown({ authorization: 'DPoP v' }))).toBe(caller);
      });
    });

    it('says with each refusal how to do better', () => {
      expect(challengeOf('auth/credentials-missing')).toBe(
        'Bearer realm="raccordo", Basic realm="raccordo", charset="UTF-8"',
      );
      expect(challengeOf('auth/token-expired')).toBe('Bearer realm="raccordo", error="invalid_token"');
      expect(challengeOf('auth/basic-invalid')).toBe('Basic realm="raccordo", charset="UTF-8"');
      expect(challengeOf('auth/scope-missing')).toBe('Bearer realm="raccordo", error="insufficient_scope"');
      expect(challengeOf('gate/denied')).toBeNull();
    });
  });
}

const shown = (headers: Record<string, string>) => new Request(`${issuer}/v1/referrals`, { headers });

function viewWith(clients: readonly unknown[]) {
  const organizations = [
    { id: 'comune', name: 'Comune', kind: 'comune' },
    { id: 'cpi', name: 'CPI', kind: 'cpi' },
  ];
  const systems = [{ id: 'cpi-sil', organization: 'cpi', adapter: 'mailbox' }];
  return viewOf(
    Network.parse({
      territory: { id: 'ats', name: 'ATS' },
      organizations,
      services: [],
      agreements: [],
      systems,
      clients,
    }),
    1,
  );
}

async function pair(alg: 'RS256' | 'ES256'): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  return { privateKey, jwk: await exportJWK(publicKey) };
}

/** Ends in the order it was called, and before any derivation does: a real one runs on threads, whose order is anybody's guess. */
const inOrder = async (_key: Uint8Array, data: Uint8Array): Promise<Uint8Array> => data;

async function hmac(key: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey('raw', new Uint8Array(key), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, new Uint8Array(data)));
}
