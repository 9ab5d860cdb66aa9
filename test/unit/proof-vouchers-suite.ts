import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SendResult, VoucherAsk } from '../../src/ports.ts';
import { voucherLimits } from '../../src/proof/index.ts';
import { minuteMs } from '../world/clock.ts';
import {
  answered,
  ask,
  assertionAudience,
  clientId,
  createStand,
  granted,
  held,
  type Keys,
  kid,
  makeKeys,
  purposeId,
  settle,
  startSeconds,
  tokenUrl,
} from './proof-stand.ts';

const digest = 'ab'.repeat(32);
const got = (token: string, inSeconds = 600) => ({ ok: true, token, expiresAtMs: (startSeconds + inSeconds) * 1000 });
const other = (n: number, more: Partial<VoucherAsk> = {}): VoucherAsk => ({
  ...ask,
  evidenceDigest: n.toString(16).padStart(64, '0'),
  ...more,
});

/** Vouchers from an authorization server, on whatever runtime starts it. */
export function vouchersSuite(runtime: string): void {
  let keys: Keys;
  beforeAll(async () => {
    keys = await makeKeys();
  });

  describe(`the client assertion on ${runtime}`, () => {
    it.each([
      ['for a purpose', ask, { purposeId }],
      ['without one', { ...ask, purposeId: null }, {}],
      [
        'bound to an evidence',
        { ...ask, evidenceDigest: digest },
        { purposeId, digest: { alg: 'SHA256', value: digest } },
      ],
    ])('%s has what PDND allows and nothing else', async (_what, given, more) => {
      const { vouchers, asked } = createStand(keys);
      expect(await vouchers.voucherOf(given)).toEqual(got('v1'));
      const [request] = asked;
      expect(request).toMatchObject({
        method: 'POST',
        url: tokenUrl,
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      });
      const { client_assertion: assertion = '', ...form } = request?.form ?? {};
      expect(form).toEqual({
        client_id: clientId,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        grant_type: 'client_credentials',
      });
      expect(decodeProtectedHeader(assertion)).toEqual({ alg: 'RS256', kid, typ: 'JWT' });
      expect(decodeJwt(assertion)).toEqual({
        iss: clientId,
        sub: clientId,
        aud: assertionAudience,
        jti: 'id-1',
        iat: startSeconds,
        exp: startSeconds + 300,
        ...more,
      });
      const currentDate = new Date(startSeconds * 1000);
      await jwtVerify(assertion, await importJWK(keys.ours, 'RS256'), { currentDate });
    });

    it.each([
      ['is missing', 'NO_KEY', 'key-missing'],
      ['is of another kind than PDND takes', 'EC_KEY', 'key-unfit'],
    ])('is not made with a key that %s', async (_what, secret, code) => {
      const { vouchers, asked } = createStand(keys);
      expect(await vouchers.voucherOf({ ...ask, key: { secret, kid } })).toEqual({
        ok: false,
        code,
        retryAfterMs: null,
      });
      expect(asked).toEqual([]);
    });
  });

  describe(`vouchers on ${runtime}`, () => {
    it('are asked for once, however many want one', async () => {
      const { vouchers, asked } = createStand(keys);
      const all = await Promise.all(Array.from({ length: 100 }, () => vouchers.voucherOf(ask)));
      expect(all).toEqual(Array.from({ length: 100 }, () => got('v1')));
      expect(asked).toHaveLength(1);
    });

    it.each<[string, Partial<VoucherAsk>]>([
      ['token endpoint', { tokenUrl: 'https://other.example/token' }],
      ['audience', { assertionAudience: 'other.example/client-assertion' }],
      ['client', { clientId: '2f1b7c9a-6a53-4a0e-9d38-0d7f1f6f3a09' }],
      ['purpose', { purposeId: null }],
      ['key', { key: { secret: 'OUR_KEY', kid: 'another' } }],
      ['evidence', { evidenceDigest: digest }],
    ])('of another %s are others', async (_what, more) => {
      const { vouchers, asked } = createStand(keys);
      expect(await vouchers.voucherOf(ask)).toEqual(got('v1'));
      expect(await vouchers.voucherOf({ ...ask, ...more })).toEqual(got('v2'));
      expect(await vouchers.voucherOf(ask)).toEqual(got('v1'));
      expect(asked).toHaveLength(2);
    });

    it('are used until a tenth of their life is left', async () => {
      const { vouchers, asked, clock } = createStand(keys);
      await vouchers.voucherOf(ask);
      clock.advance(540_000 - 1);
      expect(await vouchers.voucherOf(ask)).toEqual(got('v1'));
      await settle(() => asked.length > 1, 20);
      expect(asked).toHaveLength(1);
    });

    it('are renewed once from then on, while the old one still counts', async () => {
      const late = held<SendResult>();
      const { vouchers, asked, clock } = createStand(keys, {
        token: (nth) => (nth === 1 ? granted('v1') : late.promise),
      });
      await vouchers.voucherOf(ask);
      clock.advance(540_000);
      const during = await Promise.all(Array.from({ length: 100 }, () => vouchers.voucherOf(ask)));
      expect(during).toEqual(Array.from({ length: 100 }, () => got('v1')));
      await settle(() => asked.length > 1);
      expect(asked).toHaveLength(2);
      late.keep(granted('v2'));
      let now = await vouchers.voucherOf(ask);
      for (let turn = 0; turn < 100 && now.ok && now.token === 'v1'; turn += 1) {
        await settle(() => false, 1);
        now = await vouchers.voucherOf(ask);
      }
      expect(now).toEqual(got('v2', 540 + 600));
      expect(asked).toHaveLength(2);
    });

    it('that could not be renewed count to their end, and not beyond', async () => {
      const { vouchers, clock } = createStand(keys, {
        token: (nth) => (nth === 1 ? granted('v1') : answered(400, '{}')),
      });
      await vouchers.voucherOf(ask);
      clock.advance(600_000 - 1);
      expect(await vouchers.voucherOf(ask)).toEqual(got('v1'));
      clock.advance(1);
      expect(await vouchers.voucherOf(ask)).toMatchObject({ ok: false, code: 'voucher-refused' });
    });

    it('do not grow without end', async () => {
      const { vouchers, asked } = createStand(keys);
      for (let n = 0; n <= voucherLimits.vouchersMax; n += 100) {
        await Promise.all(Array.from({ length: 100 }, (_, i) => vouchers.voucherOf(other(n + i))));
      }
      const before = asked.length;
      await vouchers.voucherOf(other(voucherLimits.vouchersMax));
      expect(asked).toHaveLength(before);
      await vouchers.voucherOf(other(0));
      expect(asked).toHaveLength(before + 1);
    });

    it('of a server that hangs hold up no other server, and only so many requests are made to it', async () => {
      const hanging = held<SendResult>();
      const { vouchers, asked } = createStand(keys, {
        token: (nth, { url }) => (url === tokenUrl ? hanging.promise : granted(`v${nth}`)),
      });
      const waiting = Array.from({ length: 50 }, (_, n) => vouchers.voucherOf(other(n)));
      await settle(() => asked.length >= voucherLimits.atATimeMax);
      const elsewhere = 'https://other.example/token';
      const fast = await Promise.all(
        Array.from({ length: 50 }, (_, n) => vouchers.voucherOf(other(n, { tokenUrl: elsewhere }))),
      );
      expect(fast.every(({ ok }) => ok)).toBe(true);
      expect(asked.filter(({ url }) => url === tokenUrl)).toHaveLength(voucherLimits.atATimeMax);
      hanging.keep(granted('late'));
      expect((await Promise.all(waiting)).every(({ ok }) => ok)).toBe(true);
    });

    it('are refused to those for whom no place to wait is left', async () => {
      const hanging = held<SendResult>();
      const { vouchers } = createStand(keys, { token: () => hanging.promise });
      const max = voucherLimits.atATimeMax + voucherLimits.waitingMax;
      const waiting = Array.from({ length: max }, (_, n) => vouchers.voucherOf(other(n)));
      expect(await vouchers.voucherOf(other(max))).toEqual({ ok: false, code: 'voucher-busy', retryAfterMs: null });
      hanging.keep(granted('late'));
      expect((await Promise.all(waiting)).every(({ ok }) => ok)).toBe(true);
    });

    it('can be asked for again when a request that never ends has had its time', async () => {
      const { vouchers, asked, clock } = createStand(keys, {
        token: (nth) => (nth === 1 ? new Promise<SendResult>(() => {}) : granted(`v${nth}`)),
      });
      void vouchers.voucherOf(ask);
      await settle(() => asked.length === 1);
      clock.advance(voucherLimits.flightMsMax);
      expect(await vouchers.voucherOf(ask)).toMatchObject({ ok: true, token: 'v2' });
    });
  });

  describe(`an authorization server on ${runtime}`, () => {
    const problem = JSON.stringify({
      status: 400,
      errors: [{ code: '015-0008', detail: 'Unable to generate a token' }],
    });
    const failed = (at: 'connect' | 'exchange' | 'redirect' | 'oversize'): SendResult => ({
      answered: false,
      at,
      code: 'x',
    });
    const tooMany = (headers: Record<string, string>) => answered(429, '{}', headers);

    it.each<[string, SendResult, string, number]>([
      ['refuses', answered(400, problem), 'voucher-refused', 30_000],
      ['knows no such client', answered(401, '{"error":"invalid_client"}'), 'voucher-refused', 30_000],
      ['is not there', failed('connect'), 'voucher-unreachable', 2_000],
      ['does not answer', failed('exchange'), 'voucher-unreachable', 2_000],
      ['redirects', failed('redirect'), 'voucher-unreachable', 2_000],
      ['answers at too great a length', failed('oversize'), 'voucher-unreachable', 2_000],
      ['is down', answered(503), 'voucher-unreachable', 2_000],
      ['is down for a while', answered(503, '', { 'retry-after': '20' }), 'voucher-unreachable', 20_000],
      ['is asked too often', tooMany({}), 'voucher-rate-limited', 10_000],
      ['is asked too often, in ms', tooMany({ 'x-rate-limit-interval': '7000' }), 'voucher-rate-limited', 7_000],
      ['is asked too often, in s', tooMany({ 'retry-after': '7' }), 'voucher-rate-limited', 7_000],
      [
        'is asked too often, until an instant',
        tooMany({ 'retry-after': 'Fri, 20 Nov 2026 09:00:30 GMT' }),
        'voucher-rate-limited',
        30_000,
      ],
      ['wants years to pass', tooMany({ 'retry-after': '99999999' }), 'voucher-rate-limited', 10 * minuteMs],
      ['says nonsense', answered(200, 'x'), 'voucher-malformed', 30_000],
      ['gives no token', granted('', {}), 'voucher-malformed', 30_000],
      ['gives a token that is none', granted('a b'), 'voucher-malformed', 30_000],
      ['gives a token that is too long', granted('a'.repeat(8193)), 'voucher-malformed', 30_000],
      ['gives a token of another type', granted('v', { token_type: 'DPoP' }), 'voucher-malformed', 30_000],
      ['does not say how long it counts', granted('v', { expires_in: null }), 'voucher-malformed', 30_000],
      ['gives one that counts no longer', granted('v', { expires_in: 0 }), 'voucher-malformed', 30_000],
      ['gives one that counts for ever', granted('v', { expires_in: 1e9 }), 'voucher-malformed', 30_000],
    ])('that %s is not asked again before its time', async (_what, result, code, holdMs) => {
      const { vouchers, asked, clock } = createStand(keys, {
        token: (nth) => (nth === 1 ? result : granted(`v${nth}`)),
      });
      expect(await vouchers.voucherOf(ask)).toEqual({ ok: false, code, retryAfterMs: holdMs });
      clock.advance(holdMs - 1);
      expect(await vouchers.voucherOf(ask)).toEqual({ ok: false, code, retryAfterMs: 1 });
      expect(asked).toHaveLength(1);
      clock.advance(1);
      expect(await vouchers.voucherOf(ask)).toMatchObject({ ok: true, token: 'v2' });
    });

    it('whose limit is reached is spared by all that the client wants', async () => {
      const { vouchers, asked } = createStand(keys, { token: () => tooMany({}) });
      await vouchers.voucherOf(ask);
      expect(await vouchers.voucherOf({ ...ask, purposeId: null })).toMatchObject({ code: 'voucher-rate-limited' });
      expect(asked).toHaveLength(1);
    });

    it('that refuses is spared by all who act under the same configuration, and by no other', async () => {
      const { vouchers, asked } = createStand(keys, { token: () => answered(400, '{}') });
      await vouchers.voucherOf(ask);
      expect(await vouchers.voucherOf(other(1))).toMatchObject({ code: 'voucher-refused' });
      expect(asked).toHaveLength(1);
      await vouchers.voucherOf({ ...ask, purposeId: null });
      expect(asked).toHaveLength(2);
    });

    it('that refuses is in the log with its code, without a token', async () => {
      const { vouchers, logged } = createStand(keys, { token: () => answered(400, problem) });
      await vouchers.voucherOf(ask);
      const fields = { client_id: clientId, purpose_id: purposeId, code: 'voucher-refused', reason: '400 015-0008' };
      expect(logged).toEqual([JSON.stringify(['warn', 'voucher.not_obtained', fields])]);
      expect((await createStandAfter(keys)).logged).toEqual([]);
    });
  });

  describe(`DPoP at the token endpoint on ${runtime}`, () => {
    const bound = (token: string) => granted(token, { token_type: 'DPoP' });
    const dpopAsk = { ...ask, dpop: true };

    it('comes with a proof of the key pair that the gateway made', async () => {
      const { vouchers, asked } = createStand(keys, { token: () => bound('v1') });
      expect(await vouchers.voucherOf(dpopAsk)).toEqual(got('v1'));
      const proof = asked[0]?.headers.dpop ?? '';
      const { jwk, ...header } = decodeProtectedHeader(proof);
      expect(header).toEqual({ typ: 'dpop+jwt', alg: 'ES256' });
      expect(Object.keys(jwk ?? {}).sort()).toEqual(['crv', 'kty', 'x', 'y']);
      expect(decodeJwt(proof)).toEqual({ htm: 'POST', htu: tokenUrl, iat: startSeconds, jti: 'id-1' });
      await jwtVerify(proof, await importJWK(jwk ?? {}, 'ES256'), { currentDate: new Date(startSeconds * 1000) });
    });

    it('refuses a voucher that is not bound', async () => {
      const { vouchers } = createStand(keys, { token: () => granted('v1') });
      expect(await vouchers.voucherOf(dpopAsk)).toMatchObject({ code: 'voucher-malformed' });
    });

    it('puts the nonce that is wanted into the proof, once', async () => {
      const wants = answered(400, '{"error":"use_dpop_nonce"}', { 'dpop-nonce': 'n-1' });
      const { vouchers, asked } = createStand(keys, { token: (nth) => (nth === 1 ? wants : bound('v1')) });
      expect(await vouchers.voucherOf(dpopAsk)).toEqual(got('v1'));
      expect(asked.map(({ headers }) => decodeJwt(headers.dpop ?? '').nonce)).toEqual([undefined, 'n-1']);
      const [first, second] = asked.map(({ form }) => decodeJwt(form.client_assertion ?? '').jti);
      expect(first).not.toBe(second);
      const never = createStand(keys, { token: () => wants });
      expect(await never.vouchers.voucherOf(dpopAsk)).toMatchObject({ code: 'voucher-refused' });
      expect(never.asked).toHaveLength(2);
    });
  });
}

async function createStandAfter(keys: Keys) {
  const stand = createStand(keys);
  await stand.vouchers.voucherOf(ask);
  return stand;
}
