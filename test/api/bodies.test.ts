import { describe, expect, it } from 'vitest';
import { referralRequestExample } from '../../contracts/canonical/referral.ts';
import { aReferral, fakeApp } from './fake-app.ts';

const key = { 'idempotency-key': 'key-00000001' };
const post = (body: unknown, headers: Record<string, string> = {}) =>
  fakeApp().send('POST', '/v1/referrals', { headers: { ...key, ...headers }, body });

describe('a body', () => {
  it('reaches the verb parsed, with the bytes as received', async () => {
    const { send, asked } = fakeApp();
    const body = JSON.stringify(referralRequestExample);
    expect((await send('POST', '/v1/referrals', { headers: key, body })).status).toBe(201);
    expect(asked[0]?.input).toEqual(referralRequestExample);
    expect(new TextDecoder().decode(asked[0]?.call.received)).toBe(body);
  });

  it.each([
    ['{"kind":', 'request/malformed-json'],
    ['', 'request/malformed-json'],
    ['\uFEFF{}', 'request/malformed-json'],
    ['{} {}', 'request/malformed-json'],
    [new Uint8Array([0x22, 0xff, 0x22]), 'request/malformed-json'],
    [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'request/too-deep'],
    [`${'{"a":'.repeat(13)}1${'}'.repeat(13)}`, 'request/too-deep'],
  ])('that cannot be read is refused (%#)', async (body, code) => {
    const reply = await post(body);
    expect(reply.status).toBe(400);
    expect(reply.json.code).toBe(code);
  });

  it('that is malformed is told the position and nothing of what stands there', async () => {
    const reply = await post('{"subject":{"tax_code":"RSSMRA80A41H501Y" "given_name"');
    expect(reply.json.detail).toContain('at position 42');
    expect(reply.text).not.toMatch(/RSSMRA|given_name/);
  });

  it.each([
    ['1985-02-31'],
    ['1985-02-29'],
    ['1985-04-31'],
    ['1985-13'],
    ['1985-00-10'],
    ['31/01/1985'],
    ['abcdefghij'],
  ])('with the impossible birth date %s is told where it stands, once', async (birth_date) => {
    const { status, json, text } = await post({
      ...referralRequestExample,
      subject: { ...referralRequestExample.subject, birth_date },
    });
    expect({ status, code: json.code }).toEqual({ status: 422, code: 'request/invalid-body' });
    expect(json.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/subject/birth_date']);
    expect(text).not.toContain(birth_date);
  });

  it.each([['1984-02-29'], ['1985-12'], ['1985']])('with the birth date %s is taken', async (birth_date) => {
    const subject = { ...referralRequestExample.subject, birth_date };
    expect((await post({ ...referralRequestExample, subject })).status).toBe(201);
  });

  it('of twelve levels is read', async () => {
    const reply = await post(`${'{"a":'.repeat(12)}1${'}'.repeat(12)}`);
    expect(reply.json.code).toBe('request/invalid-body');
  });

  it.each([
    ['text/plain'],
    [''],
    ['application/merge-patch+json'],
    ['application/json; charset=iso-8859-1'],
    ['application/json, application/json'],
  ])('of type %s is refused', async (type) => {
    const reply = await post(referralRequestExample, { 'content-type': type });
    expect(reply.status).toBe(415);
    expect(reply.json.code).toBe('request/unsupported-media-type');
  });

  it.each([['application/json; charset=utf-8'], ['Application/JSON;charset="UTF-8"']])(
    'of type %s is read',
    async (type) => {
      expect((await post(referralRequestExample, { 'content-type': type })).status).toBe(201);
    },
  );

  it('under a content coding is refused', async () => {
    expect((await post(referralRequestExample, { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  it.each([
    ['with its length declared', true],
    ['in pieces, without a length', false],
  ])('above the limit is refused %s', async (_, declared) => {
    const { app } = fakeApp();
    const bytes = new Uint8Array(262_145).fill(0x20);
    const pieces = new ReadableStream({
      pull(controller) {
        controller.enqueue(bytes.subarray(0, 65_536));
      },
    });
    const reply = await app.request('/v1/referrals', {
      method: 'POST',
      headers: {
        authorization: 'Bearer good',
        'content-type': 'application/json',
        ...key,
        ...(declared ? { 'content-length': '262145' } : {}),
      },
      body: declared ? bytes : pieces,
      duplex: 'half',
    } as RequestInit);
    expect(reply.status).toBe(413);
    expect(await reply.json()).toMatchObject({ code: 'request/too-large', retry: 'never' });
  });

  it('that lies about its length is refused all the same', async () => {
    expect((await post(' '.repeat(262_145), { 'content-length': '2' })).status).toBe(413);
  });
});

describe('the members of a body', () => {
  it.each([' ', '\u00a0\u2003', '\n \t'])('say something: white space alone is refused (%#)', async (blank) => {
    const urgent = { ...referralRequestExample, purpose: 'URG', urgent_reason: blank };
    expect((await post(urgent)).json).toMatchObject({
      code: 'request/invalid-body',
      errors: [{ pointer: '/urgent_reason', code: 'rule_broken' }],
    });
    const spaced = { ...referralRequestExample, urgent_reason: ` Prova ${blank.trim()} ` };
    expect((await post(spaced)).status).toBe(201);
  });

  it('are told all at once, by pointer and rule, never by value', async () => {
    const { recipient, ...rest } = referralRequestExample;
    const reply = await post({
      ...rest,
      kind: 'holiday',
      subject: { tax_code: 'rssmra80a41h501y', given_name: '', sex: 3 },
      case: undefined,
      colour: 'PLANTED',
    });
    expect(reply.status).toBe(422);
    expect(reply.json.code).toBe('request/invalid-body');
    const errors: { pointer: string; code: string }[] = reply.json.errors;
    expect(new Map(errors.map(({ pointer, code }) => [pointer, code]))).toEqual(
      new Map([
        ['/kind', 'not_in_list'],
        ['/subject/tax_code', 'invalid_format'],
        ['/subject/given_name', 'wrong_length'],
        ['/subject/sex', 'not_in_list'],
        ['/case', 'missing'],
        ['/colour', 'unknown_member'],
      ]),
    );
    expect(reply.text).not.toMatch(/holiday|rssmra|PLANTED/);
    expect(recipient).toBe('cpi-borgoverde');
  });

  it('are not named when the name may be a value', async () => {
    const reply = await post({
      ...referralRequestExample,
      subject: { ...referralRequestExample.subject, RSSMRA80A41H501Y: 1, ['x'.repeat(60)]: 1 },
    });
    expect(reply.json.errors.map((error: { pointer: string }) => error.pointer)).toEqual(['/subject/*', '/subject/*']);
    expect(reply.text).not.toMatch(/RSSMRA|xxxx/);
  });

  it('are refused under names that mean something to the language', async () => {
    const reply = await post(
      JSON.stringify(referralRequestExample).replace('{', '{"__proto__":{"admin":true},"constructor":1,'),
    );
    expect(reply.json.errors.map((error: { code: string }) => error.code)).toEqual([
      'unknown_member',
      'unknown_member',
    ]);
  });

  it('of an unknown kind of event are told which kinds there are', async () => {
    const { send } = fakeApp();
    const reply = await send('POST', `/v1/referrals/${aReferral}/events`, {
      headers: { 'if-match': '"v1"' },
      body: { type: 'PLANTED' },
    });
    const detail = expect.stringMatching(/^must be one of: acknowledge, claim, .*, complete, /);
    expect(reply.json.errors).toEqual([{ pointer: '/type', code: 'no_variant_fits', detail }]);
    expect(reply.json.errors[0].detail.length).toBeLessThanOrEqual(500);
    expect(reply.text).not.toContain('PLANTED');
  });

  it('and parameters are told together', async () => {
    const { send } = fakeApp();
    const reply = await send('POST', `/v1/referrals/${aReferral}/events?force=1`, {
      headers: { 'if-match': 'W/"v1"' },
      body: { type: 'hold', reason: 'weather' },
    });
    expect(reply.status).toBe(400);
    expect(reply.json.code).toBe('request/invalid-parameter');
    expect(reply.json.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      'query:force',
      'header:If-Match',
      '/reason',
    ]);
  });
});
