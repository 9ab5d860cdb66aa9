import { createCipheriv, createDecipheriv, createHmac, hash, hkdfSync, randomFillSync } from 'node:crypto';
import type { Crypto } from '../ports.ts';

const nonceBytes = 12;
const tagBytes = 16;

/**
 * The primitives over node:crypto, synchronous: for small values the round trip of an asynchronous call costs more than
 * the cipher. A sealed value is nonce, ciphertext, tag, as in WebCrypto, so that either opens what the other sealed.
 */
export function createNodeCrypto(): Crypto {
  const randomBytes = createRandomPool();
  return {
    seal: (key, plain, associated) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(associated));
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open: (key, sealed, associated) => {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(associated)).setAuthTag(sealed.subarray(-tagBytes));
      return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    },
    mac: (key, data) => createHmac('sha256', key).update(data).digest(),
    derive: (key, label) => new Uint8Array(hkdfSync('sha256', key, '', label, 32)),
    digest: (data) => hash('sha256', data, 'buffer'),
    randomBytes,
  };
}

const poolBytes = 4096;

/** Asking the system for randomness costs more than sealing with it; a pool asks once for many. Each byte is given once. */
function createRandomPool(): (length: number) => Uint8Array {
  const pool = new Uint8Array(poolBytes);
  let taken = poolBytes;
  return (length) => {
    if (length > poolBytes) return randomFillSync(new Uint8Array(length));
    if (taken + length > poolBytes) {
      randomFillSync(pool);
      taken = 0;
    }
    taken += length;
    const given = pool.slice(taken - length, taken);
    pool.fill(0, taken - length, taken);
    return given;
  };
}
