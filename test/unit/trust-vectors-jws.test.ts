import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import type { JWK } from 'jose';
import jws from 'jws';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSigningKeyOf } from '../../src/modi/index.ts';
import { createSignReply, createVerifyReply } from '../../src/proof/index.ts';
import { serveChecks } from '../conformance/trust-stand.ts';
import { bearerDraft, type Draft, dpopDraft, makeRequest } from '../world/modi/make-request.ts';
import type { Jwk, TestKey } from '../world/modi/seal.ts';
import { type KeyName, type Keys, makeKeys, noon, nowSeconds, trustWorld } from '../world/modi/trust-world.ts';
import * as stand from './proof-stand.ts';

/** Everything here on the other side is `jws` over node:crypto: neither jose nor WebCrypto. */
const publicPem = (jwk: Jwk | JWK) =>
  createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
const privatePem = ({ privateJwk }: TestKey) =>
  createPrivateKey({ key: { ...privateJwk }, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' });
const digestOf = (data: string | Uint8Array) => `SHA-256=${createHash('sha256').update(data).digest('base64')}`;

const partsOf = (compact: string) => {
  const [header = '', payload = ''] = compact.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  return { header: read(header), payload: read(payload) };
};
/** The same token, sealed by the other library. */
const resealed = (compact: string, key: TestKey): string => {
  const { header, payload } = partsOf(compact);
  return jws.sign({ header, payload: JSON.stringify(payload), secret: privatePem(key), encoding: 'utf8' });
};
const flipped = (compact: string): string => {
  const [header, payload, signature = ''] = compact.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(7) ^ 4, 7);
  return [header, payload, bytes.toString('base64url')].join('.');
};
/** What a token says, once the other library has verified it; and a spoilt one it must refuse. */
function verified(compact: string, alg: 'RS256' | 'ES256', jwk: Jwk | JWK) {
  expect(jws.verify(compact, alg, publicPem(jwk).toString())).toBe(true);
  expect(jws.verify(flipped(compact), alg, publicPem(jwk).toString())).toBe(false);
  return partsOf(compact);
}

const tokens = ['voucher', 'evidence', 'signature', 'dpop'] as const;
const sealedElsewhere = (draft: Draft, keys: Keys, spoilt: (typeof tokens)[number] | null): Draft => {
  for (const name of tokens) {
    const piece = draft[name];
    if (piece === null) continue;
    const key: KeyName = piece.key;
    piece.text = (compact) => {
      const theirs = resealed(compact, keys[key]);
      return name === spoilt ? flipped(theirs) : theirs;
    };
  }
  return draft;
};

describe('what jws makes', () => {
  let keys: Keys;
  beforeAll(async () => {
    keys = await makeKeys();
  });

  const ask = async (draft: Draft) => (await serveChecks(await trustWorld(keys, {})))(await makeRequest(draft, keys));

  it.each([
    ['bearer', bearerDraft],
    ['DPoP', dpopDraft],
  ])('is accepted: voucher as %s, evidence, signature', async (_, from) => {
    expect(await ask(sealedElsewhere(from(), keys, null))).toMatchObject({ outcome: 'accepted' });
  });

  it('is accepted from a client that signs with EC', async () => {
    const draft = bearerDraft();
    for (const piece of [draft.evidence, draft.signature])
      if (piece !== null)
        Object.assign(piece, { key: 'clientEc', header: { alg: 'ES256', typ: 'JWT', kid: 'client-ec' } });
    expect(await ask(sealedElsewhere(draft, keys, null))).toMatchObject({ outcome: 'accepted' });
  });

  it.each([
    ['voucher', '401 voucher/seal-wrong'],
    ['evidence', '400 evidence/seal-wrong'],
    ['signature', '400 signature/seal-wrong'],
    ['dpop', '401 dpop/seal-wrong'],
  ] as const)('is refused with one bit of the %s flipped', async (token, outcome) => {
    expect(await ask(sealedElsewhere(dpopDraft(), keys, token))).toEqual({ outcome });
  });

  it('is believed as a reply, and not with one bit flipped or over a newline more', async () => {
    const bytes = Buffer.from('{"id":"1"}');
    const requestDigest = digestOf('asked');
    const verify = createVerifyReply({
      publishedKeyOf: async () => ({ found: 'key', jwk: keys.client.jwk, client_id: null }),
      keyAt: async () => ({ found: 'unavailable' }),
      network: () => trustWorld(keys, {}).then(({ network }) => network),
      now: () => noon,
    });
    const modi = { replies: { signed: 'required', request_digest: true } } as const;
    const reply = (over: Uint8Array, seal: (compact: string) => string, jti: string) => {
      const digest = digestOf(over);
      const payload = {
        ...{ iat: nowSeconds, exp: nowSeconds + 60, jti, request_digest: requestDigest },
        signed_headers: [{ digest }, { 'content-type': 'application/json' }],
      };
      const compact = jws.sign({
        header: { alg: 'RS256', typ: 'JWT', kid: 'asl' },
        payload: JSON.stringify(payload),
        secret: privatePem(keys.client),
      });
      const headers = { digest, 'content-type': 'application/json', 'agid-jwt-signature': seal(compact) };
      return verify({ status: 200, headers, bytes, requestDigest }, modi, 'asl-fhir');
    };
    expect(await reply(bytes, (compact) => compact, 'reply-1')).toBeNull();
    expect(await reply(bytes, flipped, 'reply-2')).toMatchObject({ code: 'signature/seal-wrong' });
    const withNewline = Buffer.from('{"id":"1"}\n');
    expect(await reply(withNewline, (compact) => compact, 'reply-3')).toMatchObject({ code: 'digest/value-wrong' });
  });
});

describe('what the gateway makes', () => {
  let keys: stand.Keys;
  beforeAll(async () => {
    keys = await stand.makeKeys();
  });
  const request = {
    method: 'POST',
    path: 'segnalazioni?x=1',
    headers: { 'content-type': 'application/json' },
    body: '{ "b": 1.0,\n "a": "è" }',
  } as const;

  it.each([false, true])('verifies with jws: assertion, evidence, signature (DPoP: %s)', async (dpop) => {
    const on = stand.createStand(keys, {
      token: () => stand.granted('v1', dpop ? { token_type: 'DPoP' } : {}),
      partner: () => stand.answered(200, 'ok'),
    });
    const system = stand.systemWith({ voucher: { ...stand.voucher, dpop }, evidence: stand.evidence });
    expect(await on.provenSend(request, system, stand.limits, stand.on)).toMatchObject({ answered: true });
    const headers = on.sent[0]?.request.headers ?? {};

    const evidence = headers['agid-jwt-trackingevidence'] ?? '';
    expect(verified(evidence, 'RS256', keys.ours).payload.purposeId).toBe(stand.purposeId);
    const { header, payload } = verified(on.asked[0]?.form.client_assertion ?? '', 'RS256', keys.ours);
    expect(header).toEqual({ alg: 'RS256', typ: 'JWT', kid: stand.kid });
    expect(payload.digest).toEqual({ alg: 'SHA256', value: createHash('sha256').update(evidence).digest('hex') });

    const digest = digestOf(request.body);
    expect(headers.digest).toBe(digest);
    expect(digestOf(`${request.body}\n`)).not.toBe(digest);
    const signature = verified(headers['agid-jwt-signature'] ?? '', 'RS256', keys.ours);
    expect(signature.payload.signed_headers).toEqual([{ digest }, { 'content-type': 'application/json' }]);

    if (!dpop) return expect(headers.dpop).toBeUndefined();
    const { jwk } = partsOf(headers.dpop ?? '').header;
    const proof = verified(headers.dpop ?? '', 'ES256', jwk);
    expect(proof.payload).toMatchObject({
      htm: 'POST',
      htu: 'https://sil.example.it/servizi/segnalazioni',
      ath: createHash('sha256').update('v1').digest('base64url'),
    });
  });

  it.each([
    ['OUR_KEY', 'RS256'],
    ['EC_KEY', 'ES256'],
  ] as const)('verifies with jws: a signed reply with %s (%s)', async (secret, alg) => {
    const body = new TextEncoder().encode('{"code":"gate/denied"}');
    const { network } = await trustWorld(await makeKeys(), { trust: { replies: { key: { secret, kid: 'r1' } } } });
    const signReply = createSignReply({
      network: () => network,
      signingKeyOf: createSigningKeyOf((name) => keys.secrets[name]),
      now: () => noon,
      newId: () => 'reply-1',
      publicUrl: 'https://gateway.example.it',
    });
    const requestDigest = digestOf('asked');
    const contentType = 'application/problem+json';
    const signed = await signReply({
      ...{ status: 403, contentType, contentEncoding: null, body, audience: 'chi-chiede', requestDigest },
    });
    const { d: _, ...jwk } = JSON.parse(keys.secrets[secret] ?? '');
    const { payload } = verified(signed['agid-jwt-signature'] ?? '', alg, jwk);
    const digest = digestOf(body);
    expect(signed.digest).toBe(digest);
    expect(payload).toMatchObject({
      aud: 'chi-chiede',
      request_digest: requestDigest,
      signed_headers: [{ digest }, { 'content-type': contentType }],
    });
  });
});
