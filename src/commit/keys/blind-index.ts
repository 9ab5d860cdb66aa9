import { base64url } from 'jose';
import type { Awaitable, Crypto, SubjectIdentifier } from '../../ports.ts';
import type { Keyring } from './keyring.ts';

/** A keyed digest under a key derived from the index secret for this one use (RFC 5869, section 3.2). */
function keyedDigest(crypto: Crypto, keyring: Pick<Keyring, 'indexSecret'>, label: string) {
  let key: Awaitable<Uint8Array> | undefined;
  return async (data: Uint8Array): Promise<Uint8Array> => {
    key ??= crypto.derive(keyring.indexSecret, label);
    return crypto.mac(await key, data);
  };
}

/** Finds people by identifier without holding one: equal identifiers give equal bytes, and the way back needs the secret. */
export type BlindIndex = (identifier: SubjectIdentifier) => Promise<Uint8Array>;

export function createBlindIndex(crypto: Crypto, keyring: Pick<Keyring, 'indexSecret'>): BlindIndex {
  const digest = keyedDigest(crypto, keyring, 'raccordo/blind-index/1');
  const encoder = new TextEncoder();
  // A submission looks a person up and then files them under the same identifier.
  const known = new WeakMap<SubjectIdentifier, Promise<Uint8Array>>();
  return (identifier) => {
    const before = known.get(identifier);
    if (before !== undefined) return before;
    const blind = digest(encoder.encode(`${identifier.system}:${identifier.value}`));
    known.set(identifier, blind);
    return blind;
  };
}

/** Digest of what was disclosed or received, for the ledger: base64url. Keyed, so that short contents cannot be guessed from it. */
export type LedgerDigest = (bytes: Uint8Array) => Promise<string>;

export function createLedgerDigest(crypto: Crypto, keyring: Pick<Keyring, 'indexSecret'>): LedgerDigest {
  const digest = keyedDigest(crypto, keyring, 'raccordo/ledger-digest/1');
  return async (bytes) => base64url.encode(await digest(bytes));
}
