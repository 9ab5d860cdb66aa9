import { describe, expect, it } from 'vitest';
import committed from '../../contracts/api/openapi.json' with { type: 'json' };
import { comune, fakeApp } from './fake-app.ts';

describe('a caller', () => {
  it.each([
    [undefined, 'auth/credentials-missing', 'Bearer realm="raccordo", Basic realm="raccordo", charset="UTF-8"'],
    ['Bearer bad', 'auth/token-invalid', 'Bearer realm="raccordo", error="invalid_token"'],
  ])('with %s is told how to prove itself', async (authorization, code, challenge) => {
    const { app } = fakeApp();
    const reply = await app.request('/v1/referrals', authorization === undefined ? {} : { headers: { authorization } });
    expect(reply.status).toBe(401);
    expect(await reply.json()).toMatchObject({ code });
    expect(reply.headers.get('www-authenticate')).toBe(challenge);
  });

  it('without the scope is told which one', async () => {
    const { send, asked } = fakeApp({ caller: { ...comune, scopes: ['referrals:read'] } });
    const reply = await send('GET', '/v1/exchanges');
    expect(reply.json).toMatchObject({
      status: 403,
      code: 'auth/scope-missing',
      detail: 'The operation needs the scope exchanges:read.',
    });
    expect(reply.headers.get('www-authenticate')).toContain('insufficient_scope');
    expect(asked).toEqual([]);
  });

  it('is not asked for where everybody may look', async () => {
    const { app } = fakeApp();
    for (const path of ['/status', '/openapi.json', '/docs', '/.well-known/jwks.json']) {
      expect((await app.request(path)).status, path).toBe(200);
    }
  });

  it('reads in the OpenAPI document the address of this gateway, and none of the example', async () => {
    const { json } = await fakeApp().send('GET', '/openapi.json');
    expect(json.servers).toEqual([{ url: 'https://gateway.example.it' }]);
    expect(json.components.securitySchemes.oauth2.flows.clientCredentials.tokenUrl).toBe(
      'https://gateway.example.it/oauth/token',
    );
    const { servers: _, components: __, ...rest } = committed;
    expect(json).toMatchObject(rest);
  });

  it('obtains a token with a form', async () => {
    const { app } = fakeApp();
    const ask = (body: string, type = 'application/x-www-form-urlencoded') =>
      app.request('/oauth/token', { method: 'POST', headers: { 'content-type': type }, body });
    const reply = await ask('grant_type=client_credentials');
    expect(reply.status).toBe(200);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(await reply.json()).toEqual({
      access_token: 'a.b.c',
      token_type: 'Bearer',
      expires_in: 600,
      scope: 'referrals:read',
    });
    expect((await ask('grant_type=password')).status).toBe(400);
    expect((await ask('{}', 'application/json')).status).toBe(415);
  });
});
