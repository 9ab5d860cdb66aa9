import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { referralRequestExample } from '../../contracts/canonical/referral.ts';
import type { Caller } from '../../src/ports.ts';
import { aReferral, noon } from './fake-app.ts';
import {
  facts,
  foreign,
  forged,
  good,
  pdndClient,
  stranger,
  trustingApp,
  unbound,
  voucherOf,
  withVoucher,
} from './trusting.ts';

const digestOf = (text: string) => `SHA-256=${createHash('sha256').update(text).digest('base64')}`;
const bearing = (authorization: string, more: Record<string, string> = {}) => ({ authorization, ...more });
const submit = { 'idempotency-key': 'key-00000001' };
const sent = JSON.stringify(referralRequestExample);

describe('proofs', () => {
  it('are checked over the bytes as they came, and the acting user goes on', async () => {
    const { send, asked, proven } = await trustingApp();
    const spaced = `  ${sent}\n`;
    const path = '/v1/referrals?limit=3';
    await send('GET', path, { headers: bearing(good) });
    const reply = await send('POST', '/v1/referrals', { headers: bearing(good, submit), body: spaced });
    expect(reply.status).toBe(201);
    expect(
      proven.map(({ operation, method, url, body, certificate }) => [operation, method, url, body, certificate]),
    ).toEqual([
      ['list_referrals', 'GET', `https://gateway.example.it${path}`, null, null],
      ['submit_referral', 'POST', 'https://gateway.example.it/v1/referrals', new TextEncoder().encode(spaced), null],
    ]);
    expect(asked.map(({ call }) => [call.caller.acting_user, call.caller.voucher?.token_id])).toEqual([
      ['op-7', 'voucher-1'],
      ['op-7', 'voucher-1'],
    ]);
  });

  it.each([
    ['what is no JSON', {}, '{', 400, 'signature/digest-wrong'],
    ['what is no UTF-8', {}, new Uint8Array([0xff]), 400, 'signature/digest-wrong'],
    ['a key that is missing', { 'idempotency-key': '' }, sent, 400, 'signature/digest-wrong'],
    ['a representation that is not had', { accept: 'text/html' }, sent, 406, 'request/not-acceptable'],
    ['a content type that is not read', { 'content-type': 'text/plain' }, sent, 415, 'request/unsupported-media-type'],
    ['a coding that is not read', { 'content-encoding': 'gzip' }, sent, 415, 'request/unsupported-media-type'],
    ['a body that is too large', {}, ' '.repeat(300_000), 413, 'request/too-large'],
  ])('that do not hold, beside %s', async (_, headers, body, status, code) => {
    const { send, calls } = await trustingApp();
    const more = { ...submit, 'agid-jwt-signature': 'signature/digest-wrong', ...headers };
    const reply = await send('POST', '/v1/referrals', { headers: bearing(good, more), body });
    expect([reply.status, reply.json.code]).toEqual([status, code]);
    expect(calls.map(({ fault }) => fault)).toEqual([code]);
  });

  it('are those of the system in whose name a message speaks', async () => {
    const { send, proven } = await trustingApp();
    await send('POST', '/v1/inbound/asl-fhir', { headers: bearing(good), body: '{}' });
    await send('POST', '/v1/referrals', { headers: bearing(good, submit), body: sent });
    expect(proven.map(({ speaksAs }) => speaksAs)).toEqual(['asl-fhir', null]);
  });

  it('come after the scope', async () => {
    const { send, proven } = await trustingApp({
      ports: { authenticate: async () => ({ ...withVoucher, scopes: [] }) },
    });
    expect((await send('GET', '/v1/referrals', { headers: bearing(good) })).json.code).toBe('auth/scope-missing');
    expect(proven).toEqual([]);
  });

  it('let nothing through when what they stand on breaks off', async () => {
    const { send, asked, calls, lines } = await trustingApp({
      ports: { verifyProofs: () => Promise.reject(new Error('gone')) },
    });
    const reply = await send('GET', '/v1/referrals', { headers: bearing(good) });
    expect([reply.status, reply.json.code, asked]).toEqual([503, 'gateway/unavailable', []]);
    expect(calls.map(({ status, fault }) => [status, fault])).toEqual([[503, 'gateway/unavailable']]);
    expect(JSON.stringify(lines)).not.toContain('gone');
  });

  it('see the certificate of the connection', async () => {
    const { send, proven } = await trustingApp({ ports: { certificateOf: async () => 'ab'.repeat(32) } });
    await send('GET', '/v1/referrals', { headers: bearing(good) });
    expect(proven.map(({ certificate }) => certificate)).toEqual(['ab'.repeat(32)]);
  });
});

describe('the reply to who came with a voucher', () => {
  it('is signed, and tied to the request', async () => {
    const { send, claimsOf } = await trustingApp();
    const reply = await send('POST', '/v1/referrals', { headers: bearing(good, submit), body: sent });
    expect(reply.headers.get('digest')).toBe(digestOf(reply.text));
    const seconds = Date.parse(noon) / 1000;
    expect(await claimsOf(reply)).toEqual({
      iss: 'https://gateway.example.it',
      aud: pdndClient,
      iat: seconds,
      nbf: seconds,
      exp: seconds + 300,
      jti: 'reply-1',
      signed_headers: [{ digest: digestOf(reply.text) }, { 'content-type': 'application/json' }],
      request_digest: digestOf(sent),
    });
    expect([reply.headers.get('etag'), reply.headers.get('x-ratelimit-limit')]).toEqual(['"v1"', '6000']);
  });

  const large = ' '.repeat(300_000);
  it.each([
    ['404', 'GET', '/v1/nothing', good, {}, undefined, 404],
    ['404 of an operation', 'GET', '/v1/exchanges/nothing', good, {}, undefined, 404],
    ['405', 'PATCH', '/v1/referrals', good, {}, undefined, 405],
    ['401', 'GET', '/v1/referrals', forged, {}, undefined, 401],
    ['400', 'GET', '/v1/referrals', good, { 'agid-jwt-signature': 'signature/exp-past' }, undefined, 400],
    ['409', 'GET', '/v1/referrals', good, { 'agid-jwt-signature': 'signature/jti-used' }, undefined, 409],
    ['413', 'POST', '/v1/referrals', good, submit, large, 413],
    ['415', 'POST', '/v1/referrals', good, { ...submit, 'content-type': 'text/plain' }, sent, 415],
    ['422', 'POST', '/v1/referrals', good, submit, '{}', 422],
    ['200 of what is public', 'GET', '/status', good, {}, undefined, 200],
    ['401 for a client that nobody knows', 'GET', '/v1/referrals', foreign, {}, undefined, 401],
    ['401 without credentials', 'GET', '/v1/referrals', '', { digest: digestOf('') }, undefined, 401],
  ])('with %s is signed', async (_, method, path, authorization, headers, body, status) => {
    const { send, claimsOf } = await trustingApp();
    const reply = await send(method, path, { headers: bearing(authorization, headers), body });
    const { signed_headers, aud } = await claimsOf(reply);
    expect(signed_headers).toEqual([
      { digest: digestOf(reply.text) },
      { 'content-type': reply.headers.get('content-type') },
    ]);
    // For whom a refusal is meant is told of the voucher, so that nobody learns who is a client here.
    expect(aud).toBe(authorization === '' ? undefined : authorization === foreign ? stranger : pdndClient);
    expect(reply.status).toBe(status);
  });

  it('is signed when something broke, and when there is no room', async () => {
    const broken = await trustingApp({ verbs: { listReferrals: () => Promise.reject(new Error('x')) } });
    const failed = await broken.send('GET', '/v1/referrals', { headers: bearing(good) });
    expect([failed.status, (await broken.claimsOf(failed)).aud]).toEqual([500, pdndClient]);
    expect(broken.calls.map(({ status, fault }) => [status, fault])).toEqual([[500, 'gateway/failure']]);

    const full = await trustingApp({ limits: { inFlightMax: 0 } });
    const turned = await full.send('GET', '/v1/referrals', { headers: bearing(good) });
    expect([turned.status, (await full.claimsOf(turned)).aud]).toEqual([503, pdndClient]);
    // Nobody looked at the voucher.
    expect(full.calls).toEqual([]);
  });

  it('to HEAD is signed as that to GET would be', async () => {
    const { send, claimsOf } = await trustingApp();
    const head = await send('HEAD', '/v1/referrals', { headers: bearing(good) });
    const get = await send('GET', '/v1/referrals', { headers: bearing(good) });
    expect([head.text, head.headers.get('digest')]).toEqual(['', digestOf(get.text)]);
    expect((await claimsOf(head)).signed_headers).toEqual((await claimsOf(get)).signed_headers);
  });

  it('has no signature beyond the rate of somebody who proved nothing', async () => {
    const { send } = await trustingApp({ limits: { requestsPerMinuteMax: 1 } });
    const ask = () => send('GET', '/v1/referrals', { headers: bearing('Basic eDp5', { digest: digestOf('') }) });
    for (const reply of [await ask(), await ask()])
      expect([reply.status, reply.headers.get('agid-jwt-signature')]).toEqual([429, null]);
  });

  it('without a body has no signature', async () => {
    const { send } = await trustingApp();
    const acknowledged = await send('DELETE', `/v1/mailbox/${aReferral}`, { headers: bearing(good) });
    const options = await send('OPTIONS', '/v1/referrals', { headers: bearing(good) });
    expect([acknowledged.status, options.status]).toEqual([204, 204]);
    for (const { headers } of [acknowledged, options])
      expect([headers.get('agid-jwt-signature'), headers.get('digest')]).toEqual([null, null]);
  });

  it('does not leave unsigned when the key is missing', async () => {
    const { send, lines, calls } = await trustingApp({
      trust: { replies: { key: { secret: 'OTHER', kid: 'x' } } },
    });
    const reply = await send('GET', '/v1/referrals', { headers: bearing(good) });
    expect([reply.status, reply.json.code]).toEqual([503, 'gateway/unavailable']);
    expect(reply.headers.get('agid-jwt-signature')).toBeNull();
    expect(lines.map(({ event }) => event)).toContain('http.reply_unsigned');
    expect(calls.map(({ status }) => status)).toEqual([503]);
  });

  it('is signed anew when it is remembered', async () => {
    const remembered = {
      client_id: 'c',
      key: 'k',
      request_digest: 'd',
      status: 201,
      headers: { 'content-type': 'application/json' },
      body: '{}',
      expires_at: noon,
    };
    const { send, claimsOf } = await trustingApp({ verbs: { submitReferral: async () => ({ replayed: remembered }) } });
    const ask = () => send('POST', '/v1/referrals', { headers: bearing(good, submit), body: sent });
    const [first, second] = [await ask(), await ask()];
    expect(first.headers.get('idempotency-replayed')).toBe('true');
    expect([(await claimsOf(first)).jti, (await claimsOf(second)).jti]).toEqual(['reply-1', 'reply-2']);
  });

  it('is not signed where the network document names no key', async () => {
    const { send, calls } = await trustingApp({ trust: { replies: undefined } });
    const reply = await send('GET', '/v1/referrals', { headers: bearing(good) });
    expect([reply.status, reply.headers.get('agid-jwt-signature')]).toEqual([200, null]);
    expect(calls).toHaveLength(1);
  });
});

describe('the reply to who came with a token of the gateway', () => {
  it('is as it was: unsigned, unrecorded', async () => {
    const { send, calls } = await trustingApp();
    for (const path of ['/v1/referrals', '/v1/nothing', '/status']) {
      const { headers } = await send('GET', path);
      expect([path, headers.get('agid-jwt-signature'), headers.get('digest')]).toEqual([path, null, null]);
    }
    const foreign = voucherOf('x', 'elsewhere.example.it');
    expect((await send('GET', '/v1/nothing', { headers: bearing(foreign) })).headers.get('digest')).toBeNull();
    expect(calls).toEqual([]);
  });

  it('is signed where it sends proofs, or is refused for want of them', async () => {
    const { send, calls, claimsOf } = await trustingApp();
    const proofs = { 'agid-jwt-signature': 'a.b.c' };
    const reply = await send('GET', '/v1/referrals', { headers: proofs });
    expect((await claimsOf(reply)).aud).toBe('comune-client');
    expect(calls.map(({ fault, voucher, caller }) => [fault, voucher, caller?.acting_user])).toEqual([
      [null, null, 'op-7'],
    ]);
  });
});

describe('the record of a call', () => {
  it('is one for each request, with the status that left', async () => {
    const { send, calls } = await trustingApp();
    await send('GET', '/v1/referrals', { headers: bearing(good) });
    await send('GET', '/v1/nothing', { headers: bearing(good) });
    await send('PATCH', '/v1/referrals', { headers: bearing(good) });
    await send('GET', '/status', { headers: bearing(good) });
    await send('POST', '/v1/referrals', { headers: bearing(good), body: '{' });
    await send('GET', '/v1/referrals', { headers: bearing(unbound) });
    await send('GET', '/v1/referrals', { headers: bearing(forged) });
    expect(calls.map(({ operation, status, fault, voucher }) => [operation, status, fault, voucher?.token_id])).toEqual(
      [
        ['list_referrals', 200, null, 'voucher-1'],
        ['unknown', 404, 'request/unknown-path', 'voucher-1'],
        ['unknown', 405, 'request/method-not-allowed', 'voucher-1'],
        ['show_status', 200, null, 'voucher-1'],
        ['submit_referral', 400, 'request/malformed-json', 'voucher-1'],
        ['list_referrals', 401, 'dpop/htm-wrong', 'voucher-1'],
        ['list_referrals', 401, 'voucher/seal-wrong', undefined],
      ],
    );
  });

  it('of a voucher that does not hold is none where nobody must be proven', async () => {
    const { send, calls } = await trustingApp();
    expect((await send('GET', '/status', { headers: bearing(forged) })).status).toBe(200);
    expect((await send('GET', '/v1/nothing', { headers: bearing(forged) })).status).toBe(404);
    expect(calls).toEqual([]);
  });

  it('is written beyond the rate only for vouchers that hold', async () => {
    const { send, calls } = await trustingApp({ limits: { requestsPerMinuteMax: 1 } });
    for (const authorization of [forged, forged, forged, good, good])
      await send('GET', '/v1/referrals', { headers: bearing(authorization) });
    expect(calls.map(({ status, fault, voucher }) => [status, fault, voucher?.token_id])).toEqual([
      [401, 'voucher/seal-wrong', undefined],
      [200, null, 'voucher-1'],
      [429, 'request/rate-limited', 'voucher-1'],
    ]);
  });

  it('of a voucher that its bearer cannot prove is written within the rate alone', async () => {
    const { send, calls } = await trustingApp({ limits: { requestsPerMinuteMax: 2 } });
    for (let times = 0; times < 5; times += 1) await send('GET', '/v1/referrals', { headers: bearing(unbound) });
    expect(calls.map(({ status, voucher }) => [status, voucher?.token_id])).toEqual([
      [401, 'voucher-1'],
      [401, 'voucher-1'],
    ]);
  });

  it('of senders who proved nothing is written 600 times a minute, whatever their rate', async () => {
    const { send, calls } = await trustingApp({ limits: { requestsPerMinuteMax: 10_000 } });
    for (let times = 0; times < 610; times += 1) await send('GET', '/v1/referrals', { headers: bearing(forged) });
    expect(calls).toHaveLength(600);
    await send('GET', '/v1/referrals', { headers: bearing(good) });
    expect(calls).toHaveLength(601);
  });

  it('that cannot be written stops the reply', async () => {
    for (const recordCall of [
      async () => ({ refused: true, code: 'gateway/unavailable' }) as const,
      () => Promise.reject(new Error('gone')),
    ]) {
      const { send, claimsOf, lines } = await trustingApp({ ports: { recordCall } });
      const reply = await send('GET', '/v1/referrals', { headers: bearing(good) });
      expect([reply.status, reply.json.code]).toEqual([503, 'gateway/unavailable']);
      expect((await claimsOf(reply)).aud).toBe(facts.client_id);
      expect(lines.map(({ event }) => event)).toContain('http.call_unrecorded');
    }
  });
});

describe('what is no voucher', () => {
  const payload = (claims: object) => `Bearer e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
  const issuer = 'interop.example.it';
  it.each([
    'Bearer',
    'Bearer ..',
    'Bearer e30.!!.x',
    `Bearer ${'a'.repeat(20_000)}`,
    'DPoP e30.e30.e30.e30.e30',
    payload({ iss: issuer, client_id: { toString: 1 } }),
    payload({ iss: issuer, client_id: ['__proto__'] }),
    payload({ iss: issuer }),
    payload({ iss: [issuer] }),
    'e30.e30.x',
  ])('as %.60s is refused, wherever it is sent', async (authorization) => {
    const { send } = await trustingApp();
    for (const [path, status] of [
      ['/v1/referrals', 401],
      ['/v1/nothing', 404],
      ['/status', 200],
    ] as const) {
      const reply = await send('GET', path, { headers: bearing(authorization) });
      expect([path, reply.status]).toEqual([path, status]);
    }
  });
});

describe('coarse disclosure', () => {
  it('of a client that left the network', async () => {
    const { send, calls } = await trustingApp({
      trust: { disclosure: 'coarse' },
      ports: { authenticate: async () => ({ refused: true, code: 'auth/client-unknown' }) },
    });
    const codes = [good, 'Bearer own'].map(async (authorization) => {
      const reply = await send('GET', '/v1/referrals', { headers: bearing(authorization) });
      return reply.json.code;
    });
    expect(await Promise.all(codes)).toEqual(['auth/proof-unaccepted', 'auth/client-unknown']);
    expect(calls.map(({ fault }) => fault)).toEqual(['auth/client-unknown']);
  });

  it.each([
    ['signature/digest-wrong', 400, 'auth/proof-refused'],
    ['signature/jti-used', 400, 'auth/proof-refused'],
    ['evidence/purpose-id-wrong', 403, 'auth/proof-forbidden'],
    ['channel/certificate-missing', 401, 'auth/proof-unaccepted'],
    ['signature/kid-unavailable', 503, 'signature/kid-unavailable'],
  ])('of %s', async (code, status, told) => {
    const { send, calls } = await trustingApp({ trust: { disclosure: 'coarse' } });
    const reply = await send('GET', '/v1/referrals', { headers: bearing(good, { 'agid-jwt-signature': code }) });
    expect([reply.status, reply.json.code]).toEqual([status, told]);
    expect(calls.map(({ fault, status }) => [fault, status])).toEqual([[code, status]]);
  });

  it('says nothing of a voucher, and the same for every fault of it', async () => {
    const { send, calls } = await trustingApp({ trust: { disclosure: 'coarse' } });
    const one = await send('GET', '/v1/referrals', { headers: bearing(forged) });
    const other = await send('GET', '/v1/referrals', { headers: bearing(unbound) });
    for (const { text } of [one, other]) expect(text).not.toMatch(/signature of the voucher|htm|seal/);
    expect([one.json.detail, one.headers.get('www-authenticate')]).toEqual([
      other.json.detail,
      other.headers.get('www-authenticate'),
    ]);
    expect(calls.map(({ fault }) => fault)).toEqual(['voucher/seal-wrong', 'dpop/htm-wrong']);
  });
});

describe('an Idempotency-Key under vouchers', () => {
  it('binds the purpose, so that a reply given for one is not repeated for another', async () => {
    const under = (purpose_id: string | null): Caller => ({
      ...withVoucher,
      voucher: purpose_id === null ? null : { ...facts, purpose_id },
    });
    const digests: (string | undefined)[] = [];
    for (const caller of [under(facts.purpose_id), under(facts.purpose_id), under(facts.consumer_id), under(null)]) {
      const { send, asked } = await trustingApp({ ports: { authenticate: async () => caller } });
      await send('POST', '/v1/referrals', { headers: bearing(good, submit), body: sent });
      digests.push(asked[0]?.call.idempotency?.request_digest);
    }
    expect(digests[1]).toBe(digests[0]);
    expect(new Set(digests).size).toBe(3);
  });
});

describe('the challenge', () => {
  it.each([
    [forged, 401, 'Bearer realm="raccordo", error="invalid_token"'],
    [unbound, 401, 'DPoP realm="raccordo", error="invalid_dpop_proof", algs="RS256 ES256"'],
    [
      '',
      401,
      'Bearer realm="raccordo", DPoP realm="raccordo", algs="RS256 ES256", Basic realm="raccordo", charset="UTF-8"',
    ],
  ])('to %s', async (authorization, status, challenge) => {
    const { app } = await trustingApp();
    const headers: Record<string, string> = authorization === '' ? {} : { authorization };
    const reply = await app.request('/v1/referrals', { headers });
    expect([reply.status, reply.headers.get('www-authenticate')]).toEqual([status, challenge]);
  });

  it('is none with 400 and 403', async () => {
    const { send } = await trustingApp();
    for (const code of ['signature/exp-past', 'voucher/producer-id-wrong', 'evidence/purpose-id-wrong']) {
      const reply = await send('GET', '/v1/referrals', { headers: bearing(good, { 'agid-jwt-signature': code }) });
      expect([code, reply.headers.get('www-authenticate')]).toEqual([code, null]);
    }
  });
});
