import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { hexDigestOf, thumbOf } from '../../src/modi/index.ts';
import type { SendResult } from '../../src/ports.ts';
import {
  answered,
  audience,
  clientId,
  createStand,
  evidence,
  get,
  granted,
  held,
  type Keys,
  kid,
  limits,
  makeKeys,
  on,
  post,
  purposeId,
  settle,
  start,
  startSeconds,
  systemWith,
  tokenUrl,
  voucher,
} from './proof-stand.ts';

/** SHA-256 of `{"città":1}` in UTF-8, and of nothing, by openssl. */
const bodyDigest = 'SHA-256=oKLHJYVDlEfYO6vIiJUekRFwrQHQAVP1bosKsy9P2cg=';
const emptyDigest = 'SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const ok = answered(200, 'ok');
const dpopVoucher = { ...voucher, dpop: true };
const bound = (token: string) => granted(token, { token_type: 'DPoP' });
const credentials = { credentials: { scheme: 'bearer', secret: 'PARTNER' } };
const unsent = (at: string, code: string) => ({ answered: false, at, code });

/** What goes out to a partner that asks for ModI, on whatever runtime starts it. */
export function provenSendSuite(runtime: string): void {
  let keys: Keys;
  beforeAll(async () => {
    keys = await makeKeys();
  });
  const currentDate = new Date(start);
  const verified = async (compact: string | undefined) => {
    await jwtVerify(compact ?? '', await importJWK(keys.ours, 'RS256'), { currentDate });
    return decodeJwt(compact ?? '');
  };

  describe(`a request on ${runtime}`, () => {
    it('to a system that asks for nothing leaves as it is', async () => {
      const { provenSend, sent, asked } = createStand(keys);
      const system = systemWith(undefined, credentials);
      expect(await provenSend(post, system, limits, on)).toEqual(ok);
      expect(sent).toEqual([{ request: post, system, limits }]);
      expect(sent[0]?.request).toBe(post);
      expect(asked).toEqual([]);
    });

    it('that is signed names what it signs, and nothing else', async () => {
      const { provenSend, sent } = createStand(keys);
      const system = systemWith({}, credentials);
      const encoded = {
        ...post,
        headers: { ...post.headers, 'Content-Encoding': 'identity', Digest: 'SHA-256=theirs' },
      };
      await provenSend(encoded, system, limits, on);
      const { headers = {}, ...request } = sent[0]?.request ?? {};
      const { 'agid-jwt-signature': signature, ...plain } = headers;
      expect(request).toEqual({ method: post.method, path: post.path, body: post.body });
      expect(plain).toEqual({
        'content-type': 'application/json',
        'content-encoding': 'identity',
        'x-correlation-id': 'correlation-1',
        digest: bodyDigest,
      });
      expect(decodeProtectedHeader(signature ?? '')).toEqual({ alg: 'RS256', kid, typ: 'JWT' });
      expect(await verified(signature)).toEqual({
        aud: audience,
        iat: startSeconds,
        exp: startSeconds + 120,
        jti: 'id-1',
        signed_headers: [
          { digest: bodyDigest },
          { 'content-type': 'application/json' },
          { 'content-encoding': 'identity' },
        ],
      });
      // Without a voucher the credentials of the system are used.
      expect(sent[0]?.system).toBe(system);
    });

    it('is signed anew each time', async () => {
      const { provenSend, sent } = createStand(keys);
      await provenSend(post, systemWith({}), limits, on);
      await provenSend(post, systemWith({}), limits, on);
      const ids = sent.map(({ request }) => decodeJwt(request.headers['agid-jwt-signature'] ?? '').jti);
      expect(ids).toEqual(['id-1', 'id-2']);
    });

    it.each([
      [
        'with a body, where nothing is said',
        undefined,
        post,
        [{ digest: bodyDigest }, { 'content-type': 'application/json' }],
      ],
      ['without a body, where nothing is said', undefined, get, null],
      ['without a body, where all are signed', true, get, [{ digest: emptyDigest }]],
      ['with a body, where none is signed', false, post, null],
    ])('%s', async (_what, signature, request, signed) => {
      const { provenSend, sent } = createStand(keys);
      await provenSend(request, systemWith(signature === undefined ? {} : { signature }), limits, on);
      const { digest, 'agid-jwt-signature': compact } = sent[0]?.request.headers ?? {};
      expect(compact === undefined ? null : decodeJwt(compact).signed_headers).toEqual(signed);
      expect(digest).toBe(signed?.[0]?.digest);
    });

    it('comes with a voucher instead of the credentials of the system', async () => {
      const { provenSend, sent } = createStand(keys);
      const system = systemWith({ voucher, signature: false }, credentials);
      expect(await provenSend(get, system, limits, on)).toEqual(ok);
      expect(sent[0]?.request).toEqual({ ...get, headers: { accept: 'application/json', authorization: 'Bearer v1' } });
      const { credentials: _, ...bare } = system;
      expect(sent[0]?.system).toEqual(bare);
    });

    it('proves that the voucher is ours', async () => {
      const { provenSend, sent, asked } = createStand(keys, { token: () => bound('v1') });
      await provenSend(post, systemWith({ voucher: dpopVoucher, signature: false }), limits, on);
      const headers = sent[0]?.request.headers ?? {};
      expect(headers.authorization).toBe('DPoP v1');
      expect(decodeJwt(headers.dpop ?? '')).toEqual({
        htm: 'POST',
        htu: 'https://sil.example.it/servizi/referrals',
        iat: startSeconds,
        jti: 'id-3',
        ath: await thumbOf('v1'),
      });
      const used = decodeProtectedHeader(headers.dpop ?? '');
      expect(used).toEqual(decodeProtectedHeader(asked[0]?.headers.dpop ?? ''));
      await jwtVerify(headers.dpop ?? '', await importJWK(used.jwk ?? {}, 'ES256'), { currentDate });
    });
  });

  describe(`the tracking evidence on ${runtime}`, () => {
    it('is made before the voucher, which is bound to it', async () => {
      const { provenSend, sent, asked } = createStand(keys);
      await provenSend(post, systemWith({ voucher, evidence }), limits, on);
      const { 'agid-jwt-trackingevidence': compact = '', ...headers } = sent[0]?.request.headers ?? {};
      expect(Object.keys(headers).sort()).toEqual([
        'agid-jwt-signature',
        'authorization',
        'content-type',
        'digest',
        'x-correlation-id',
      ]);
      expect(decodeProtectedHeader(compact)).toEqual({ alg: 'RS256', kid, typ: 'JWT' });
      const { dnonce, ...claims } = await verified(compact);
      expect(claims).toEqual({
        iss: clientId,
        aud: audience,
        iat: startSeconds,
        nbf: startSeconds,
        exp: startSeconds + 600,
        jti: 'id-1',
        purposeId,
        userID: 'operatore-7',
        userLocation: 'sportello-3',
        LoA: 'LOA3',
      });
      expect(String(dnonce)).toMatch(/^[1-9][0-9]{12}$/);
      expect(typeof dnonce).toBe('number');
      const assertion = decodeJwt(asked[0]?.form.client_assertion ?? '');
      expect(assertion.digest).toEqual({ alg: 'SHA256', value: await hexDigestOf(compact) });
    });

    it('of AUDIT_REST_01 has no dnonce, and the voucher is not bound to it', async () => {
      const { provenSend, sent, asked } = createStand(keys);
      await provenSend(post, systemWith({ voucher, evidence: { ...evidence, pattern: 'audit_01' } }), limits, on);
      const claims = await verified(sent[0]?.request.headers['agid-jwt-trackingevidence']);
      expect(Object.keys(claims).sort()).toEqual(
        ['LoA', 'aud', 'exp', 'iat', 'iss', 'jti', 'nbf', 'purposeId', 'userID', 'userLocation'].sort(),
      );
      expect(decodeJwt(asked[0]?.form.client_assertion ?? '')).not.toHaveProperty('digest');
    });

    it.each([
      ['the one who acted', on, { ...evidence, user_id: 'ufficio' }, 'operatore-7'],
      [
        'the one of the network document, where nobody did',
        { ...on, acting_user: null },
        { ...evidence, user_id: 'ufficio' },
        'ufficio',
      ],
      ['the client that asked, where none is named', { ...on, acting_user: null }, evidence, 'comune-app'],
    ])('names %s', async (_what, by, said, userID) => {
      const { provenSend, sent } = createStand(keys);
      await provenSend(post, systemWith({ voucher, evidence: said }), limits, by);
      expect(decodeJwt(sent[0]?.request.headers['agid-jwt-trackingevidence'] ?? '')).toMatchObject({ userID });
    });

    it('is one for each user and system, with its voucher', async () => {
      const { provenSend, sent, asked } = createStand(keys);
      const system = systemWith({ voucher, evidence });
      await Promise.all(Array.from({ length: 100 }, () => provenSend(post, system, limits, on)));
      const seen = () => new Set(sent.map(({ request }) => request.headers['agid-jwt-trackingevidence'])).size;
      expect([seen(), asked.length, sent.length]).toEqual([1, 1, 100]);
      await provenSend(post, system, limits, { ...on, acting_user: 'operatore-8' });
      expect([seen(), asked.length]).toEqual([2, 2]);
      await provenSend(post, systemWith({ voucher, evidence }, { id: 'cpi-sil-2' }), limits, on);
      expect([seen(), asked.length]).toEqual([3, 3]);
    });

    it('is made for so many new users of one client at once, and not at the cost of another', async () => {
      const { provenSend, sent, asked, clock } = createStand(keys);
      const system = systemWith({ voucher, evidence });
      const by = (n: number, client = 'comune-app') =>
        provenSend(post, system, limits, { ...on, client, acting_user: `operatore-${n}` });
      for (let n = 0; n < 60; n += 1) expect(await by(n)).toMatchObject({ answered: true });
      const waits = { ...unsent('credentials', 'voucher-users'), retryAfterMs: 10_000 };
      expect(await by(60)).toEqual(waits);
      expect(asked).toHaveLength(60);
      expect(await by(0)).toMatchObject({ answered: true });
      expect(await by(60, 'asl-cup')).toMatchObject({ answered: true });
      clock.advance(1_000);
      expect([await by(61), await by(62)]).toEqual([expect.objectContaining({ answered: true }), waits]);
      expect([sent.length, asked.length]).toEqual([63, 62]);
    });

    it('that costs no voucher of its own is made for any number of users', async () => {
      const { provenSend, sent, asked } = createStand(keys);
      const system = systemWith({ voucher, evidence: { ...evidence, pattern: 'audit_01' } });
      for (let n = 0; n < 61; n += 1) await provenSend(post, system, limits, { ...on, acting_user: `operatore-${n}` });
      expect([sent.length, asked.length]).toEqual([61, 1]);
    });

    it.each([
      ['5 minutes, which every partner takes', {}, 300],
      ['10 minutes, where the partner takes them', { tolerances: { evidence_age_seconds_max: 900 } }, 600],
    ])('is used for %s, and the next one has its voucher before that', async (_what, more, seconds) => {
      const next = held<SendResult>();
      const { provenSend, sent, asked, clock } = createStand(keys, {
        token: (nth) => (nth === 1 ? granted('v1', { expires_in: 1200 }) : next.promise),
      });
      const system = systemWith({ voucher, evidence, signature: false, ...more });
      const evidenceNow = async () => {
        await provenSend(get, system, limits, on);
        const { authorization, 'agid-jwt-trackingevidence': compact = '' } = sent.at(-1)?.request.headers ?? {};
        return [authorization, decodeJwt(compact).jti];
      };
      expect(await evidenceNow()).toEqual(['Bearer v1', 'id-1']);
      clock.advance(seconds * 900 - 1);
      expect(await evidenceNow()).toEqual(['Bearer v1', 'id-1']);
      await settle(() => asked.length > 1, 20);
      expect(asked).toHaveLength(1);
      clock.advance(1);
      expect(await evidenceNow()).toEqual(['Bearer v1', 'id-1']);
      await settle(() => asked.length > 1);
      expect(asked).toHaveLength(2);
      expect(await evidenceNow()).toEqual(['Bearer v1', 'id-1']);
      next.keep(granted('v2', { expires_in: 1200 }));
      let now = await evidenceNow();
      for (let turn = 0; turn < 100 && now[1] === 'id-1'; turn += 1) {
        await settle(() => false, 1);
        now = await evidenceNow();
      }
      expect(now).toEqual(['Bearer v2', 'id-3']);
      expect(asked).toHaveLength(2);
    });

    it('is made anew with its voucher where the next one did not come in time', async () => {
      const { provenSend, sent, clock } = createStand(keys);
      const system = systemWith({ voucher, evidence, signature: false });
      await provenSend(get, system, limits, on);
      clock.advance(300_000);
      await provenSend(get, system, limits, on);
      expect(sent.map(({ request }) => request.headers.authorization)).toEqual(['Bearer v1', 'Bearer v2']);
      const compact = sent[1]?.request.headers['agid-jwt-trackingevidence'] ?? '';
      expect(decodeJwt(compact).iat).toBe(startSeconds + 300);
    });
  });

  describe(`nothing is sent on ${runtime}`, () => {
    const refused = answered(400, '{"errors":[{"code":"015-0008"}]}');
    it.each([
      ['no voucher is given', { voucher }, () => refused, 'voucher-refused'],
      ['PDND is asked too often', { voucher }, () => answered(429), 'voucher-rate-limited'],
      [
        'the server is not there',
        { voucher },
        (): SendResult => ({ answered: false, at: 'connect', code: 'x' }),
        'voucher-unreachable',
      ],
      ['the key is missing', { key: { secret: 'NO_KEY', kid } }, () => ok, 'key-missing'],
      ['the key for the voucher is missing', { voucher, key: { secret: 'NO_KEY', kid } }, () => ok, 'key-missing'],
      [
        'the key for the evidence is missing',
        { voucher, evidence, key: { secret: 'NO_KEY', kid } },
        () => ok,
        'key-missing',
      ],
    ])('when %s', async (_what, modi, token, code) => {
      const { provenSend, sent } = createStand(keys, { token });
      const result = await provenSend(post, systemWith(modi), limits, on);
      expect(result).toMatchObject(unsent('credentials', code));
      expect(sent).toEqual([]);
    });

    it.each([
      ['an evidence has no voucher', { evidence }, on, 'evidence-needs-voucher'],
      [
        'nobody is known to act',
        { voucher, evidence },
        { ...on, acting_user: null, client: null },
        'evidence-user-missing',
      ],
      ['nothing is known of who acts', { voucher, evidence }, undefined, 'evidence-user-missing'],
      [
        'the user has too long a name',
        { voucher, evidence },
        { ...on, acting_user: 'x'.repeat(101) },
        'evidence-user-missing',
      ],
    ])('when %s', async (_what, modi, by, code) => {
      const { provenSend, sent, asked } = createStand(keys);
      expect(await provenSend(post, systemWith(modi), limits, by)).toEqual(unsent('address_refused', code));
      expect([sent, asked]).toEqual([[], []]);
    });

    it('when the voucher does not come, for longer than there is time', async () => {
      const { provenSend, sent } = createStand(keys, { token: () => new Promise<SendResult>(() => {}) });
      const result = await provenSend(post, systemWith({ voucher }), { ...limits, timeoutMs: 1 }, on);
      expect(result).toEqual(unsent('credentials', 'voucher-unreachable'));
      expect(sent).toEqual([]);
    });

    it('before the time that the authorization server wants to pass', async () => {
      const { provenSend } = createStand(keys, { token: () => answered(429, '', { 'retry-after': '60' }) });
      const result = await provenSend(post, systemWith({ voucher }), limits, on);
      expect(result).toEqual({ ...unsent('credentials', 'voucher-rate-limited'), retryAfterMs: 60_000 });
    });

    it('when the time is up by the time the voucher is there', async () => {
      const stand = createStand(keys, {
        token: () => {
          stand.clock.advance(limits.timeoutMs);
          return granted('v1');
        },
      });
      const result = await stand.provenSend(post, systemWith({ voucher }), limits, on);
      expect(result).toEqual(unsent('credentials', 'voucher-unreachable'));
      expect(stand.sent).toEqual([]);
    });

    it('and otherwise what the voucher took is missing from the time for the request', async () => {
      const stand = createStand(keys, {
        token: () => {
          stand.clock.advance(4_000);
          return granted('v1');
        },
      });
      await stand.provenSend(post, systemWith({ voucher }), limits, on);
      expect(stand.sent[0]?.limits).toEqual({ ...limits, timeoutMs: 6_000 });
    });
  });

  describe(`401 on ${runtime}`, () => {
    const no = answered(401, 'no');
    const system = () => systemWith({ voucher });

    it('is tried once more with a fresh voucher and a new signature', async () => {
      const { provenSend, sent, asked } = createStand(keys, { partner: (nth) => (nth === 1 ? no : ok) });
      expect(await provenSend(post, system(), limits, on)).toEqual(ok);
      expect(sent.map(({ request }) => request.headers.authorization)).toEqual(['Bearer v1', 'Bearer v2']);
      const ids = sent.map(({ request }) => decodeJwt(request.headers['agid-jwt-signature'] ?? '').jti);
      expect(ids[0]).not.toBe(ids[1]);
      expect(asked).toHaveLength(2);
    });

    it('again is the answer, and is not made dearer by the next calls', async () => {
      const { provenSend, sent, asked, clock } = createStand(keys, { partner: () => no });
      expect(await provenSend(post, system(), limits, on)).toEqual(no);
      expect([sent.length, asked.length]).toEqual([2, 2]);
      expect(await provenSend(post, system(), limits, on)).toEqual(no);
      expect([sent.length, asked.length]).toEqual([3, 2]);
      clock.advance(30_000);
      expect(await provenSend(post, system(), limits, on)).toEqual(no);
      expect([sent.length, asked.length]).toEqual([5, 3]);
    });

    it('is the answer where no other voucher is to be had', async () => {
      const { provenSend, sent } = createStand(keys, {
        token: (nth) => (nth === 1 ? granted('v1') : answered(400, '{}')),
        partner: () => no,
      });
      expect(await provenSend(post, system(), limits, on)).toEqual(no);
      expect(sent).toHaveLength(1);
    });

    it('without a voucher is the answer', async () => {
      const { provenSend, sent } = createStand(keys, { partner: () => no });
      expect(await provenSend(post, systemWith({}), limits, on)).toEqual(no);
      expect(sent).toHaveLength(1);
    });

    it('is the answer where no time is left', async () => {
      const stand = createStand(keys, {
        partner: () => {
          stand.clock.advance(limits.timeoutMs);
          return no;
        },
      });
      expect(await stand.provenSend(post, system(), limits, on)).toEqual(no);
      expect([stand.sent.length, stand.asked.length]).toEqual([1, 1]);
    });

    it.each([403, 500])('and no other answer, such as %i', async (status) => {
      const { provenSend, sent } = createStand(keys, { partner: () => answered(status) });
      expect(await provenSend(post, system(), limits, on)).toEqual(answered(status));
      expect(sent).toHaveLength(1);
    });

    it('of many at a time costs one voucher', async () => {
      const { provenSend, asked } = createStand(keys, {
        partner: (_, { request }) => (request.headers.authorization === 'Bearer v1' ? no : ok),
      });
      const all = await Promise.all(Array.from({ length: 50 }, () => provenSend(post, system(), limits, on)));
      expect(all.every((result) => result.answered && result.answer.status === 200)).toBe(true);
      expect(asked).toHaveLength(2);
    });

    it('that wants a nonce in the proof gets it, with the same voucher, and so does what follows', async () => {
      const wants = answered(401, '', { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': 'n-1' });
      const { provenSend, sent, asked } = createStand(keys, {
        token: () => bound('v1'),
        partner: (nth) => (nth === 1 ? wants : ok),
      });
      const asking = systemWith({ voucher: dpopVoucher });
      expect(await provenSend(post, asking, limits, on)).toEqual(ok);
      expect(await provenSend(post, asking, limits, on)).toEqual(ok);
      const nonces = sent.map(({ request }) => decodeJwt(request.headers.dpop ?? '').nonce);
      expect(nonces).toEqual([undefined, 'n-1', 'n-1']);
      expect([asked.length, asked[0]?.url]).toEqual([1, tokenUrl]);
    });
  });
}
