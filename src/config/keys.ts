import { z } from 'zod';

const keyBytes = 32;
const masterKeysMax = 10;

/** A private P-256 key (RFC 7518 section 6.2.2). */
const P256 = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const SigningKey = z.looseObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: P256, y: P256, d: P256 });
const SigningKeys = z.union([
  SigningKey.transform((key) => [key]),
  z.looseObject({ keys: z.array(SigningKey).min(1).max(5) }).transform(({ keys }) => keys),
]);

export type Keys = {
  readonly master: readonly { readonly id: string; readonly key: Uint8Array }[];
  readonly index: Uint8Array;
  readonly signing: readonly z.infer<typeof SigningKey>[];
};

export function masterKeysOf(value: string): Keys['master'] | undefined {
  const keys = value.split(',').map((entry) => {
    const [id = '', encoded = '', ...more] = entry.trim().split(':');
    const key = keyOf(encoded);
    return key && more.length === 0 && /^[a-z0-9-]{1,20}$/.test(id) ? { id, key } : null;
  });
  const good = keys.filter((key) => key !== null);
  const unique = new Set(good.map(({ id }) => id)).size === keys.length;
  return unique && keys.length <= masterKeysMax ? good : undefined;
}

export function keyOf(encoded: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(encoded)) return undefined;
  const key = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
  return key.length === keyBytes ? key : undefined;
}

export function signingKeysOf(value: string): Keys['signing'] | undefined {
  try {
    return SigningKeys.safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}
