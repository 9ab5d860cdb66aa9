import { describe, expect, it } from 'vitest';
import { referralRequestExample } from '../../contracts/canonical/referral.ts';
import { createInProgress } from '../../src/http/idempotency.ts';
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
    const { send, lines } = fakeApp({ verbs: { listReferrals: verb }, limits: { inFlightMax: 1 } });
    const first = send('GET', '/v1/referrals');
    const second = await send('GET', '/v1/exchanges');
    expect(second.json).toMatchObject({ status: 503, code: 'gateway/overloaded' });
    expect(lines).toMatchObject([{ level: 'warn', event: 'http.served', fields: { status: 503 } }]);
    expect(second.headers.get('retry-after')).toBe('1');
    open();
    expect((await first).status).toBe(200);
    expect((await send('GET', '/v1/exchanges')).status).toBe(200);
  });

  it('are never wanting for the status', async () => {
    const { verb, open } = gated();
    const { send } = fakeApp({ verbs: { listReferrals: verb }, limits: { inFlightMax: 1 } });
    const first = send('GET', '/v1/referrals');
    expect((await send('GET', '/status')).status).toBe(200);
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

/** A request whose body does not come, until it breaks off; `asked` when the gateway waits for it. */
function stalled(app: ReturnType<typeof fakeApp>['app'], path: string, headers: Record<string, string>) {
  const asked = Promise.withResolvers<void>();
  let breakOff = () => {};
  const body = new ReadableStream(
    {
      pull: (controller) => {
        breakOff = () => controller.error(new Error('gone'));
        asked.resolve();
        return new Promise<void>(() => {});
      },
    },
    { highWaterMark: 0 },
  );
  const init = { method: 'POST', headers: { 'content-length': '100', ...headers }, body, duplex: 'half' };
  const reply = Promise.resolve(app.request(path, init as RequestInit)).then(({ status }) => status);
  return { asked: asked.promise, reply, breakOff: () => breakOff() };
}
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const token = { headers: form, body: 'grant_type=client_credentials' };

describe('bodies that do not come', () => {
  it('take no place of work', async () => {
    const { app, send } = fakeApp({ limits: { inFlightMax: 2 } });
    const waiting = [1, 2, 3].map(() => stalled(app, '/oauth/token', form));
    await Promise.all(waiting.map(({ asked }) => asked));
    expect((await send('GET', '/v1/exchanges')).status).toBe(200);
    expect((await send('POST', '/oauth/token', token)).status).toBe(200);
    for (const { breakOff, reply } of waiting) {
      breakOff();
      expect(await reply).toBe(400);
    }
  });

  it('are bounded for each address without credentials, and for all of them', async () => {
    const { app, send } = fakeApp({ limits: { bodiesArrivingPerPeerMax: 1, bodiesArrivingAnonymousMax: 2 } });
    const from = (peer: string) => ({ ...token, headers: { ...form, 'x-peer': peer } });
    const first = stalled(app, '/oauth/token', { ...form, 'x-peer': 'a' });
    await first.asked;
    expect((await send('POST', '/oauth/token', from('a'))).json).toMatchObject({ code: 'gateway/overloaded' });
    expect((await send('POST', '/oauth/token', from('b'))).status).toBe(200);
    const second = stalled(app, '/oauth/token', { ...form, 'x-peer': 'b' });
    await second.asked;
    expect((await send('POST', '/oauth/token', from('c'))).status).toBe(503);
    expect((await send('POST', '/v1/referrals', submit)).status).toBe(201);
    first.breakOff();
    await first.reply;
    expect((await send('POST', '/oauth/token', from('c'))).status).toBe(200);
    second.breakOff();
    await second.reply;
  });

  it('are bounded for clients apart from all others', async () => {
    const { app, send } = fakeApp({ limits: { bodiesArrivingMax: 1 } });
    const headers = { ...key, authorization: 'Bearer good', 'content-type': 'application/json' };
    const first = stalled(app, '/v1/referrals', headers);
    await first.asked;
    expect((await send('POST', '/v1/referrals', submit)).status).toBe(503);
    expect((await send('POST', '/oauth/token', token)).status).toBe(200);
    first.breakOff();
    await first.reply;
    expect((await send('POST', '/v1/referrals', submit)).status).toBe(201);
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

  it('binds how the caller wants to be answered', async () => {
    const { send, asked } = fakeApp();
    const wishes = [{}, { prefer: 'respond-async' }, { 'x-replyto': 'https://cartella.example.it/' }];
    for (const wish of wishes)
      await send('POST', '/v1/referrals', { ...submit, headers: { ...submit.headers, ...wish } });
    expect(new Set(asked.map(({ call }) => call.idempotency?.request_digest)).size).toBe(3);
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

  it('may be tried again when the first request was dropped halfway', async () => {
    let nowMs = Date.parse('2026-11-02T10:00:00Z');
    const enter = createInProgress(() => new Date(nowMs).toISOString());
    const leaveFirst = enter('comune-client', 'key-00000001');
    nowMs += 59_999;
    expect(enter('comune-client', 'key-00000001')).toBeNull();
    nowMs += 1;
    const leaveSecond = enter('comune-client', 'key-00000001');
    leaveFirst?.();
    expect(enter('comune-client', 'key-00000001')).toBeNull();
    leaveSecond?.();
    expect(enter('comune-client', 'key-00000001')).toBeTypeOf('function');
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
