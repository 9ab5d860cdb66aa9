import type { Crypto } from '../../ports.ts';

const nonceBytes = 12;
type Use = 'encrypt' | 'decrypt' | 'sign';

/**
 * The primitives over WebCrypto, for Workers. A sealed value is nonce, ciphertext, tag (16 bytes): NIST SP 800-38D, with
 * a random nonce of 96 bits.
 */
export function createWebCrypto(): Crypto {
  const { subtle } = globalThis.crypto;
  const encoder = new TextEncoder();
  const randomBytes = (length: number) => globalThis.crypto.getRandomValues(new Uint8Array(length));

  // Importing a key costs as much as using it; a key that nobody holds any more is not held here either.
  const cipherKeys = new WeakMap<Uint8Array, Promise<CryptoKey>>();
  const macKeys = new WeakMap<Uint8Array, Promise<CryptoKey>>();
  const imported = (kept: typeof cipherKeys, key: Uint8Array, algorithm: AesKey | MacKey, uses: Use[]) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = subtle.importKey('raw', owned(key), algorithm, false, uses);
    kept.set(key, made);
    return made;
  };
  const cipherKey = (key: Uint8Array) => imported(cipherKeys, key, { name: 'AES-GCM' }, ['encrypt', 'decrypt']);
  const macKey = (key: Uint8Array) => imported(macKeys, key, { name: 'HMAC', hash: 'SHA-256' }, ['sign']);
  const parameters = (iv: Uint8Array, associated: string) => ({
    name: 'AES-GCM',
    iv: owned(iv),
    additionalData: encoder.encode(associated),
  });

  return {
    seal: async (key, plain, associated) => {
      const nonce = randomBytes(nonceBytes);
      const sealed = await subtle.encrypt(parameters(nonce, associated), await cipherKey(key), owned(plain));
      const out = new Uint8Array(nonceBytes + sealed.byteLength);
      out.set(nonce);
      out.set(new Uint8Array(sealed), nonceBytes);
      return out;
    },
    open: async (key, sealed, associated) => {
      const nonce = sealed.subarray(0, nonceBytes);
      const cipher = owned(sealed.subarray(nonceBytes));
      return new Uint8Array(await subtle.decrypt(parameters(nonce, associated), await cipherKey(key), cipher));
    },
    mac: async (key, data) => new Uint8Array(await subtle.sign('HMAC', await macKey(key), owned(data))),
    derive: async (key, label) => {
      const base = await subtle.importKey('raw', owned(key), 'HKDF', false, ['deriveBits']);
      const options = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode(label) };
      return new Uint8Array(await subtle.deriveBits(options, base, 256));
    },
    digest: async (data) => new Uint8Array(await subtle.digest('SHA-256', owned(data))),
    randomBytes,
  };
}

type AesKey = { name: 'AES-GCM' };
type MacKey = { name: 'HMAC'; hash: 'SHA-256' };

/** WebCrypto's types want bytes that are not shared between threads; ours never are. */
const owned = (bytes: Uint8Array) => bytes as Uint8Array<ArrayBuffer>;
