import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../world/clock.ts';
import { createKeyPair, type KeyPair } from '../world/pdnd/key-pair.ts';
import * as modi from '../world/pdnd/modi-tokens.ts';
import { createGovWayPartner, type Misdeed, type PartnerAsks } from '../world/pdnd/partner.ts';
import { createPdndStandIn } from '../world/pdnd/stand-in.ts';

const ids = {
  client: '5f2c2e0a-4f5e-4a57-9b0c-2f1f0a8f7a01',
  api: '5f2c2e0a-4f5e-4a57-9b0c-2f1f0a8f7a02',
  consumer: '0c7f5c3e-52f2-4a0e-8f0c-5d2a9d2b1c01',
  producer: '0c7f5c3e-52f2-4a0e-8f0c-5d2a9d2b1c02',
  eservice: '7a1d5b52-7f39-4bb5-8b57-1c0f6b7f2a01',
  descriptor: '7a1d5b52-7f39-4bb5-8b57-1c0f6b7f2a02',
  purpose: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed',
};
const address = 'https://auth.pdnd.example';
const partnerAddress = 'https://erogatore.example';
const audience = 'https://erogatore.example/ente/servizio/v1';
const type = 'application/json';

type Spoil = (headers: Readonly<Record<string, string>>) => Readonly<Record<string, string | undefined>>;

/** The body of a reply, as a shape that the test then looks at. */
const jsonOf = async <T>(reply: Response): Promise<T> => (await reply.json()) as T;

/** The stand-ins themselves, on whatever runtime starts them. */
export function pdndWorldSuite(runtime: string): void {
  describe(`the world of PDND on ${runtime}`, () => {
    let keys: { issuer: KeyPair; client: KeyPair; partner: KeyPair; foreign: KeyPair; proof: KeyPair };
    beforeAll(async () => {
      const [issuer, client, partner, foreign, proof] = await Promise.all([
        createKeyPair(),
        createKeyPair(),
        createKeyPair(),
        createKeyPair(),
        createKeyPair('ES256'),
      ]);
      keys = { issuer, client, partner, foreign, proof };
    });

    async function world(asks: Partial<PartnerAsks> = {}) {
      const clock = createClock();
      let count = 0;
      const newId = () => {
        count += 1;
        return `id-${count}`;
      };
      const nowSeconds = () => Math.floor(Date.parse(clock.now()) / 1000);
      const pdnd = await createPdndStandIn({ now: clock.now, newId, address, key: keys.issuer });
      const { registry } = pdnd;
      registry.addClient({ id: ids.client, consumerId: ids.consumer, kind: 'consumer' });
      registry.addClient({ id: ids.api, consumerId: ids.consumer, kind: 'api' });
      registry.publishKey(ids.client, keys.client.jwk);
      registry.addEservice({
        id: ids.eservice,
        descriptorId: ids.descriptor,
        producerId: ids.producer,
        audiences: ['https://other.example', audience],
        state: 'ACTIVE',
      });
      registry.addPurpose({
        id: ids.purpose,
        consumerId: ids.consumer,
        eserviceId: ids.eservice,
        clientIds: [ids.client],
        state: 'ACTIVE',
        agreement: 'ACTIVE',
      });
      const partner = createGovWayPartner({
        now: clock.now,
        newId,
        address: partnerAddress,
        audience,
        eservice: { producerId: ids.producer, id: ids.eservice, descriptorId: ids.descriptor },
        issuer: pdnd.issuer,
        issuerKeys: () => pdnd.vouchers.jwks().keys,
        publishedKey: (kid) => registry.key(kid)?.jwk,
        key: keys.partner,
        foreignKey: keys.foreign,
        asks: { voucher: 'bearer', signature: true, evidence: 'audit_02', ...asks },
        replyAudience: ids.client,
        inner: async (request) => Response.json({ took: (await request.text()).length }, { status: 201 }),
      });
      const life = () => ({ nowSeconds: nowSeconds(), jti: newId() });
      const tokenRequest = async (of: { digest?: string; spoiled?: modi.Spoiled; dpop?: boolean } = {}) => {
        const said = { clientId: ids.client, audience: pdnd.assertionAudience, purposeId: ids.purpose };
        const more = of.digest === undefined ? {} : { digest: of.digest };
        const form = modi.tokenForm(
          ids.client,
          await modi.assertion(keys.client, { ...life(), ...said, ...more }, of.spoiled),
        );
        const proof = of.dpop
          ? { dpop: await modi.dpopProof(keys.proof, { ...life(), method: 'POST', url: pdnd.tokenUrl }) }
          : {};
        const headers = { 'content-type': 'application/x-www-form-urlencoded', ...proof };
        return new Request(pdnd.tokenUrl, { method: 'POST', body: form.toString(), headers });
      };
      const voucher = async (of: { digest?: string; dpop?: boolean } = {}): Promise<string> => {
        const reply = await pdnd.fetch(await tokenRequest(of));
        expect(reply.status).toBe(200);
        return String((await jsonOf<{ access_token: string }>(reply)).access_token);
      };
      /** What a consumer sends, with headers changed before they leave. */
      const call = async (spoil: Spoil = () => ({}), dpop = false) => {
        const url = `${partnerAddress}/ente/servizio/v1/pratiche`;
        const bytes = new TextEncoder().encode('{"pratica": 7}');
        const evidence = await modi.evidence(keys.client, {
          ...life(),
          ...{ issuer: ids.client, audience, purposeId: ids.purpose, userId: 'operatore-1', dnonce: '1234567890123' },
        });
        const token = await voucher({ digest: modi.hexOf(await modi.sha256(evidence)), dpop });
        const digest = await modi.digestOf(bytes);
        const headers: Record<string, string> = {
          authorization: `${dpop ? 'DPoP' : 'Bearer'} ${token}`,
          'content-type': type,
          digest,
          'agid-jwt-signature': await modi.signature(keys.client, { ...life(), audience, digest, contentType: type }),
          'agid-jwt-trackingevidence': evidence,
          ...(dpop ? { dpop: await modi.dpopProof(keys.proof, { ...life(), method: 'POST', url, token }) } : {}),
        };
        const sent = new Headers(headers);
        for (const [name, value] of Object.entries(spoil(headers)))
          if (value === undefined) sent.delete(name);
          else sent.set(name, value);
        return partner.fetch(new Request(url, { method: 'POST', headers: sent, body: bytes }));
      };
      return { clock, pdnd, partner, tokenRequest, voucher, call, life };
    }

    it('issues vouchers as PDND writes them', async () => {
      const { pdnd, voucher } = await world();
      const token = await voucher({ digest: 'a'.repeat(64), dpop: true });
      expect(decodeProtectedHeader(token)).toMatchObject({ typ: 'at+jwt', alg: 'RS256' });
      expect(decodeJwt(token)).toMatchObject({
        iss: 'interop.pagopa.it',
        sub: ids.client,
        client_id: ids.client,
        aud: `https://other.example,${audience}`,
        purposeId: ids.purpose,
        producerId: ids.producer,
        consumerId: ids.consumer,
        eserviceId: ids.eservice,
        descriptorId: ids.descriptor,
        digest: { alg: 'SHA256', value: 'a'.repeat(64) },
        cnf: { jkt: keys.proof.kid },
      });
      const set = await jsonOf<{ keys: { kid: string }[] }>(await pdnd.fetch(new Request(pdnd.jwksUrl)));
      expect(set.keys.map(({ kid }) => kid)).toEqual([decodeProtectedHeader(token).kid]);
      await pdnd.vouchers.rotate();
      expect(pdnd.vouchers.jwks().keys).toHaveLength(2);
      expect(decodeProtectedHeader(await voucher()).kid).not.toBe(decodeProtectedHeader(token).kid);
    });

    it('tells the caller one code for every reason, and the test which it was', async () => {
      const { pdnd, tokenRequest } = await world();
      const { registry } = pdnd;
      const refuse = async (request: Request) => {
        const reply = await pdnd.fetch(request);
        expect([reply.status, (await jsonOf<{ errors: { code: string }[] }>(reply)).errors[0]?.code]).toEqual([
          400,
          '015-0008',
        ]);
        return pdnd.refused.at(-1);
      };
      expect(await refuse(await tokenRequest({ spoiled: { claims: { nbf: 1 } } }))).toEqual(['0032']);
      registry.suspendPurpose(ids.purpose);
      expect(await refuse(await tokenRequest())).toEqual(['0020']);
      registry.activatePurpose(ids.purpose);
      registry.changeAgreement(ids.purpose, 'SUSPENDED');
      expect(await refuse(await tokenRequest())).toEqual(['0021']);
      registry.changeAgreement(ids.purpose, 'ACTIVE');
      registry.changeEservice(ids.eservice, { state: 'SUSPENDED' });
      expect(await refuse(await tokenRequest())).toEqual(['0022']);
      registry.changeEservice(ids.eservice, { state: 'ACTIVE' });
      registry.withdrawKey(keys.client.kid);
      expect(await refuse(await tokenRequest())).toEqual(['0016']);
      registry.publishKey(ids.client, { ...keys.client.jwk, n: String(keys.client.jwk.n).slice(0, 100) });
      expect(await refuse(await tokenRequest())).toEqual(['0001']);
      registry.publishKey(ids.client, keys.client.jwk);
      expect((await pdnd.fetch(await tokenRequest())).status).toBe(200);
    });

    it('is too busy, fails, and hangs until it is let go', async () => {
      const { pdnd, tokenRequest } = await world();
      pdnd.tooMany(1, 2500);
      const busy = await pdnd.fetch(await tokenRequest());
      expect([busy.status, busy.headers.get('x-rate-limit-interval'), busy.headers.get('retry-after')]).toEqual([
        429,
        '2500',
        null,
      ]);
      const gate = pdnd.front.hold('/token.oauth2');
      let done = false;
      const hanging = pdnd.fetch(await tokenRequest()).then((reply) => {
        done = true;
        return reply.status;
      });
      expect((await pdnd.fetch(new Request(pdnd.jwksUrl))).status).toBe(200);
      expect(done).toBe(false);
      gate.release();
      expect(await hanging).toBe(200);
      pdnd.front.instead('/.well-known', () => new Response(null, { status: 503 }));
      expect((await pdnd.fetch(new Request(pdnd.jwksUrl))).status).toBe(503);
      expect(pdnd.front.count('/token.oauth2')).toBe(2);
      expect(pdnd.front.received.map(({ status }) => status)).toEqual([429, 200, 200, 503]);
    });

    it('answers keys, purposes and events to a client of its API alone', async () => {
      const { pdnd, voucher } = await world();
      const get = async (path: string, token: string) => {
        const reply = await pdnd.fetch(
          new Request(pdnd.apiAddress + path, { headers: { authorization: `Bearer ${token}` } }),
        );
        return { status: reply.status, body: await jsonOf<Record<string, unknown>>(reply) };
      };
      expect((await get(`/keys/${keys.client.kid}`, await voucher())).status).toBe(401);
      const token = await pdnd.vouchers.issue({ clientId: ids.api, purposeId: null });
      expect(await get(`/keys/${keys.client.kid}`, token)).toEqual({
        status: 200,
        body: { key: keys.client.jwk, clientId: ids.client },
      });
      expect((await get('/keys/nobody', token)).status).toBe(404);
      pdnd.registry.suspendPurpose(ids.purpose);
      expect((await get(`/purposes/${ids.purpose}`, token)).body).toMatchObject({
        id: ids.purpose,
        state: 'SUSPENDED',
        currentVersion: { state: 'SUSPENDED' },
      });
      const page = (await get('/purposeEvents?limit=1', token)).body;
      expect(page).toMatchObject({ lastEventId: 3, events: [{ purposeId: ids.purpose, eventType: 'ADDED' }] });
      expect((await get('/purposeEvents?lastEventId=3', token)).body).toMatchObject({
        events: [{ eventType: 'UPDATED' }],
      });
      expect((await get('/purposeEvents?lastEventId=4', token)).body).toEqual({ lastEventId: 4, events: [] });
    });

    it('serves who proves everything, and signs its reply', async () => {
      const { partner, call } = await world();
      const reply = await call();
      expect(partner.judged).toEqual([{ check: null, status: 201, userId: 'operatore-1' }]);
      const body = new Uint8Array(await reply.arrayBuffer());
      const token = reply.headers.get('agid-jwt-signature') ?? '';
      await compactVerify(token, await importJWK({ ...keys.partner.jwk }, 'RS256'));
      const digest = await modi.digestOf(body);
      expect(reply.headers.get('digest')).toBe(digest);
      expect(decodeJwt(token)).toMatchObject({
        aud: ids.client,
        signed_headers: [{ digest }, { 'content-type': type }],
        request_digest: await modi.digestOf(new TextEncoder().encode('{"pratica": 7}')),
      });
    });

    it('serves who proves possession of a key', async () => {
      const { partner, call } = await world({ voucher: 'dpop' });
      expect((await call(() => ({}), true)).status).toBe(201);
      expect((await call()).status).toBe(401);
      expect((await call(() => ({ dpop: undefined }), true)).status).toBe(401);
      expect(partner.judged.map(({ check }) => check)).toEqual([null, 'Authorization scheme', 'DPoP']);
    });

    it.each<[string, number, string, Spoil]>([
      ['no voucher', 401, 'Authorization', () => ({ authorization: undefined })],
      ['a scheme that is none', 401, 'Authorization', (h) => ({ authorization: h.authorization?.slice(7) })],
      ['no signature', 400, 'Agid-JWT-Signature', () => ({ 'agid-jwt-signature': undefined })],
      ['another digest', 400, 'Digest', () => ({ digest: `SHA-256=${btoa('x'.repeat(32))}` })],
      ['another content type', 400, 'signed_headers content-type', () => ({ 'content-type': 'text/plain' })],
      ['no evidence', 400, 'Agid-JWT-TrackingEvidence', () => ({ 'agid-jwt-trackingevidence': undefined })],
    ])('refuses %s, and signs the error', async (_, status, check, spoil) => {
      const { partner, call } = await world();
      const reply = await call(spoil);
      expect([reply.status, partner.judged.at(-1)?.check]).toEqual([status, check]);
      expect(reply.headers.has('agid-jwt-signature')).toBe(true);
    });

    it('refuses a signature that it has seen', async () => {
      const { call } = await world();
      let first = '';
      await call((headers) => {
        first = headers['agid-jwt-signature'] ?? '';
        return {};
      });
      const again = await call(() => ({ 'agid-jwt-signature': first }));
      expect(again.status).toBe(409);
    });

    it.each<[Misdeed, (reply: Response, body: Uint8Array) => Promise<boolean>]>([
      ['tamper', async ({ headers }, body) => headers.get('digest') !== (await modi.digestOf(body))],
      ['hex-digest', async ({ headers }) => /^SHA-256=[0-9a-f]{64}$/.test(headers.get('digest') ?? '')],
      ['unsigned', async ({ headers }) => !headers.has('agid-jwt-signature')],
      ['pdnd-v3', async (reply) => tokenOf(reply).aud === undefined && headerOf(reply).typ === 'at+jwt'],
      ['no-request-digest', async (reply) => tokenOf(reply).request_digest === undefined],
      [
        'wrong-request-digest',
        async (reply) =>
          tokenOf(reply).request_digest !== (await modi.digestOf(new TextEncoder().encode('{"pratica": 7}'))),
      ],
      [
        'foreign-key',
        (reply) =>
          compactVerify(reply.headers.get('agid-jwt-signature') ?? '', { ...keys.partner.jwk, kty: 'RSA' }).then(
            () => false,
            () => headerOf(reply).kid === keys.partner.kid,
          ),
      ],
      ['unauthorized', async (reply) => reply.status === 401],
    ])('does wrong when asked: %s', async (misdeed, isSo) => {
      const { partner, call } = await world();
      partner.misbehave(misdeed);
      const reply = await call();
      expect(await isSo(reply.clone(), new Uint8Array(await reply.arrayBuffer()))).toBe(true);
      expect((await call()).status).toBe(201);
    });

    it('replays its former reply when asked', async () => {
      const { partner, call } = await world();
      const first = await call();
      partner.misbehave('replay');
      const second = await call();
      expect(second.headers.get('agid-jwt-signature')).toBe(first.headers.get('agid-jwt-signature'));
    });
  });
}

const tokenOf = ({ headers }: Response) => decodeJwt(headers.get('agid-jwt-signature') ?? '');
const headerOf = ({ headers }: Response) => decodeProtectedHeader(headers.get('agid-jwt-signature') ?? '');
