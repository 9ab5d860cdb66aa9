import { beforeEach, describe, expect, it } from 'vitest';
import { api, createPdndStand, failed, held, ids, json, type PdndStand, routes, rsa, trustWith } from './pdnd-stand.ts';

const trust = trustWith();
const unknown = { found: 'unknown' };
const unavailable = { found: 'unavailable' };
const kid = 'qVuM6BsrbCaxV-KW7CNNbbRHvQcFWTnKDgMyEgvVVoo';
const minute = 60_000;

/** Keys that members published on PDND. */
export function publishedSuite(runtime: string) {
  describe(`published keys on ${runtime}`, () => {
    let stand: PdndStand;
    beforeEach(() => {
      stand = createPdndStand();
      stand.answer(routes({ [`/keys/${kid}`]: json({ clientId: ids.client.toUpperCase(), jwk: rsa(kid) }) }));
    });
    const storm = async (ask: (index: number) => Promise<{ readonly found: string }>, count = 1000) => {
      const found = await Promise.all(Array.from({ length: count / 2 }, (_, index) => ask(index)));
      for (let index = count / 2; index < count; index += 1) found.push(await ask(index));
      return found.map((each) => each.found);
    };

    it.each([
      ['v2', { clientId: ids.client, jwk: rsa(kid) }, ids.client],
      ['with its client', { clientId: ids.client, key: rsa(kid) }, ids.client],
      ['v1', rsa(kid), null],
    ])('are read as PDND writes them: %s', async (_, body, client_id) => {
      stand.answer(() => json(body));
      expect(await stand.pdnd().publishedKeyOf(trust, kid, 'a')).toMatchObject({
        found: 'key',
        jwk: { kid },
        client_id,
      });
      expect(stand.asked).toEqual([{ url: `${api}/keys/${kid}`, token: 'Bearer one' }]);
      expect(stand.vouchers[0]?.ask).toEqual({
        tokenUrl: 'https://auth.interop.example.it/token.oauth2',
        assertionAudience: 'auth.interop.example.it/client-assertion',
        clientId: ids.client,
        purposeId: null,
        key: { secret: 'PDND', kid: 'ours' },
        evidenceDigest: null,
        dpop: false,
      });
    });

    it.each([
      ['under another kid', json({ clientId: ids.client, jwk: rsa('another') })],
      ['that verifies nothing', json({ clientId: ids.client, jwk: rsa(kid, { use: 'enc' }) })],
      ['that is not there', json({ title: 'Not Found' }, 404)],
    ])('%s are unknown', async (_, reply) => {
      stand.answer(() => reply);
      expect(await stand.pdnd().publishedKeyOf(trust, kid, 'a')).toEqual(unknown);
    });

    it.each([400, 422])('whose kid PDND calls malformed (%i) hinder nobody else', async (status) => {
      stand.answer(
        routes({ '/keys/a%40b': json({}, status), [`/keys/${kid}`]: json({ clientId: ids.client, jwk: rsa(kid) }) }),
      );
      const { publishedKeyOf } = stand.pdnd();
      expect(await publishedKeyOf(trust, 'a@b', 'a')).toEqual(unknown);
      expect(await publishedKeyOf(trust, kid, 'b')).toMatchObject({ found: 'key' });
    });

    it('of bodies that publish e-services are asked for elsewhere', async () => {
      stand.answer(routes({ [`/producerKeys/${kid}`]: json({ producerKeychainId: ids.other, jwk: rsa(kid) }) }));
      const { producerKeyOf, publishedKeyOf } = stand.pdnd();
      expect(await producerKeyOf(trust, kid, 'a')).toMatchObject({ found: 'key', client_id: null });
      expect(await publishedKeyOf(trust, kid, 'a')).toEqual(unknown);
    });

    it.each(['', '.', '..', 'a/b', 'a?b', 'a%2Fb', 'a b', 'ä', 'a#b', 'a'.repeat(257)])(
      'with the kid %j are not asked for',
      async (odd) => {
        expect(await stand.pdnd().publishedKeyOf(trust, odd, 'a')).toEqual(unknown);
        expect(stand.asked).toEqual([]);
      },
    );

    it('are unknown where no client of the API is configured', async () => {
      expect(await stand.pdnd().publishedKeyOf(trustWith({}, null), kid, 'a')).toEqual(unknown);
      expect(stand.asked).toEqual([]);
    });

    it('are asked for once by 100 at once, and once for two replicas', async () => {
      const one = stand.pdnd();
      const found = await Promise.all(Array.from({ length: 100 }, () => one.publishedKeyOf(trust, kid, 'a')));
      expect(new Set(found.map((each) => each.found === 'key' && each.jwk)).size).toBe(1);
      expect((await stand.pdnd().publishedKeyOf(trust, kid, 'b')).found).toBe('key');
      expect(stand.asked).toHaveLength(1);
    });

    it('that nobody has cost one client five requests of 1,000, and another client nothing', async () => {
      const { publishedKeyOf } = stand.pdnd();
      const found = await storm((index) => publishedKeyOf(trust, `no-${index}`, 'storming'));
      expect(stand.asked).toHaveLength(5);
      expect(found.filter((each) => each === 'unknown')).toHaveLength(5);
      // The others were not looked up: nobody can say that they are unknown.
      expect(found.filter((each) => each === 'unavailable')).toHaveLength(995);
      expect((await publishedKeyOf(trust, kid, 'calm')).found).toBe('key');
      expect((await publishedKeyOf(trust, kid, 'storming')).found).toBe('key');
      stand.later(10_000);
      await storm((index) => publishedKeyOf(trust, `again-${index}`, 'storming'));
      expect(stand.count('/keys/again-')).toBe(1);
    });

    it('cost nobody anything while PDND is not asked', async () => {
      const { publishedKeyOf } = stand.pdnd();
      const answering = routes({ [`/keys/${kid}`]: json({ clientId: ids.client, jwk: rsa(kid) }) });
      stand.answer(() => failed);
      for (let index = 0; index < 20; index += 1)
        expect(await publishedKeyOf(trust, `no-${index}`, 'a')).toEqual(unavailable);
      expect(stand.asked).toHaveLength(1);
      stand.answer(answering);
      stand.later(5_000);
      for (let index = 20; index < 23; index += 1)
        expect(await publishedKeyOf(trust, `no-${index}`, 'a')).toEqual(unknown);
      expect((await publishedKeyOf(trust, kid, 'a')).found).toBe('key');
      expect(await publishedKeyOf(trust, 'no-25', 'a')).toEqual(unavailable);
    });

    it('that were not there are asked for again after a minute', async () => {
      const { publishedKeyOf } = stand.pdnd();
      stand.answer(routes({}));
      expect(await publishedKeyOf(trust, kid, 'a')).toEqual(unknown);
      stand.answer(() => json({ clientId: ids.client, jwk: rsa(kid) }));
      stand.later(minute - 1);
      expect(await publishedKeyOf(trust, kid, 'a')).toEqual(unknown);
      stand.later(1);
      expect((await publishedKeyOf(trust, kid, 'a')).found).toBe('key');
    });

    it('are confirmed after half of their time, and count for the other half while PDND does not answer', async () => {
      const { publishedKeyOf } = stand.pdnd();
      const first = await publishedKeyOf(trust, kid, 'a');
      stand.later(30 * minute);
      expect(await publishedKeyOf(trust, kid, 'a')).toEqual(first);
      expect(stand.asked).toHaveLength(1);
      stand.answer(() => failed);
      stand.later(1);
      const again = await publishedKeyOf(trust, kid, 'a');
      expect(again.found === 'key' && first.found === 'key' && again.jwk === first.jwk).toBe(true);
      await publishedKeyOf(trust, kid, 'a');
      expect(stand.asked).toHaveLength(2);
      stand.later(30 * minute - 1);
      expect((await publishedKeyOf(trust, kid, 'a')).found).toBe('key');
      stand.later(1);
      expect(await publishedKeyOf(trust, kid, 'a')).toEqual(unavailable);
      expect(await stand.pdnd().publishedKeyOf(trust, kid, 'a')).toEqual(unavailable);
    });

    it('are found in the store after a restart while PDND is down', async () => {
      await stand.pdnd().publishedKeyOf(trust, kid, 'a');
      stand.answer(() => failed);
      stand.later(45 * minute);
      expect(await stand.pdnd().publishedKeyOf(trust, kid, 'a')).toMatchObject({ found: 'key', client_id: ids.client });
    });

    it('that were withdrawn are gone for every replica', async () => {
      const one = stand.pdnd();
      await one.publishedKeyOf(trust, kid, 'a');
      stand.answer(routes({}));
      stand.later(31 * minute);
      expect(await one.publishedKeyOf(trust, kid, 'a')).toEqual(unknown);
      stand.answer(() => failed);
      expect(await stand.pdnd().publishedKeyOf(trust, kid, 'a')).toEqual(unavailable);
    });

    describe("PDND's API", () => {
      it.each([401, 403])('that refuses a voucher with %i is asked once more with a new one', async (status) => {
        stand.answer(({ token }) => (token === 'Bearer two' ? json(rsa(kid)) : json({}, status)));
        const { publishedKeyOf } = stand.pdnd();
        expect((await publishedKeyOf(trust, kid, 'a')).found).toBe('key');
        expect(stand.asked.map(({ token }) => token)).toEqual(['Bearer one', 'Bearer two']);
        expect(stand.vouchers.map(({ refused }) => refused)).toEqual([undefined, 'one']);
      });

      it('that refuses every voucher is not asked for a new one each time', async () => {
        stand.answer(() => json({}, 403));
        const { publishedKeyOf } = stand.pdnd();
        for (const ms of [0, 5_000, 10_000]) {
          stand.later(ms);
          expect(await publishedKeyOf(trust, kid, 'a')).toEqual(unavailable);
        }
        expect(stand.asked).toHaveLength(4);
        expect(stand.vouchers.filter(({ refused }) => refused !== undefined)).toHaveLength(1);
      });

      it('is not asked without a voucher', async () => {
        stand.vouch(async () => ({ ok: false, code: 'timeout', retryAfterMs: null }));
        expect(await stand.pdnd().publishedKeyOf(trust, kid, 'a')).toEqual(unavailable);
        expect(stand.asked).toEqual([]);
      });

      it.each([
        [{ 'x-rate-limit-limit': '100', 'x-rate-limit-remaining': '0', 'x-rate-limit-interval': '2500' }, 2_500],
        [{ 'x-rate-limit-interval': '99999999' }, 60_000],
        [{ 'x-rate-limit-interval': 'soon' }, 5_000],
        [{}, 5_000],
      ])('with 429 and %j is left alone for %i ms', async (headers, ms) => {
        stand.answer(() => json({}, 429, headers));
        const { publishedKeyOf, purposeStateOf } = stand.pdnd();
        expect(await publishedKeyOf(trust, kid, 'a')).toEqual(unavailable);
        stand.answer(() => json(rsa(kid)));
        stand.later(ms - 1);
        expect(await publishedKeyOf(trust, kid, 'b')).toEqual(unavailable);
        expect(await purposeStateOf(trust, ids.purpose)).toBe('stale');
        expect(stand.asked).toHaveLength(1);
        stand.later(1);
        expect((await publishedKeyOf(trust, kid, 'b')).found).toBe('key');
      });

      it.each([
        ['500', json({}, 500)],
        ['a time-out', failed],
        ['no object', json([])],
      ])('that answers with %s is unavailable, and left alone for a moment', async (_, reply) => {
        stand.answer(() => reply);
        const { publishedKeyOf } = stand.pdnd();
        for (const each of ['a', 'b']) expect(await publishedKeyOf(trust, kid, each)).toEqual(unavailable);
        expect(stand.asked).toHaveLength(1);
        stand.answer(() => json(rsa(kid)));
        stand.later(5_000);
        expect((await publishedKeyOf(trust, kid, 'a')).found).toBe('key');
      });

      it.each([500, 503, 403])(
        'that cannot serve one key (%i) hinders no other, and is asked for it less and less',
        async (status) => {
          stand.answer(
            routes({
              '/keys/broken': json({}, status),
              [`/keys/${kid}`]: json({ clientId: ids.client, jwk: rsa(kid) }),
            }),
          );
          const { publishedKeyOf } = stand.pdnd();
          expect(await publishedKeyOf(trust, 'broken', 'a')).toEqual(unavailable);
          expect((await publishedKeyOf(trust, kid, 'b')).found).toBe('key');
          const first = stand.count('/keys/broken');
          for (let second = 0; second < 120; second += 1) {
            stand.later(1_000);
            await publishedKeyOf(trust, 'broken', 'a');
          }
          // After 5, 15, 35, 65 and 95 seconds.
          expect(stand.count('/keys/broken') - first).toBe(status === 403 ? 5 + 3 : 5);
        },
      );

      it('that hangs under many others keeps no known key from its client', async () => {
        const { publishedKeyOf } = stand.pdnd();
        await publishedKeyOf(trust, kid, 'calm');
        stand.later(31 * minute);
        const hanging = held();
        stand.answer(() => hanging.result);
        const storm = Array.from({ length: 256 }, () => publishedKeyOf(trust, 'no', 'storming'));
        await new Promise((resolve) => setTimeout(resolve));
        expect((await publishedKeyOf(trust, kid, 'calm')).found).toBe('key');
        hanging.give(failed);
        expect(new Set((await Promise.all(storm)).map(({ found }) => found))).toEqual(new Set(['unavailable']));
      });

      it('that hangs delays no key set of another address', async () => {
        const hanging = held();
        stand.answer(({ url }) => (url.startsWith(api) ? hanging.result : json({ keys: [rsa('a')] })));
        const { publishedKeyOf, issuerKeyOf } = stand.pdnd();
        const waiting = publishedKeyOf(trust, kid, 'a');
        expect((await issuerKeyOf(trust, 'a')).found).toBe('key');
        hanging.give(failed);
        expect(await waiting).toEqual(unavailable);
      });
    });
  });
}
