import { describe, expect, it } from 'vitest';
import { referralRequestExample } from '../../contracts/canonical/referral.ts';
import { aReferral, fakeApp } from './fake-app.ts';

const event = { type: 'acknowledge' };

describe('the query', () => {
  it('reaches the verb typed, with its defaults', async () => {
    const { send, asked } = fakeApp();
    await send('GET', '/v1/referrals?status=requested&limit=7&cursor=abc');
    await send('GET', '/v1/exchanges?permitted=false');
    expect(asked.map(({ input }) => input)).toEqual([
      { status: 'requested', limit: 7, cursor: 'abc' },
      { permitted: false, limit: 50, cursor: null },
    ]);
  });

  it.each([
    ['limit=0', 'query:limit'],
    ['limit=101', 'query:limit'],
    ['limit=', 'query:limit'],
    ['limit=ten', 'query:limit'],
    ['status=lost', 'query:status'],
    ['subject_id=RSSMRA80A41H501Y', 'query:subject_id'],
    ['service=A%20B', 'query:service'],
    ['cursor=%3B', 'query:cursor'],
    ['colour=red', 'query:colour'],
    ['RSSMRA80A41H501Y=1', 'query:*'],
    ['limit=1&limit=2', 'query:'],
  ])('%s is refused at its place', async (query, pointer) => {
    const reply = await fakeApp().send('GET', `/v1/referrals?${query}`);
    expect(reply.status).toBe(400);
    expect(reply.json.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
    expect(reply.text).not.toMatch(/RSSMRA|lost\b|=/);
  });
});

describe('an identifier in the path', () => {
  it.each([
    ['/v1/referrals/RSSMRA80A41H501Y', 'referral/not-found'],
    ['/v1/consents/1', 'consent/not-found'],
    ['/v1/systems/Not%20a%20code', 'network/not-found'],
    ['/v1/exchanges/%00', 'exchange/not-found'],
    ['/v1/deliveries/%ff', 'delivery/not-found'],
    ['/v1/mailbox/..', 'request/unknown-path'],
  ])('that cannot exist (%s) does not exist', async (path, code) => {
    const reply = await fakeApp().send('GET', path);
    expect(reply.status).toBe(404);
    expect(reply.json.code).toBe(code);
  });

  it('says nothing to who is nobody', async () => {
    const reply = await fakeApp().send('GET', '/v1/referrals/x', { headers: { authorization: 'Bearer bad' } });
    expect(reply.json.code).toBe('auth/token-invalid');
  });
});

describe('If-Match', () => {
  it('reaches the verb as a version', async () => {
    const { send, asked } = fakeApp();
    await send('POST', `/v1/referrals/${aReferral}/events`, { headers: { 'if-match': '"v12"' }, body: event });
    expect(asked[0]?.input).toEqual({ referral_id: aReferral, if_match_version: 12, event });
  });

  it('is asked for with 428', async () => {
    const reply = await fakeApp().send('POST', `/v1/referrals/${aReferral}/events`, { body: event });
    expect(reply.status).toBe(428);
    expect(reply.json).toMatchObject({
      code: 'request/if-match-missing',
      retry: 'after_reload',
      errors: [{ pointer: 'header:If-Match', code: 'missing' }],
    });
  });

  it.each([['*'], ['v3'], ['"v0"'], ['"v1", "v2"'], ['"RSSMRA80A"']])('%s is refused', async (etag) => {
    const reply = await fakeApp().send('POST', `/v1/referrals/${aReferral}/events`, {
      headers: { 'if-match': etag },
      body: event,
    });
    expect(reply.json).toMatchObject({ status: 400, errors: [{ pointer: 'header:If-Match' }] });
    expect(reply.text).not.toContain('RSSMRA');
  });
});

describe('Idempotency-Key', () => {
  it('is asked for where a repeat would act twice', async () => {
    const reply = await fakeApp().send('POST', '/v1/referrals', { body: referralRequestExample });
    expect(reply.status).toBe(400);
    expect(reply.json.code).toBe('request/idempotency-key-missing');
  });

  it.each([
    ['short'],
    ['a b c d e f g h'],
    ['x'.repeat(129)],
    ['key-0000001, key-0000002'],
    ['RSSMRA80A41H501Y'],
    ['rssmra80a41h501y'],
    ['invio-RSSMRA8LA41H501Y.2'],
  ])('%s is refused', async (key) => {
    const reply = await fakeApp().send('POST', '/v1/referrals', {
      headers: { 'idempotency-key': key },
      body: referralRequestExample,
    });
    expect(reply.json).toMatchObject({ status: 400, errors: [{ pointer: 'header:Idempotency-Key' }] });
  });
});

describe('an Idempotency-Key that only resembles a tax code', () => {
  it.each([['RSSMRA80A41H501'], ['xRSSMRA80A41H501Y'], ['0f8fad5b-d9cb-469f-a165-70867728950e']])(
    '%s is taken',
    async (key) => {
      const headers = { 'idempotency-key': key };
      const reply = await fakeApp().send('POST', '/v1/referrals', { headers, body: referralRequestExample });
      expect(reply.status).toBe(201);
    },
  );
});

describe('X-Correlation-ID', () => {
  it('is taken from the caller when it is a UUID', async () => {
    const given = '6f2b8a0e-3f5d-4c66-9b53-0d6a3b1f9c11';
    const { send, asked } = fakeApp();
    const reply = await send('GET', '/v1/referrals', { headers: { 'x-correlation-id': given } });
    expect(reply.headers.get('x-correlation-id')).toBe(given);
    expect(asked[0]?.call.correlation_id).toBe(given);
  });

  it.each([['1234'], ['RSSMRA80A41H501Y'], ['']])('is a new one when it is %s', async (given) => {
    const reply = await fakeApp().send('GET', '/v1/nowhere', { headers: { 'x-correlation-id': given } });
    expect(reply.headers.get('x-correlation-id')).toBe('019aa3c0-0000-7000-8000-000000000001');
    expect(reply.json).toMatchObject({
      correlation_id: '019aa3c0-0000-7000-8000-000000000001',
      instance: 'urn:uuid:019aa3c0-0000-7000-8000-000000000001',
    });
  });
});
