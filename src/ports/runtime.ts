/** The time now, as an RFC 3339 instant in UTC with milliseconds. */
export type Clock = () => string;

/** A new identifier: UUID version 7 (RFC 9562), rising with time. */
export type NewId = () => string;

/** A value in [0, 1), for jitter only. */
export type Random = () => number;

/** Structured log line. `fields` carry ids, codes, counts and durations in ms: never personal data, never a secret. */
export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  event: string,
  fields?: Record<string, string | number | boolean | null>,
) => void;

/** Cryptography is synchronous on Node (node:crypto) and asynchronous on Workers (WebCrypto); callers await both. */
export type Awaitable<T> = T | Promise<T>;

/** The primitives under sealing and blind indexes. `associated` binds a ciphertext to its place (AES-256-GCM additional data). */
export type Crypto = {
  seal(key: Uint8Array, plain: Uint8Array, associated: string): Awaitable<Uint8Array>;
  /** Throws when the tag does not hold. */
  open(key: Uint8Array, sealed: Uint8Array, associated: string): Awaitable<Uint8Array>;
  /** HMAC-SHA-256, 32 bytes. */
  mac(key: Uint8Array, data: Uint8Array): Awaitable<Uint8Array>;
  /** HKDF-SHA-256 to 32 bytes. */
  derive(key: Uint8Array, label: string): Awaitable<Uint8Array>;
  digest(data: Uint8Array): Awaitable<Uint8Array>;
  randomBytes(length: number): Uint8Array;
};
