import { describe, expect, it } from 'vitest';
import type { Crypto } from '../../src/ports.ts';

const key = new Uint8Array(32).fill(7);
const plain = new TextEncoder().encode('Quattropani, via dei Mulini 3');
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const bytes = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** What both implementations of the primitives must do, and that each opens what the other sealed. */
export function cryptoSuite(name: string, crypto: Crypto, other: Crypto) {
  describe(`cryptography with ${name}`, () => {
    it.each([0, 1, 16, 5000])('opens what the other sealed, %i bytes', async (length) => {
      const value = crypto.randomBytes(length);
      expect(hex(await other.open(key, await crypto.seal(key, value, 'here'), 'here'))).toBe(hex(value));
      expect(hex(await crypto.open(key, await other.seal(key, value, 'here'), 'here'))).toBe(hex(value));
    });

    it('seals to a nonce, the ciphertext and a tag, never twice the same', async () => {
      const [one, two] = [await crypto.seal(key, plain, 'here'), await crypto.seal(key, plain, 'here')];
      expect(one.length).toBe(12 + plain.length + 16);
      expect(hex(one.subarray(0, 12))).not.toBe(hex(two.subarray(0, 12)));
      expect(hex(one.subarray(12))).not.toBe(hex(two.subarray(12)));
    });

    it('opens nothing that was altered, moved, cut short, or sealed with another key', async () => {
      const sealed = await crypto.seal(key, plain, 'here');
      const refused = async (...[k, value, place]: Parameters<Crypto['open']>) =>
        expect(async () => crypto.open(k, value, place)).rejects.toThrow();
      for (const index of [0, 12, sealed.length - 1]) {
        await refused(
          key,
          sealed.map((byte, at) => (at === index ? byte ^ 1 : byte)),
          'here',
        );
      }
      await refused(key, sealed, 'there');
      await refused(key, sealed.subarray(0, -1), 'here');
      await refused(key, sealed.subarray(0, 20), 'here');
      await refused(key, new Uint8Array(), 'here');
      await refused(new Uint8Array(32), sealed, 'here');
    });

    it('agrees with RFC 4231, test case 2', async () => {
      const mac = await crypto.mac(
        new TextEncoder().encode('Jefe'),
        new TextEncoder().encode('what do ya want for nothing?'),
      );
      expect(hex(mac)).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
    });

    it('derives as RFC 5869 does: an empty salt, the label as info, one key per label', async () => {
      // HMAC-SHA-256 twice, written out: extract, then the first block of expand.
      const extracted = await other.mac(new Uint8Array(32), key);
      const expected = await other.mac(extracted, new TextEncoder().encode('label\u0001'));
      expect(hex(await crypto.derive(key, 'label'))).toBe(hex(expected));
      expect(hex(await crypto.derive(key, 'another'))).not.toBe(hex(expected));
    });

    it('digests as FIPS 180-4 does', async () => {
      const abc = await crypto.digest(new TextEncoder().encode('abc'));
      expect(hex(abc)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    });

    it('opens what an earlier release sealed', async () => {
      const kept = bytes(`000102030405060708090a0b${sealedWithThatNonce}`);
      expect(new TextDecoder().decode(await crypto.open(key, kept, 'here'))).toBe('Quattropani');
    });

    it('gives random bytes, each once', () => {
      const drawn = Array.from({ length: 2000 }, () => hex(crypto.randomBytes(12)));
      expect(new Set(drawn).size).toBe(2000);
      expect(crypto.randomBytes(10_000).some((byte) => byte !== 0)).toBe(true);
    });
  });
}

const sealedWithThatNonce = '49f48804697bb63916dc8c862385f2e6b2f6c2f765eec884d96286';
