import type { Crypto } from '../../ports.ts';

/** JSON values as ciphertext, each bound to its place. */
export type Seals = {
  seal(key: Uint8Array, value: unknown, place: string): Promise<Uint8Array>;
  /** Throws when the ciphertext was altered or stands in another place. */
  open(key: Uint8Array, sealed: Uint8Array, place: string): Promise<unknown>;
};

export function createSeals(crypto: Crypto): Seals {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  return {
    seal: async (key, value, place) => crypto.seal(key, encoder.encode(JSON.stringify(value)), place),
    open: async (key, sealed, place) => JSON.parse(decoder.decode(await crypto.open(key, sealed, place))),
  };
}
