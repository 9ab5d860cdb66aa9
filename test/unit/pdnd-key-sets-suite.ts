import { beforeEach, describe, expect, it } from 'vitest';
import { createPdndStand, failed, held, json, jwksUrl, type PdndStand, rsa, trustWith } from './pdnd-stand.ts';

const trust = trustWith();
const partner = 'https://partner.example.it/jwks';
const unknown = { found: 'unknown' };
const unavailable = { found: 'unavailable' };
const minute = 60_000;
const hour = 60 * minute;

/** Key sets at an address: of the issuer, and of a partner. */
export function keySetsSuite(runtime: string) {
  describe(`key sets on ${runtime}`, () => {
    let stand: PdndStand;
    beforeEach(() => {
      stand = createPdndStand();
      stand.answer(() => json({ keys: [rsa('a')] }));
    });
    const burst = <T>(count: number, ask: (index: number) => Promise<T>) =>
      Promise.all(Array.from({ length: count }, (_, index) => ask(index)));

    it('are read once for 100 who ask at once, and not again while they are young', async () => {
      const { issuerKeyOf } = stand.pdnd();
      const found = await burst(100, () => issuerKeyOf(trust, 'a'));
      expect(found[0]).toMatchObject({ found: 'key', jwk: { kid: 'a' }, client_id: null });
      expect(new Set(found.map((each) => each.found === 'key' && each.jwk)).size).toBe(1);
      stand.later(hour - 1);
      expect((await issuerKeyOf(trust, 'a')).found).toBe('key');
      expect(stand.asked).toEqual([{ url: jwksUrl, token: undefined }]);
    });

    it('are read twice at most for 1,000 requests with kids that nobody has', async () => {
      const { issuerKeyOf } = stand.pdnd();
      await issuerKeyOf(trust, 'a');
      stand.later(minute);
      expect(new Set((await burst(500, (i) => issuerKeyOf(trust, `no-${i}`))).map(({ found }) => found))).toEqual(
        new Set(['unknown']),
      );
      for (let index = 500; index < 1000; index += 1) await issuerKeyOf(trust, `no-${index}`);
      expect([stand.count(jwksUrl), stand.shelfReads()]).toEqual([2, 2]);
      expect((await issuerKeyOf(trust, 'a')).found).toBe('key');
      // Other replicas see on the shelf that it was read just now.
      const other = stand.pdnd();
      await burst(100, (i) => other.issuerKeyOf(trust, `other-${i}`));
      expect(stand.count(jwksUrl)).toBe(2);
    });

    it('give the old and the new key while both are published, and the same object again', async () => {
      const { issuerKeyOf } = stand.pdnd();
      const before = await issuerKeyOf(trust, 'a');
      stand.answer(() => json({ keys: [rsa('a'), rsa('b')] }));
      stand.later(minute);
      expect(await issuerKeyOf(trust, 'b')).toMatchObject({ found: 'key', jwk: { kid: 'b' } });
      const after = await issuerKeyOf(trust, 'a');
      expect(before.found === 'key' && after.found === 'key' && before.jwk === after.jwk).toBe(true);
      stand.answer(() => json({ keys: [rsa('b')] }));
      stand.later(hour);
      expect(await issuerKeyOf(trust, 'a')).toEqual(unknown);
      expect(stand.count(jwksUrl)).toBe(3);
    });

    it('give another object for another key under the same kid', async () => {
      const { issuerKeyOf } = stand.pdnd();
      await issuerKeyOf(trust, 'a');
      stand.answer(() => json({ keys: [rsa('a', { n: 'B'.repeat(342) })] }));
      stand.later(hour);
      expect(await issuerKeyOf(trust, 'a')).toMatchObject({ jwk: { n: 'B'.repeat(342) } });
    });

    it('forget after a minute that a kid was not there', async () => {
      const { issuerKeyOf } = stand.pdnd();
      expect(await issuerKeyOf(trust, 'b')).toEqual(unknown);
      stand.answer(() => json({ keys: [rsa('a'), rsa('b')] }));
      stand.later(minute - 1);
      expect(await issuerKeyOf(trust, 'b')).toEqual(unknown);
      expect(stand.count(jwksUrl)).toBe(1);
      stand.later(1);
      expect((await issuerKeyOf(trust, 'b')).found).toBe('key');
    });

    it('count for a day while their source does not answer, and a kid that they lack is unavailable', async () => {
      const { issuerKeyOf } = stand.pdnd();
      await issuerKeyOf(trust, 'a');
      stand.answer(() => failed);
      stand.later(24 * hour);
      expect((await issuerKeyOf(trust, 'a')).found).toBe('key');
      expect(await issuerKeyOf(trust, 'b')).toEqual(unavailable);
      // Left alone for a moment, so that nobody waits for it again.
      expect(stand.count(jwksUrl)).toBe(2);
      stand.later(5_000);
      expect(await issuerKeyOf(trust, 'a')).toEqual(unavailable);
      expect(stand.count(jwksUrl)).toBe(3);
      stand.answer(() => json({ keys: [rsa('a')] }));
      expect(await issuerKeyOf(trust, 'a')).toEqual(unavailable);
      stand.later(5_000);
      expect((await issuerKeyOf(trust, 'a')).found).toBe('key');
    });

    it('are not waited for where their source hung the last time', async () => {
      const { issuerKeyOf } = stand.pdnd();
      await issuerKeyOf(trust, 'a');
      stand.answer(() => failed);
      stand.later(2 * hour);
      expect((await issuerKeyOf(trust, 'a')).found).toBe('key');
      stand.later(5_000);
      stand.answer(() => new Promise(() => {}));
      expect((await issuerKeyOf(trust, 'a')).found).toBe('key');
      expect(await issuerKeyOf(trust, 'b')).toEqual(unavailable);
      expect(stand.count(jwksUrl)).toBe(3);
    });

    it('that are young are asked for no kid that they lack while their source hangs, but once', async () => {
      const { issuerKeyOf } = stand.pdnd();
      await issuerKeyOf(trust, 'a');
      stand.later(10_000);
      stand.answer(() => failed);
      expect(await issuerKeyOf(trust, 'b')).toEqual(unavailable);
      stand.answer(() => new Promise(() => {}));
      stand.later(10_000);
      // Nobody waits for what hangs: without that this would never end.
      expect(await burst(10, (index) => issuerKeyOf(trust, `c${index}`))).toEqual(Array(10).fill(unavailable));
      expect(stand.count(jwksUrl)).toBe(3);
    });

    it('that hang are waited for by so many at a time, and the others told at once', async () => {
      const hanging = held();
      stand.answer(() => hanging.result);
      const { issuerKeyOf, keyAt } = stand.pdnd();
      const first = burst(256, () => issuerKeyOf(trust, 'a'));
      await new Promise((resolve) => setTimeout(resolve));
      expect(await issuerKeyOf(trust, 'a')).toEqual(unavailable);
      stand.answer(({ url }) => (url === partner ? json({ keys: [rsa('p')] }) : hanging.result));
      expect((await keyAt(partner, 'p')).found).toBe('key');
      hanging.give(json({ keys: [rsa('a')] }));
      expect((await first).every(({ found }) => found === 'key')).toBe(true);
      expect((await issuerKeyOf(trust, 'a')).found).toBe('key');
    });

    it('are read again at half of their time by the clock, so that no call waits', async () => {
      const { issuerKeyOf, refresh } = stand.pdnd();
      await issuerKeyOf(trust, 'a');
      stand.later(hour / 2 - 1);
      await refresh(trust, []);
      expect(stand.count(jwksUrl)).toBe(1);
      stand.answer(() => json({ keys: [rsa('a'), rsa('b')] }));
      stand.later(1);
      await refresh(trust, []);
      expect(stand.count(jwksUrl)).toBe(2);
      stand.answer(() => new Promise(() => {}));
      stand.later(hour - 1);
      expect((await issuerKeyOf(trust, 'b')).found).toBe('key');
    });

    it.each([
      ['no JSON', { answered: true, answer: { status: 200, headers: {}, body: '<html>' }, bytes: new Uint8Array() }],
      ['no key set', json({ keys: 'a' })],
      ['an error', json({ keys: [rsa('a')] }, 500)],
      ['a redirect', { answered: false, at: 'redirect', code: '302', location: 'https://elsewhere.example.it' }],
      ['too much', { answered: false, at: 'oversize', code: 'reply-too-large' }],
    ] as const)('are unavailable where the source answers with %s', async (_, reply) => {
      stand.answer(() => reply);
      expect(await stand.pdnd().issuerKeyOf(trust, 'a')).toEqual(unavailable);
      expect(stand.asked.map(({ url }) => url)).toEqual([jwksUrl]);
    });

    it('have their public, usable keys only, each with a kid of its own', async () => {
      const ec = { kty: 'EC', crv: 'P-256', kid: 'ec', x: 'x'.repeat(43), y: 'y'.repeat(43), d: 'secret' };
      const keys = [
        rsa('good'),
        ec,
        rsa('short', { n: 'A'.repeat(171) }),
        rsa('enc', { use: 'enc' }),
        rsa('pss', { alg: 'PS256' }),
        { kty: 'oct', kid: 'hmac', k: 'AAAA' },
        { ...ec, kid: 'p384', crv: 'P-384' },
        rsa('twice'),
        rsa('twice', { n: 'B'.repeat(342) }),
        rsa('', {}),
        'nonsense',
      ];
      stand.answer(() => json({ keys }));
      const { keyAt } = stand.pdnd();
      const found = (kid: string) => keyAt(partner, kid).then((each) => each.found);
      expect([await found('good'), await found('ec')]).toEqual(['key', 'key']);
      expect(await keyAt(partner, 'ec')).not.toHaveProperty('jwk.d');
      for (const kid of ['short', 'enc', 'pss', 'hmac', 'p384', 'twice', ''])
        expect(await found(kid), kid).toBe('unknown');
      expect(JSON.stringify([...stand.rows.values()])).not.toContain('secret');
    });

    it('of a source that hangs delay nobody else', async () => {
      const hanging = held();
      stand.answer(({ url }) => (url === partner ? hanging.result : json({ keys: [rsa('a')] })));
      const { keyAt, issuerKeyOf } = stand.pdnd();
      let answered = false;
      const waiting = burst(50, () => keyAt(partner, 'a')).finally(() => {
        answered = true;
      });
      expect((await issuerKeyOf(trust, 'a')).found).toBe('key');
      expect((await keyAt('https://third.example.it/jwks', 'a')).found).toBe('key');
      expect(answered).toBe(false);
      hanging.give(failed);
      expect(new Set(await waiting)).toEqual(new Set([unavailable]));
      expect(stand.count(partner)).toBe(1);
    });

    it('are asked for anew when a request never ends, as one that its runtime cancelled', async () => {
      const hanging = held();
      stand.answer(() => hanging.result);
      const { keyAt } = stand.pdnd();
      const lost = keyAt(partner, 'a');
      await new Promise((resolve) => setTimeout(resolve));
      stand.answer(() => json({ keys: [rsa('a')] }));
      stand.later(19_999);
      const joined = keyAt(partner, 'a');
      stand.later(1);
      expect((await keyAt(partner, 'a')).found).toBe('key');
      expect(stand.count(partner)).toBe(2);
      hanging.give(failed);
      await Promise.all([lost, joined]);
    });

    it('are shared through the store, and found there after a restart while the source is down', async () => {
      await stand.pdnd().issuerKeyOf(trust, 'a');
      expect((await stand.pdnd().issuerKeyOf(trust, 'a')).found).toBe('key');
      expect(stand.count(jwksUrl)).toBe(1);
      stand.answer(() => failed);
      stand.later(2 * hour);
      expect((await stand.pdnd().issuerKeyOf(trust, 'a')).found).toBe('key');
      stand.later(22 * hour + 1);
      expect(await stand.pdnd().issuerKeyOf(trust, 'a')).toEqual(unavailable);
    });

    it('do without the store when it does not answer', async () => {
      stand.storeUp(false);
      expect((await stand.pdnd().issuerKeyOf(trust, 'a')).found).toBe('key');
      stand.answer(() => failed);
      expect(await stand.pdnd().issuerKeyOf(trust, 'a')).toEqual(unavailable);
    });

    it('that are never to be kept are read once in ten seconds all the same', async () => {
      const never = trustWith({ jwks_cache_seconds: 0 });
      const { issuerKeyOf } = stand.pdnd();
      await burst(100, () => issuerKeyOf(never, 'a'));
      stand.later(9_999);
      await issuerKeyOf(never, 'a');
      expect(stand.count(jwksUrl)).toBe(1);
      stand.later(1);
      await issuerKeyOf(never, 'a');
      expect(stand.count(jwksUrl)).toBe(2);
    });
  });
}
