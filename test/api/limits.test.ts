import { describe, expect, it } from 'vitest';
import { referralRequestExample } from '../../contracts/canonical/referral.ts';
import { publish } from '../../src/policy/index.ts';
import { fakeApp } from './fake-app.ts';

const key = { 'idempotency-key': 'key-00000001' };
const submit = { headers: key, body: referralRequestExample };
const rateOf = (headers: Headers) =>
  ['limit', 'remaining', 'reset'].map((name) => Number(headers.get(`x-ratelimit-${name}`)));

/** A verb that answers when it is told to. */
function gated() {
  const gate = Promise.withResolvers<void>();
  const verb = async () => {
    await gate.promise;
    return { refused: false, status: 200, headers: {}, body: publish({ items: [], next_cursor: null }) } as const;
  };
  return { verb, open: gate.resolve };
}

describe('the rate of a client', () => {
  it('is told with every reply and kept', async () => {
    const { send, clock } = fakeApp({ limits: { requestsPerMinuteMax: 2 } });
    expect(rateOf((await send('GET', '/v1/referrals')).headers)).toEqual([2, 1, 30]);
    expect(rateOf((await send('GET', '/v1/referrals')).headers)).toEqual([2, 0, 60]);
    const refused = await send('GET', '/v1/referrals');
    expect(refused.json).toMatchObject({ status: 429, code: 'request/rate-limited', retry: 'after_delay' });
    expect(refused.headers.get('retry-after')).toBe('30');
    clock.now = '2026-11-20T12:00:30.000Z';
    expect((await send('GET', '/v1/referrals')).status).toBe(200);
  });

  it('is not spent by those who are not the client', async () => {
    const { send } = fakeApp({ limits: { requestsPerMinuteMax: 2 } });
    for (let i = 0; i < 2; i += 1) await send('GET', '/v1/referrals', { headers: { authorization: 'Bearer bad' } });
    expect((await send('GET', '/v1/referrals', { headers: { authorization: 'Bearer bad' } })).status).toBe(429);
    expect((await send('GET', '/v1/nowhere')).status).toBe(404);
    expect((await send('GET', '/v1/referrals')).status).toBe(200);
  });

  it('does not fall when the clock goes back', async () => {
    const { send, clock } = fakeApp({ limits: { requestsPerMinuteMax: 2 } });
    await send('GET', '/v1/referrals');
    clock.now = '2026-11-20T11:00:00.000Z';
    expect(rateOf((await send('GET', '/v1/referrals')).headers)).toEqual([2, 0, 60]);
  });
});

describe('the requests at a time', () => {
  it('are bounded, and the place is free again afterwards', async () => {
    const { verb, open } = gated();
    const { send } = fakeApp({ verbs: { listReferrals: verb }, limits: { inFlightMax: 1 } });
    const first = send('GET', '/v1/referrals');
    const second = await send('GET', '/v1/exchanges');
    expect(second.json).toMatchObject({ status: 503, code: 'gateway/overloaded' });
    expect(second.headers.get('retry-after')).toBe('1');
    open();
    expect((await first).status).toBe(200);
    expect((await send('GET', '/v1/exchanges')).status).toBe(200);
  });

  it('are given back by a failure', async () => {
    const { send } = fakeApp({
      verbs: { listReferrals: () => Promise.reject(new Error('x')) },
      limits: { inFlightMax: 1 },
    });
    expect((await send('GET', '/v1/referrals')).status).toBe(500);
    expect((await send('GET', '/v1/exchanges')).status).toBe(200);
  });
});

describe('an Idempotency-Key', () => {
  it('binds method, path and body', async () => {
    const { send, asked } = fakeApp();
    await send('POST', '/v1/referrals', submit);
    await send('POST', '/v1/referrals', submit);
    await send('POST', '/v1/referrals', { ...submit, body: { ...referralRequestExample, activable: false } });
    await send('POST', '/v1/consents', {
      headers: key,
      body: {
        subject: { tax_code: 'RSSMRA80A41H501Y' },
        kind: 'consent',
        scope: {},
        given_by: 'self',
        given_at: '2026-11-02T10:00:00+01:00',
        valid_from: '2026-11-02',
        source: 'pad',
      },
    });
    const [first, same, otherBody, otherPath] = asked.map(({ call }) => call.idempotency);
    expect(first?.key).toBe('key-00000001');
    expect(first?.request_digest).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(same).toEqual(first);
    expect(new Set([first, otherBody, otherPath].map((each) => each?.request_digest)).size).toBe(3);
  });

  it('whose first request still runs is told to wait', async () => {
    const gate = Promise.withResolvers<void>();
    const { send } = fakeApp({
      verbs: { submitReferral: () => gate.promise.then(() => ({ refused: true, code: 'gate/denied' }) as const) },
    });
    const first = send('POST', '/v1/referrals', submit);
    const second = await send('POST', '/v1/referrals', submit);
    expect(second.json).toMatchObject({ status: 409, code: 'request/idempotency-in-progress', retry: 'after_delay' });
    gate.resolve();
    expect((await first).json.code).toBe('gate/denied');
    expect((await send('POST', '/v1/referrals', submit)).json.code).toBe('gate/denied');
  });

  it('gives the remembered reply again as it was', async () => {
    const remembered = {
      client_id: 'comune-client',
      key: 'key-00000001',
      request_digest: 'x',
      status: 403,
      headers: { 'content-type': 'application/problem+json' },
      body: '{ "code": "gate/denied" }',
      expires_at: '2026-11-27T12:00:00.000Z',
    };
    const { send } = fakeApp({ verbs: { submitReferral: async () => ({ replayed: remembered }) } });
    const reply = await send('POST', '/v1/referrals', submit);
    expect([reply.status, reply.text, reply.headers.get('content-type')]).toEqual([
      403,
      remembered.body,
      'application/problem+json',
    ]);
    expect(reply.headers.get('idempotency-replayed')).toBe('true');
  });
});
