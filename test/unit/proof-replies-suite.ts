import { exportJWK, generateKeyPair } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { digestHeader } from '../../src/modi/index.ts';
import type { FoundKey, SendResult } from '../../src/ports.ts';
import {
  answered,
  clientId,
  createStand,
  forge,
  get,
  type Keys,
  limits,
  makeKeys,
  on,
  post,
  startSeconds,
  systemWith,
  voucher,
} from './proof-stand.ts';

const partnerKid = 'partner-1';
const us = 'https://gateway.example.it';
const issuer = '5a0a3c1e-51f5-4d4b-8f5e-6a1e0d6c7b03';
const body = '{"esito":"preso in carico, città"}';
/** SHA-256 of the body, by another implementation, as it is seen in the wild. */
const hexDigest = 'SHA-256=6839513a8e32b4e784e4899d124d9a3dfe11e4487649eaa1d47b9682cecbc590';
const utf8 = new TextEncoder();

/** What a partner's reply is made of; `undefined` leaves a claim or header out. */
type Made = {
  readonly status?: number;
  readonly body?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Record<string, unknown>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly key?: (keys: Keys) => CryptoKey | Uint8Array;
  /** Instead of the token; gets it. */
  readonly token?: (compact: string) => string | undefined;
};

const present = (record: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

async function signedReply(keys: Keys, made: Made, requestDigest?: string): Promise<SendResult> {
  const { status = 200, body: text = body, key = ({ partner }) => partner.key } = made;
  const digest = await digestHeader(utf8.encode(text));
  const claims = {
    aud: us,
    iat: startSeconds,
    exp: startSeconds + 60,
    jti: 'reply-1',
    signed_headers: [{ digest }, { 'content-type': 'application/json' }],
    ...(requestDigest === undefined ? {} : { request_digest: requestDigest }),
    ...made.claims,
  };
  const compact = await forge(claims, { typ: 'JWT', kid: partnerKid, ...made.header }, key(keys));
  const headers = {
    'content-type': 'application/json',
    digest,
    'agid-jwt-signature': made.token === undefined ? compact : made.token(compact),
    ...made.headers,
  };
  return answered(status, text, present(headers));
}

const signedHeaders = (...signed: readonly object[]) => ({ claims: { signed_headers: signed } });
const type = { 'content-type': 'application/json' };
const tampered = (compact: string, part: 0 | 1 | 2): string => {
  const parts = compact.split('.');
  const at = parts[part] ?? '';
  parts[part] = at.slice(0, 20) + (at[20] === 'A' ? 'B' : 'A') + at.slice(21);
  return parts.join('.');
};
const headed = (compact: string, header: object): string =>
  [btoa(JSON.stringify(header)).replace(/=+$/, ''), ...compact.split('.').slice(1)].join('.');
const rewritten = (compact: string, claims: object): string => {
  const [header, , seal] = compact.split('.');
  const payload = btoa(JSON.stringify(claims)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return [header, payload, seal].join('.');
};

/** Each way in which a reply is not the partner's own, and the code that says so. */
const faults: readonly (readonly [code: string, what: string, made: Made])[] = [
  ['signature/header-missing', 'an unsigned reply', { token: () => undefined }],
  ['signature/header-missing', 'an unsigned error', { status: 500, token: () => undefined }],
  ['signature/header-missing', 'an unsigned refusal', { status: 401, token: () => undefined }],
  ['signature/header-missing', 'an unsigned reply without a body', { body: '', token: () => undefined }],
  ['signature/header-missing', 'an unsigned 204 with a body', { status: 204, token: () => undefined }],
  ['signature/header-repeated', 'two signatures', { token: (compact) => `${compact}, ${compact}` }],
  ['signature/token-malformed', 'a signature that is none', { token: () => 'x' }],
  ['signature/token-too-large', 'a signature without end', { token: (compact) => compact.padEnd(8193, 'A') }],
  ['signature/crit-wrong', 'an extension', { token: (compact) => headed(compact, { alg: 'RS256', crit: ['x'] }) }],
  ['signature/alg-missing', 'no algorithm', { token: (compact) => headed(compact, { kid: partnerKid }) }],
  ['signature/alg-wrong', 'no signature at all', { token: (compact) => headed(compact, { alg: 'none' }) }],
  ['signature/alg-wrong', 'a shared secret', { header: { alg: 'HS256' }, key: () => new Uint8Array(32) }],
  ['signature/typ-wrong', 'a token of another type', { header: { typ: 'dpop+jwt' } }],
  ['signature/kid-missing', 'no key named', { header: { kid: undefined } }],
  ['signature/kid-malformed', 'a key named in vain', { header: { kid: '' } }],
  ['signature/kid-unknown', "somebody else's key", { header: { kid: 'nobody' } }],
  ['signature/seal-wrong', "another's signature", { key: ({ stranger }) => stranger.key }],
  ['signature/seal-wrong', 'a signature that was changed', { token: (compact) => tampered(compact, 2) }],
  ['signature/seal-wrong', 'claims that were changed', { token: (compact) => rewritten(compact, { aud: us }) }],
  ['signature/iat-missing', 'no iat', { claims: { iat: undefined } }],
  ['signature/iat-malformed', 'iat as text', { claims: { iat: `${startSeconds}` } }],
  ['signature/iat-old', 'iat 301 s ago', { claims: { iat: startSeconds - 301 } }],
  ['signature/iat-early', 'iat 6 s ahead', { claims: { iat: startSeconds + 6 } }],
  ['signature/nbf-malformed', 'nbf as text', { claims: { nbf: 'now' } }],
  ['signature/nbf-early', 'nbf 6 s ahead', { claims: { nbf: startSeconds + 6 } }],
  ['signature/exp-missing', 'no exp', { claims: { exp: undefined } }],
  ['signature/exp-malformed', 'exp as text', { claims: { exp: 'soon' } }],
  ['signature/exp-past', 'exp now', { claims: { exp: startSeconds } }],
  ['signature/aud-missing', 'no aud', { claims: { aud: undefined } }],
  ['signature/aud-malformed', 'aud as a number', { claims: { aud: 7 } }],
  ['signature/aud-wrong', 'aud of somebody else', { claims: { aud: 'https://other.example.it' } }],
  ['signature/iss-malformed', 'iss as a number', { claims: { iss: 7 } }],
  ['signature/iss-wrong', 'iss of somebody else', { claims: { iss: 'somebody' } }],
  ['signature/iss-wrong', 'no iss', { claims: { iss: undefined } }],
  ['signature/jti-missing', 'no jti', { claims: { jti: undefined } }],
  ['signature/jti-malformed', 'jti as a number', { claims: { jti: 7 } }],
  ['digest/header-missing', 'a body without Digest', { headers: { digest: undefined } }],
  ['digest/header-malformed', 'a Digest that is none', { headers: { digest: 'SHA-256' } }],
  ['digest/header-repeated', 'two Digests', { headers: { digest: 'SHA-256=a, SHA-256=b' } }],
  ['digest/alg-wrong', 'a Digest by MD5', { headers: { digest: 'MD5=abc' } }],
  ['digest/value-wrong', 'the Digest of another body', { headers: { digest: `SHA-256=${'A'.repeat(43)}=` } }],
  ['signature/signed-headers-missing', 'no signed headers', { claims: { signed_headers: undefined } }],
  ['signature/signed-headers-malformed', 'signed headers as an object', { claims: { signed_headers: type } }],
  ['signature/signed-headers-malformed', 'two headers in one object', signedHeaders({ digest: 'x', ...type })],
  ['signature/signed-headers-malformed', 'a header as a number', signedHeaders({ digest: 7 })],
  ['signature/signed-headers-malformed', 'a header twice', signedHeaders({ digest: 'x' }, { Digest: 'y' })],
  ['signature/signed-headers-malformed', 'nothing in an object', signedHeaders({})],
  ['signature/digest-unsigned', 'a Digest that is not signed', signedHeaders(type)],
  [
    'signature/digest-wrong',
    'another Digest than is signed',
    signedHeaders({ digest: `SHA-256=${'A'.repeat(43)}=` }, type),
  ],
  [
    'signature/content-type-wrong',
    'another Content-Type than is signed',
    { headers: { 'content-type': 'text/plain' } },
  ],
  [
    'signature/content-type-wrong',
    'a Content-Type that is signed and not there',
    { headers: { 'content-type': undefined } },
  ],
  [
    'signature/content-encoding-unsigned',
    'a Content-Encoding that is not signed',
    { headers: { 'content-encoding': 'gzip' } },
  ],
  [
    'signature/request-digest-wrong',
    'the answer to another request',
    { claims: { request_digest: `SHA-256=${'A'.repeat(43)}=` } },
  ],
  ['signature/request-digest-wrong', 'a request_digest that is none', { claims: { request_digest: 7 } }],
  ['signature/request-digest-missing', 'an answer to no request', { claims: { request_digest: undefined } }],
];

/** Whether a partner's reply is believed, on whatever runtime starts it. */
export function repliesSuite(runtime: string): void {
  let keys: Keys;
  beforeAll(async () => {
    keys = await makeKeys();
  });
  const jwks = () => ({ keys: [{ ...keys.partner.jwk, kid: partnerKid }] });
  const strict = () => ({ signed: 'required', jwks: jwks(), audience: us, issuer, request_digest: true });
  const systemFor = (replies: object, more: object = {}) => systemWith({ replies, ...more });
  const systemNamed = (id: string) => systemWith({ replies: strict() }, { id });
  const unverified = (code: string) => ({ answered: false, at: 'unverified', code, status: expect.any(Number) });

  /** A partner that signs what it is told, as the answer to each request. */
  const standWith = (made: Made, more: Parameters<typeof createStand>[1] = {}) =>
    createStand(keys, {
      partner: (nth, { request }) =>
        signedReply(
          keys,
          { ...made, claims: { iss: issuer, jti: `reply-${nth}`, ...made.claims } },
          request.headers.digest,
        ),
      ...more,
    });
  const sendTo = (stand: ReturnType<typeof createStand>, replies: object, request = post, more: object = {}) =>
    stand.provenSend(request, systemFor(replies, more), limits, on);

  describe(`a signed reply on ${runtime}`, () => {
    it.each<[string, Made]>([
      ['as it should be', {}],
      ['that is an error', { status: 500 }],
      ['whose Digest is in hexadecimal', { headers: { digest: hexDigest } }],
      ['that signs in hexadecimal', signedHeaders({ digest: hexDigest }, type)],
      [
        'that names its headers in capitals',
        signedHeaders({ Digest: hexDigest }, { 'Content-Type': 'application/json' }),
      ],
      ['iat 5 s ahead', { claims: { iat: startSeconds + 5, nbf: startSeconds + 5 } }],
      ['iat 300 s ago', { claims: { iat: startSeconds - 300 } }],
      ['exp in 1 s', { claims: { exp: startSeconds + 1 } }],
      ['for several receivers', { claims: { aud: `https://other.example.it,${us}` } }],
      ['without a type', { header: { typ: undefined } }],
    ])('%s is believed', async (_what, made) => {
      expect(await sendTo(standWith(made), strict())).toMatchObject({ answered: true, answer: { body } });
    });

    it.each(faults)('is not believed for %s: %s', async (code, _what, made) => {
      expect(await sendTo(standWith(made), strict())).toEqual(unverified(code));
    });

    it.each([
      ['Content-Type', 'content-type-unsigned', {}],
      ['another Content-Encoding', 'content-encoding-wrong', { 'content-encoding': 'br' }],
    ])('is not believed with %s', async (_what, fault, headers) => {
      const digest = await digestHeader(utf8.encode(body));
      const signed = fault.startsWith('content-type')
        ? [{ digest }]
        : [{ digest }, type, { 'content-encoding': 'gzip' }];
      const stand = standWith({ headers, claims: { signed_headers: signed } });
      expect(await sendTo(stand, strict())).toEqual(unverified(`signature/${fault}`));
    });

    it.each([
      ['as it came', { location: '/v1/one' }, null],
      ['changed on the way', { location: '/v1/two' }, 'signed-headers-wrong'],
      ['taken away', {}, 'signed-headers-wrong'],
    ])('is judged by every header that was signed: %s', async (_what, headers, fault) => {
      const digest = await digestHeader(utf8.encode(body));
      const stand = standWith({ headers, claims: { signed_headers: [{ digest }, type, { location: '/v1/one' }] } });
      const result = await sendTo(stand, strict());
      if (fault === null) expect(result).toMatchObject({ answered: true });
      else expect(result).toEqual(unverified(`signature/${fault}`));
    });

    it.each(['constructor', '__proto__', 'toString'])(
      'is not believed with a signed header by the name of %s',
      async (name) => {
        const digest = await digestHeader(utf8.encode(body));
        const signed = [{ digest }, type, JSON.parse(`{"${name.toLowerCase()}":"x"}`)];
        const result = await sendTo(standWith({ claims: { signed_headers: signed } }), strict());
        expect(result).toMatchObject({ answered: false, at: 'unverified' });
      },
    );

    it('is no other because a partner of another system uses the same kid and jti', async () => {
      const stand = standWith({ claims: { jti: '1' } });
      const asked = (id: string) => stand.provenSend(post, systemNamed(id), limits, on);
      expect(await asked('cpi-sil')).toMatchObject({ answered: true });
      expect(await asked('asl-fhir')).toMatchObject({ answered: true });
      expect(await asked('cpi-sil')).toEqual(unverified('signature/jti-used'));
    });

    it.each([
      ['302', 'required', { at: 'unverified', code: 'signature/header-missing' }],
      ['302', 'if_present', { at: 'redirect', code: '302' }],
      ['303', 'required', { at: 'redirect', code: '303' }],
    ])('is no redirect %s where signatures are %s', async (code, signed, expected) => {
      const stand = createStand(keys, { partner: () => ({ answered: false, at: 'redirect', code }) });
      expect(await sendTo(stand, { ...strict(), signed })).toMatchObject(expected);
    });

    it.each([401, 502])('without a signature is not believed, and the %i that it said is told', async (status) => {
      const stand = createStand(keys, { partner: () => answered(status, body) });
      const told = { answered: false, at: 'unverified', code: 'signature/header-missing', status };
      expect(await sendTo(stand, strict())).toEqual(told);
    });

    it('is believed once', async () => {
      const stand = standWith({ claims: { jti: 'always' } });
      expect(await sendTo(stand, strict())).toMatchObject({ answered: true });
      stand.clock.advance(1_000);
      expect(await sendTo(stand, strict())).toEqual(unverified('signature/jti-used'));
    });

    it('is judged over the bytes that came, not over their text', async () => {
      const latin = Uint8Array.from('{"città":1}', (char) => char.charCodeAt(0));
      const digest = await digestHeader(latin);
      const stand = standWith({
        body: '{"città":1}',
        headers: { digest },
        claims: { signed_headers: [{ digest }, type] },
      });
      const inner = stand.answering.partner;
      stand.answering.partner = async (nth, sent) => {
        const reply = await inner?.(nth, sent);
        return reply?.answered ? { ...reply, bytes: latin } : answered(500);
      };
      expect(await sendTo(stand, strict())).toMatchObject({ answered: true, answer: { body: '{"città":1}' } });
    });

    it('with other bytes than were signed is not believed', async () => {
      const stand = standWith({});
      const inner = stand.answering.partner;
      stand.answering.partner = async (nth, sent) => {
        const reply = await inner?.(nth, sent);
        return reply?.answered ? { ...reply, bytes: utf8.encode(`${body} `) } : answered(500);
      };
      expect(await sendTo(stand, strict())).toEqual(unverified('digest/value-wrong'));
    });

    it('to a request without a body answers the digest of nothing', async () => {
      const nothing = await digestHeader(new Uint8Array());
      const stand = standWith({ claims: { request_digest: nothing } });
      expect(await sendTo(stand, strict(), get)).toMatchObject({ answered: true });
    });

    it('without request_digest is believed where none is asked for', async () => {
      const { request_digest: _, ...easy } = strict();
      const stand = standWith({ claims: { request_digest: undefined } });
      expect(await sendTo(stand, easy)).toMatchObject({ answered: true });
      const other = standWith({ claims: { request_digest: `SHA-256=${'A'.repeat(43)}=` } });
      expect(await sendTo(other, easy)).toEqual(unverified('signature/request-digest-wrong'));
    });

    it("of PDND's third version, at+jwt and without aud, is believed where no aud is asked for", async () => {
      const v3 = { header: { typ: 'at+jwt' }, claims: { aud: undefined, request_digest: undefined } };
      expect(await sendTo(standWith(v3), { signed: 'required', jwks: jwks() }, get)).toMatchObject({ answered: true });
    });

    it('keeps to the tolerances of the network document', async () => {
      const early = { claims: { iat: startSeconds + 30 } };
      const tolerances = { ahead_seconds_max: 30 };
      expect(await sendTo(standWith(early), strict(), post, { tolerances })).toMatchObject({ answered: true });
    });

    it('by an EC key is believed, and not with the algorithm of another', async () => {
      const pair = await generateKeyPair('ES256', { extractable: true });
      const ec = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: partnerKid }] };
      const stand = standWith({ key: () => pair.privateKey, header: { alg: 'ES256' } });
      expect(await sendTo(stand, { ...strict(), jwks: ec })).toMatchObject({ answered: true });
      expect(await sendTo(standWith({}), { ...strict(), jwks: ec })).toEqual(unverified('signature/alg-wrong'));
    });
  });

  describe(`an unsigned reply on ${runtime}`, () => {
    const plain = answered(200, body, { 'content-type': 'application/json' });
    it.each([
      ['where signatures are looked at if they are there', 'if_present'],
      ['where they are not looked at', 'ignored'],
    ])('is believed %s', async (_what, signed) => {
      const stand = createStand(keys, { partner: () => plain });
      expect(await sendTo(stand, { ...strict(), signed })).toEqual(plain);
    });

    it('is believed without a word about replies', async () => {
      const stand = createStand(keys, { partner: () => plain });
      expect(await stand.provenSend(post, systemWith({}), limits, on)).toEqual(plain);
    });

    it('is believed where it has no body and says so', async () => {
      const stand = createStand(keys, { partner: () => answered(204) });
      expect(await sendTo(stand, strict())).toEqual(answered(204));
    });

    it('401 is not believed, so nothing is repeated; but the next request has another voucher', async () => {
      const stand = createStand(keys, { partner: () => answered(401) });
      const proven = () => sendTo(stand, strict(), post, { voucher });
      expect(await proven()).toEqual(unverified('signature/header-missing'));
      expect(stand.sent).toHaveLength(1);
      await proven();
      expect(stand.sent.map(({ request }) => request.headers.authorization)).toEqual(['Bearer v1', 'Bearer v2']);
    });
  });

  it.each([
    ['a false signature where one is looked at', 'if_present', unverified('signature/seal-wrong')],
    ['a false signature where none is', 'ignored', { answered: true }],
  ])(`${runtime}: %s`, async (_what, signed, expected) => {
    const stand = standWith({ key: ({ stranger }) => stranger.key });
    expect(await sendTo(stand, { ...strict(), signed })).toMatchObject(expected);
  });

  describe(`the key of a reply on ${runtime}`, () => {
    const trust = { issuer: 'interop.example' };
    const found = (more: object = {}): FoundKey => ({
      found: 'key',
      jwk: keys.partner.jwk,
      client_id: null,
      ...more,
    });
    const published = { signed: 'required', audience: us };

    it('comes from the address in the network document', async () => {
      const stand = standWith({}, { keyAt: found() });
      const replies = { ...published, jwks_url: 'https://sil.example.it/jwks' };
      expect(await sendTo(stand, replies)).toMatchObject({ answered: true });
      expect(stand.keysAsked).toEqual([['https://sil.example.it/jwks', partnerKid]]);
    });

    it('comes from PDND, asked in the name of our client', async () => {
      const stand = standWith({}, { publishedKey: found(), trust });
      expect(await sendTo(stand, published, post, { voucher })).toMatchObject({ answered: true });
      expect(stand.keysAsked).toEqual([[trust, partnerKid, clientId]]);
    });

    it("may not be somebody else's, where the owner is known", async () => {
      const stand = standWith({}, { publishedKey: found({ client_id: clientId }), trust });
      expect(await sendTo(stand, { ...published, issuer })).toEqual(unverified('signature/kid-foreign'));
    });

    it.each([
      ['is unknown', { publishedKey: { found: 'unknown' }, trust: {} }, 'signature/kid-unknown'],
      ['cannot be read now', { publishedKey: { found: 'unavailable' }, trust: {} }, 'signature/kid-unavailable'],
      ['has no source', {}, 'signature/kid-unavailable'],
    ] as const)('that %s proves nothing', async (_what, more, code) => {
      expect(await sendTo(standWith({}, more), published)).toEqual(unverified(code));
    });
  });
}
