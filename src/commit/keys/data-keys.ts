import type { Crypto } from '../../ports.ts';
import { type Keyring, place, type WrappedKey } from './keyring.ts';

/** The data keys of the subjects: made, wrapped under a master key, unwrapped when needed, kept for a while. */
export type DataKeys = {
  /** A fresh key and its wrapped form. Nothing remembers it until `remember`. */
  make(
    subjectId: string,
  ): Promise<{ readonly key: Uint8Array; readonly data_key: Uint8Array; readonly master_key_id: string }>;
  /** The key of a stored row; null when it was destroyed. */
  open(subjectId: string, wrapped: WrappedKey): Promise<Uint8Array | null>;
  /** The same key under the current master key; null when it was destroyed. */
  rewrap(
    subjectId: string,
    wrapped: WrappedKey,
  ): Promise<{ readonly data_key: Uint8Array; readonly master_key_id: string } | null>;
  recall(subjectId: string): Uint8Array | undefined;
  remember(subjectId: string, key: Uint8Array): void;
  forget(subjectId: string): void;
};

const dataKeyBytes = 32;

/** @param keysCachedMax unwrapped keys held in memory; the one least recently used goes first. */
export function createDataKeys(crypto: Crypto, keyring: Keyring, keysCachedMax: number): DataKeys {
  const cached = new Map<string, Uint8Array>();

  const masterKey = (id: string) => {
    const key = keyring.masterKeys.get(id);
    if (key === undefined) throw new Error(`master key ${id} is not in the keyring`);
    return key;
  };
  const wrap = async (subjectId: string, key: Uint8Array) => ({
    data_key: await crypto.seal(masterKey(keyring.current), key, place.dataKey(subjectId, keyring.current)),
    master_key_id: keyring.current,
  });
  const remember = (subjectId: string, key: Uint8Array) => {
    cached.delete(subjectId);
    cached.set(subjectId, key);
    if (cached.size <= keysCachedMax) return;
    for (const oldest of cached.keys()) {
      cached.delete(oldest);
      return;
    }
  };
  const recall = (subjectId: string) => {
    const key = cached.get(subjectId);
    if (key !== undefined) remember(subjectId, key);
    return key;
  };
  const open = async (subjectId: string, wrapped: WrappedKey) => {
    // The row decides, not the memory: another replica may have destroyed the key.
    if (wrapped.data_key === null) {
      cached.delete(subjectId);
      return null;
    }
    const known = recall(subjectId);
    if (known !== undefined) return known;
    const associated = place.dataKey(subjectId, wrapped.master_key_id);
    const key = await crypto.open(masterKey(wrapped.master_key_id), wrapped.data_key, associated);
    remember(subjectId, key);
    return key;
  };

  return {
    make: async (subjectId) => {
      const key = crypto.randomBytes(dataKeyBytes);
      return { key, ...(await wrap(subjectId, key)) };
    },
    open,
    rewrap: async (subjectId, wrapped) => {
      const key = await open(subjectId, wrapped);
      return key === null ? null : wrap(subjectId, key);
    },
    recall,
    remember,
    forget: (subjectId) => cached.delete(subjectId),
  };
}
