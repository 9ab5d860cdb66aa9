import { algorithmOfKey } from './read-token.ts';

export type PublicJwk =
  | {
      readonly kty: 'RSA';
      readonly n: string;
      readonly e: string;
      readonly kid: string;
      readonly alg: 'RS256';
      readonly use: 'sig';
    }
  | {
      readonly kty: 'EC';
      readonly crv: 'P-256';
      readonly x: string;
      readonly y: string;
      readonly kid: string;
      readonly alg: 'ES256';
      readonly use: 'sig';
    };

/** The public half of the private key that a secret holds as JWK; null: it holds none that signs. */
export function publicJwkOf(secret: string, kid: string): PublicJwk | null {
  const jwk = privateJwkIn(secret);
  if (jwk === null || algorithmOfKey(jwk) === null) return null;
  const { n, e, x, y } = jwk;
  if (typeof n === 'string' && typeof e === 'string') return { kty: 'RSA', n, e, kid, alg: 'RS256', use: 'sig' };
  if (typeof x !== 'string' || typeof y !== 'string' || x === '' || y === '') return null;
  return { kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256', use: 'sig' };
}

/** The private key in a secret, of any kind; null: the text is no private key as JWK. */
export function privateJwkIn(secret: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(secret);
    return typeof value === 'object' && value !== null && 'd' in value && typeof value.d === 'string'
      ? { ...value }
      : null;
  } catch {
    return null;
  }
}
