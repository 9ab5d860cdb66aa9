import { compactVerify, decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import { minuteMs } from '../world/clock.ts';
import { createKeyPair } from '../world/pdnd/key-pair.ts';
import * as modi from '../world/pdnd/modi-tokens.ts';
import type { PdndAsk } from '../world/pdnd-caller.ts';
import { pdndDefaults, pdndIds, pdndKid } from '../world/pdnd-network.ts';
import type { PdndReply, PdndWorld } from '../world/pdnd-world.ts';
import { toAsl } from '../world/people.ts';
import type { StartPdndWorld } from './pdnd-suite.ts';

const refer: PdndAsk = { body: toAsl() };
const read: PdndAsk = { method: 'GET', path: '/v1/referrals' };

/** What the ledger holds about calls over PDND, the first one first. */
export async function callsOf({ world }: Pick<PdndWorld, 'world'>): Promise<readonly Exchange[]> {
  const listed = await world.store.listExchanges({}, null, 500);
  if (listed === 'invalid_cursor') throw new Error('no cursor was given');
  const calls = listed.items.filter(({ operation }) => operation === 'pdnd.call');
  return calls.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** The claims of a reply's signature, once it holds over digest and headers as they arrived. */
async function sealOf({ keys }: PdndWorld, reply: PdndReply): Promise<Readonly<Record<string, unknown>>> {
  const compact = reply.headers.get('agid-jwt-signature') ?? '';
  const { payload, protectedHeader } = await compactVerify(compact, keys.replies.jwk, { algorithms: ['ES256'] });
  expect(protectedHeader.kid).toBe(pdndKid('raccordo-risposte'));
  const digest = await modi.digestOf(reply.bytes);
  expect(reply.headers.get('digest')).toBe(digest);
  const claims = JSON.parse(new TextDecoder().decode(payload));
  expect(claims.signed_headers).toEqual([{ digest }, { 'content-type': reply.headers.get('content-type') }]);
  return claims;
}

export function pdndJourneys(start: StartPdndWorld): void {
  describe('a call', () => {
    it.each([false, true])('with a voucher that PDND gave is served (DPoP: %s)', async (dpop) => {
      const on = await start();
      const voucher = await voucherFromPdnd(on, dpop);
      const reply = await on.ask({ ...refer, voucher, dpop, evidence: false });
      expect(reply.status, reply.text).toBe(201);
      expect(await callsOf(on)).toMatchObject([
        {
          permitted: true,
          rule: 'permit/proofs',
          outcome: 'served',
          call: {
            operation: 'submit_referral',
            status: 201,
            consumer_id: pdndIds.consumer,
            purpose_id: pdndIds.healthPurpose,
            token_id: decodeJwt(voucher).jti,
          },
        },
      ]);
    });

    it('under one voucher is served as often as it is made, until that expires', async () => {
      const on = await start();
      const voucher = await on.caller.voucher();
      const statuses: number[] = [];
      for (let call = 0; call < 3; call += 1) {
        statuses.push((await on.ask({ ...read, voucher, evidence: false })).status);
        on.clock.advance(minuteMs);
      }
      expect(statuses).toEqual([200, 200, 200]);
      on.clock.advance(10 * minuteMs);
      expect(await on.ask({ ...read, voucher, evidence: false })).toMatchObject({ status: 401 });
    });

    it('brings its acting user into the ledger, and on to the partner', async () => {
      const on = await start();
      expect((await on.ask(refer)).status).toBe(201);
      const [call] = await callsOf(on);
      expect(call).toMatchObject({ acting_user: 'operatore-17' });
      await on.world.tick();
      expect(on.partner.judged).toMatchObject([{ check: null, userId: 'operatore-17' }]);
    });

    it('is answered with a signature for its caller, whatever the answer', async () => {
      const on = await start();
      const bytes = new TextEncoder().encode(JSON.stringify(refer.body));
      const request_digest = await modi.digestOf(bytes);
      const served = await on.ask(refer);
      expect(await sealOf(on, served)).toMatchObject({ aud: pdndIds.client, request_digest });
      const altered = await on.ask({ ...refer, headers: { 'idempotency-key': null } });
      expect(altered.status).toBe(400);
      expect(await sealOf(on, altered)).toMatchObject({ aud: pdndIds.client, request_digest });
      const missing = await on.ask({ method: 'GET', path: '/v1/referrals/019aa3c0-0000-7000-8000-00000000dead' });
      expect(missing.status).toBe(404);
      expect(await sealOf(on, missing)).toMatchObject({ aud: pdndIds.client });
      const expired = { claims: { exp: Math.floor(Date.parse(on.clock.now()) / 1000) - 1 } };
      const refused = await on.ask({ ...read, evidence: false, spoil: { voucher: expired } });
      expect([refused.status, refused.code]).toEqual([401, 'voucher/exp-past']);
      expect(await sealOf(on, refused)).toMatchObject({ aud: pdndIds.client });
    });
  });

  describe('a refused call', () => {
    it.each(refusals)('says %s %s to its caller and to the ledger', async (status, code, ask) => {
      const on = await start();
      const reply = await on.ask(ask);
      expect([reply.status, reply.code], reply.text).toEqual([status, code]);
      if (status === 401) expect(reply.headers.get('www-authenticate')).toContain('error=');
      expect(await callsOf(on)).toMatchObject([{ rule: code, permitted: false, outcome: 'refused', call: { status } }]);
    });

    it.each(refusals)(
      'where disclosure is coarse, says no more than %s, and the ledger all: %s',
      async (_, code, ask) => {
        const on = await start({ given: { trust: { disclosure: 'coarse' } } });
        const reply = await on.ask(ask);
        const opaque = { 400: 'auth/proof-refused', 401: 'auth/proof-unaccepted', 403: 'auth/proof-forbidden' };
        const told = Object.entries(opaque).find(([, each]) => each === reply.code);
        expect(told?.[0]).toBe(String(reply.status));
        expect(reply.text).not.toContain(code);
        expect([...reply.headers].join()).not.toContain(code);
        expect(await callsOf(on)).toMatchObject([{ rule: code, permitted: false, outcome: 'refused' }]);
      },
    );
  });

  describe('the clock of the caller', () => {
    const skewed = (seconds: number, on: PdndWorld) => {
      const iat = Math.floor(Date.parse(on.clock.now()) / 1000) + seconds;
      return { claims: { iat, nbf: iat, exp: iat + 60 } };
    };
    it.each([
      ['voucher', 4, 201, null],
      ['voucher', 6, 401, 'voucher/nbf-early'],
      ['signature', 4, 201, null],
      ['signature', 6, 400, 'signature/nbf-early'],
      ['evidence', 4, 201, null],
      ['evidence', 6, 400, 'evidence/nbf-early'],
    ] as const)('may be that of the %s: %i s ahead is answered %i', async (token, seconds, status, code) => {
      const on = await start();
      const reply = await on.ask({ ...refer, spoil: { [token]: skewed(seconds, on) } });
      expect([reply.status, reply.code]).toEqual([status, code]);
    });

    it.each([
      [9, 201],
      [11, 401],
    ])('may be that of a DPoP proof: %i s ahead is answered %i', async (seconds, status) => {
      const on = await start();
      const iat = Math.floor(Date.parse(on.clock.now()) / 1000) + seconds;
      expect((await on.ask({ ...refer, dpop: true, spoil: { dpop: { claims: { iat } } } })).status).toBe(status);
    });
  });

  describe('what changes at PDND', () => {
    it('denies a purpose that was suspended, from the next refresh on, until it is active again', async () => {
      const on = await start();
      await on.world.tick();
      expect((await on.ask(read)).status).toBe(200);
      on.pdnd.registry.suspendPurpose(pdndIds.healthPurpose);
      on.clock.advance(minuteMs);
      await on.world.tick();
      const denied = await on.ask(read);
      expect([denied.status, denied.code]).toEqual([403, 'voucher/purpose-id-suspended']);
      expect((await on.ask({ ...read, purposeId: pdndIds.labourPurpose })).status).toBe(200);
      on.pdnd.registry.activatePurpose(pdndIds.healthPurpose);
      on.clock.advance(minuteMs);
      await on.world.tick();
      expect((await on.ask(read)).status).toBe(200);
      const calls = await callsOf(on);
      expect(calls.map(({ rule, call }) => [rule, call?.purpose_id === pdndIds.healthPurpose])).toEqual([
        ['permit/proofs', true],
        ['voucher/purpose-id-suspended', true],
        ['permit/proofs', false],
        ['permit/proofs', true],
      ]);
    });

    it('takes the vouchers of a new key while it runs, and those of a withdrawn one no longer than its set counts', async () => {
      const on = await start({ given: { trust: { jwks_cache_seconds: 300 } } });
      const former = await on.caller.voucher();
      expect((await on.ask({ ...read, voucher: former, evidence: false })).status).toBe(200);
      on.clock.advance(minuteMs);
      await on.pdnd.vouchers.rotate();
      expect((await on.ask(read)).status).toBe(200);
      expect((await on.ask({ ...read, voucher: former, evidence: false })).status).toBe(200);
      expect(on.pdnd.front.count('/.well-known/jwks.json')).toBe(2);
      on.pdnd.vouchers.forgetFormerKeys();
      on.clock.advance(6 * minuteMs);
      const refused = await on.ask({ ...read, voucher: former, evidence: false });
      expect([refused.status, refused.code]).toEqual([401, 'voucher/kid-unknown']);
      expect((await on.ask(read)).status).toBe(200);
    });

    it('finds the new key of a client that signs', async () => {
      const on = await start();
      expect((await on.ask(refer)).status).toBe(201);
      const key = await createKeyPair('RS256', pdndKid('chiave-nuova'));
      const early = await on.ask({ ...refer, key });
      expect([early.status, early.code]).toEqual([400, 'evidence/kid-unknown']);
      on.pdnd.registry.publishKey(pdndIds.client, key.jwk);
      on.clock.advance(2 * minuteMs);
      expect((await on.ask({ ...refer, key })).status).toBe(201);
    });

    it('serves from what the store remembers while PDND is down when a process starts', async () => {
      const on = await start();
      expect((await on.ask(refer)).status).toBe(201);
      on.takePdndDown();
      const restarted = await on.again();
      const reply = await restarted.fetch(await on.caller.request(refer));
      expect(reply.status, await reply.text()).toBe(201);
    });

    it('serves nothing where PDND is down and the store remembers nothing', async () => {
      const on = await start();
      on.takePdndDown();
      const reply = await on.ask(refer);
      expect([reply.status, reply.code]).toEqual([503, 'voucher/kid-unavailable']);
      const { items } = (await on.world.as('ats-amministratore').get<{ items: unknown[] }>('/v1/referrals')).body;
      expect(items).toEqual([]);
    });
  });
}

/** By the way that the caller takes itself: an assertion to PDND's token endpoint. */
async function voucherFromPdnd({ pdnd, keys, clock }: PdndWorld, dpop: boolean): Promise<string> {
  const life = (jti: string) => ({ nowSeconds: Math.floor(Date.parse(clock.now()) / 1000), jti });
  const body = modi.tokenForm(
    pdndIds.client,
    await modi.assertion(keys.caller, {
      ...life('assertion-1'),
      clientId: pdndIds.client,
      audience: pdndDefaults.assertion_audience,
      purposeId: pdndIds.healthPurpose,
    }),
  );
  const proof = dpop
    ? { dpop: await modi.dpopProof(keys.dpop, { ...life('proof-1'), method: 'POST', url: pdnd.tokenUrl }) }
    : {};
  const reply = await pdnd.fetch(new Request(pdnd.tokenUrl, { method: 'POST', body, headers: proof }));
  expect(pdnd.refused).toEqual([]);
  return ((await reply.json()) as { access_token: string }).access_token;
}

const wrong = '00000000-0000-4000-8000-000000000000';
const claims = (token: keyof NonNullable<PdndAsk['spoil']>, given: object): PdndAsk => ({
  ...refer,
  spoil: { [token]: { claims: given } },
});

/** Of each kind of proof something, through everything there is before and behind it. */
const refusals: [status: number, code: string, PdndAsk][] = [
  [401, 'voucher/aud-wrong', claims('voucher', { aud: 'https://altrui.example' })],
  [401, 'voucher/exp-missing', claims('voucher', { exp: undefined })],
  [401, 'voucher/kid-unknown', { ...refer, spoil: { voucher: { header: { kid: 'di-nessuno' } } } }],
  [403, 'voucher/producer-id-wrong', claims('voucher', { producerId: wrong })],
  [403, 'voucher/eservice-id-wrong', claims('voucher', { eserviceId: wrong })],
  [403, 'voucher/purpose-id-unknown', claims('voucher', { purposeId: wrong })],
  [400, 'evidence/binding-wrong', claims('voucher', { digest: { alg: 'SHA256', value: '0'.repeat(64) } })],
  [401, 'dpop/htu-wrong', { ...claims('dpop', { htu: 'https://altrui.example/v1/referrals' }), dpop: true }],
  [401, 'dpop/ath-wrong', { ...claims('dpop', { ath: 'A'.repeat(43) }), dpop: true }],
  [400, 'evidence/aud-wrong', claims('evidence', { aud: 'https://altrui.example' })],
  [403, 'evidence/purpose-id-wrong', claims('evidence', { purposeId: wrong })],
  [400, 'signature/header-missing', { ...refer, signature: false }],
  [400, 'signature/aud-wrong', claims('signature', { aud: 'https://altrui.example' })],
  [400, 'signature/content-type-unsigned', claims('signature', { signed_headers: [{ digest: 'x' }] })],
  [400, 'signature/kid-unknown', { ...refer, spoil: { signature: { header: { kid: pdndKid('di-nessuno') } } } }],
  [400, 'digest/value-wrong', { ...refer, altered: `${JSON.stringify(refer.body)} ` }],
];
