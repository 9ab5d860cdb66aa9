import { describe, expect, it } from 'vitest';
import { referralRequestExample } from '../../contracts/canonical/referral.ts';
import { publish } from '../../src/policy/index.ts';
import { aReferral, fakeApp } from './fake-app.ts';

const planted = 'RSSMRA80A41H501Y';

describe('what is not served', () => {
  it.each([
    ['GET', '/', 404, 'request/unknown-path'],
    ['GET', '/v1', 404, 'request/unknown-path'],
    ['GET', '/v1/referrals/', 404, 'request/unknown-path'],
    ['GET', '/v2/referrals', 404, 'request/unknown-path'],
    ['PATCH', '/v1/referrals', 405, 'request/method-not-allowed'],
    ['DELETE', `/v1/referrals/${aReferral}`, 405, 'request/method-not-allowed'],
    ['POST', '/status', 405, 'request/method-not-allowed'],
    ['TRACEROUTE', '/status', 405, 'request/method-not-allowed'],
  ])('%s %s is a problem', async (method, path, status, code) => {
    const reply = await fakeApp().send(method, path);
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    expect(reply.json).toMatchObject({ type: `urn:raccordo:problem:${code}`, code, status });
    expect(reply.headers.get('x-ratelimit-limit')).toBe('6000');
  });

  it('names the methods that are', async () => {
    const { send } = fakeApp();
    expect((await send('PUT', '/v1/referrals')).headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
    const options = await send('OPTIONS', `/v1/referrals/${aReferral}/events`);
    expect([options.status, options.headers.get('allow'), options.text]).toEqual([204, 'GET, HEAD, POST, OPTIONS', '']);
  });

  it.each([['text/html'], ['image/*'], ['application/json;q=0']])('is a representation as %s', async (accept) => {
    const reply = await fakeApp().send('GET', '/v1/referrals', { headers: { accept } });
    expect(reply.json).toMatchObject({ status: 406, code: 'request/not-acceptable' });
  });

  it.each([['*/*'], ['application/*'], ['text/html, application/json;q=0.5'], ['application/problem+json']])(
    'but %s is',
    async (accept) => {
      expect((await fakeApp().send('GET', '/v1/referrals', { headers: { accept } })).status).toBe(200);
    },
  );
});

describe('a reply', () => {
  it('to HEAD has the headers and no body', async () => {
    const reply = await fakeApp().send('HEAD', '/v1/referrals');
    expect([reply.status, reply.text, reply.headers.get('content-type')]).toEqual([200, '', 'application/json']);
  });

  it('carries what the verb says about version and place', async () => {
    const reply = await fakeApp().send('POST', '/v1/referrals', {
      headers: { 'idempotency-key': 'key-00000001' },
      body: referralRequestExample,
    });
    expect([reply.headers.get('etag'), reply.headers.get('location')]).toEqual(['"v1"', '/v1/referrals/1']);
  });

  it('that breaks its schema does not leave', async () => {
    const broken = async () =>
      ({
        refused: false,
        status: 200,
        headers: {},
        body: publish({ items: [{ id: planted }], next_cursor: null }),
      }) as const;
    const { send, lines } = fakeApp({ verbs: { listReferrals: broken } });
    const reply = await send('GET', '/v1/referrals');
    expect(reply.json).toMatchObject({ status: 500, code: 'gateway/failure' });
    expect(lines[0]).toMatchObject({
      level: 'error',
      event: 'http.reply_broken',
      fields: { operation: 'list_referrals' },
    });
    expect(lines[0]?.fields?.pointers).toContain('/items/0/id');
    expect(reply.text + JSON.stringify(lines)).not.toContain(planted);
  });

  it('to something unexpected says nothing of the inside, nor does the log', async () => {
    const { send, lines } = fakeApp({
      verbs: { listReferrals: () => Promise.reject(new TypeError(`cannot read ${planted}`)) },
    });
    const reply = await send('GET', '/v1/referrals');
    expect(reply.json).toMatchObject({ status: 500, code: 'gateway/failure', retry: 'after_delay' });
    expect(lines[0]).toMatchObject({
      event: 'http.failed',
      fields: { error: 'TypeError', operation: 'list_referrals' },
    });
    expect(lines[0]?.fields?.at).toContain('replies.test.ts');
    expect(reply.text + JSON.stringify(lines)).not.toMatch(new RegExp(`${planted}|cannot read`));
  });

  it('of a partner has its own words and status', async () => {
    const words = { status: 422, contentType: 'application/fhir+json', body: '{"resourceType":"OperationOutcome"}' };
    const { send } = fakeApp({
      verbs: { receive: async () => ({ refused: false, status: 200, headers: {}, body: publish(words) }) },
    });
    const reply = await send('POST', '/v1/inbound/asl-fhir', { body: '{}' });
    expect([reply.status, reply.headers.get('content-type'), reply.text]).toEqual([422, words.contentType, words.body]);
  });

  it('shows an adapter everything but the credentials', async () => {
    const { send, asked } = fakeApp();
    await send('POST', '/v1/inbound/asl-fhir', {
      headers: { cookie: 'a=b', soapaction: '"x"', 'content-type': 'text/xml; charset=utf-8' },
      body: '<a/>',
    });
    expect(asked[0]?.input).toEqual({
      system_id: 'asl-fhir',
      message: {
        method: 'POST',
        contentType: 'text/xml; charset=utf-8',
        headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '"x"' },
        body: '<a/>',
      },
    });
  });
});

describe('the network document', () => {
  const put = (body: string, type: string) => {
    const { send, asked } = fakeApp();
    return send('PUT', '/v1/network', { headers: { 'if-match': '"v1"', 'content-type': type }, body }).then(
      (reply) => ({ reply, asked }),
    );
  };

  it.each([
    ['application/json', '{"territory":{"id":"x"}}'],
    ['application/yaml', 'territory:\n  id: x\n'],
  ])('arrives as %s', async (type, body) => {
    const { asked } = await put(body, type);
    expect(asked[0]?.input).toEqual({ document: { territory: { id: 'x' } }, if_match_version: 1 });
  });

  it.each([
    ['a: [1', 'request/malformed-yaml'],
    ['a: 1\na: 2', 'request/malformed-yaml'],
    ['['.repeat(30) + ']'.repeat(30), 'request/too-deep'],
    [`a: &a [x]\nb: [${'*a,'.repeat(200)}]`, 'request/malformed-yaml'],
  ])('that is no YAML of ours is refused (%#)', async (body, code) => {
    const { reply, asked } = await put(body, 'application/yaml');
    expect(reply.json).toMatchObject({ status: 400, code });
    expect(asked).toEqual([]);
  });
});
