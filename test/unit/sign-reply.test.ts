import { generateKeyPair, jwtVerify } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Trust } from '../../contracts/canonical/trust.ts';
import { viewOf } from '../../src/network/index.ts';
import type { SignReply } from '../../src/ports.ts';
import { createSignReply } from '../../src/proof/index.ts';
import { trustingNetwork } from '../api/trusting.ts';

const now = '2026-11-20T12:00:00.000Z';
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
beforeAll(async () => {
  keys = await generateKeyPair('RS256');
});

const signer = (changes: Partial<Trust>, known = true): SignReply => {
  const network = viewOf(trustingNetwork(changes), 1);
  return createSignReply({
    network: () => network,
    signingKeyOf: async ({ kid }) => (known ? { key: keys.privateKey, alg: 'RS256', kid } : null),
    now: () => now,
    newId: () => 'id-1',
    publicUrl: 'https://gateway.example.it',
  });
};
const reply = {
  status: 200,
  contentType: 'text/xml',
  contentEncoding: null,
  body: new TextEncoder().encode('hello'),
  audience: null,
  requestDigest: null,
};
// printf hello | openssl dgst -sha256 -binary | base64
const digest = 'SHA-256=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=';

describe('a signed reply', () => {
  it('is a JWT with alg, kid and typ, over the digest and what is said of the body', async () => {
    const headers = await signer({})({ ...reply, contentEncoding: 'gzip' });
    expect(headers.digest).toBe(digest);
    const { payload, protectedHeader } = await jwtVerify(headers['agid-jwt-signature'] ?? '', keys.publicKey, {
      currentDate: new Date(now),
    });
    expect(protectedHeader).toEqual({ alg: 'RS256', kid: 'replies-1', typ: 'JWT' });
    const iat = Date.parse(now) / 1000;
    expect(payload).toEqual({
      iss: 'https://gateway.example.it',
      iat,
      nbf: iat,
      exp: iat + 300,
      jti: 'id-1',
      signed_headers: [{ digest }, { 'content-type': 'text/xml' }, { 'content-encoding': 'gzip' }],
    });
  });

  it('names the issuer and lives as long as the network document says', async () => {
    const replies = { key: { secret: 'REPLIES', kid: 'k' }, issuer: 'comune.example.it', life_seconds: 60 };
    const headers = await signer({ replies })({ ...reply, audience: 'them', requestDigest: 'SHA-256=x' });
    const { payload } = await jwtVerify(headers['agid-jwt-signature'] ?? '', keys.publicKey, {
      currentDate: new Date(now),
    });
    const { iat = 0 } = payload;
    expect(payload).toMatchObject({
      iss: 'comune.example.it',
      aud: 'them',
      exp: iat + 60,
      request_digest: 'SHA-256=x',
    });
  });

  it.each([
    ['204', { ...reply, status: 204 }],
    ['304', { ...reply, status: 304 }],
    ['no body', { ...reply, body: new Uint8Array() }],
  ])('is not made of %s', async (_, empty) => {
    expect(await signer({})(empty)).toEqual({});
  });

  it('is not made where the network document names no key, and fails where the deployment lacks it', async () => {
    expect(await signer({ replies: undefined })(reply)).toEqual({});
    await expect(signer({}, false)(reply)).rejects.toThrow('no such key');
  });
});
