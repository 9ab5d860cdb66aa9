import { describe, expect, it } from 'vitest';
import { algorithmOfKey } from '../../src/modi/index.ts';

describe('the algorithm of a key', () => {
  const bits = (bits: number) => 'A'.repeat(Math.ceil(bits / 6));
  it.each([
    [{ kty: 'RSA', n: bits(2048) }, 'RS256'],
    [{ kty: 'RSA', n: bits(8192) }, 'RS256'],
    [{ kty: 'RSA', n: bits(2040) }, null],
    [{ kty: 'RSA', n: bits(8200) }, null],
    [{ kty: 'RSA', n: bits(65_536) }, null],
    [{ kty: 'RSA', n: bits(2048), e: 'AQAB' }, 'RS256'],
    [{ kty: 'RSA', n: bits(2048), e: bits(2048) }, null],
    [{ kty: 'RSA', n: bits(2048), e: 65_537 }, null],
    [{ kty: 'RSA', n: 7 }, null],
    [{ kty: 'EC', crv: 'P-256' }, 'ES256'],
    [{ kty: 'EC', crv: 'P-384' }, null],
    [{ kty: 'oct', k: 'AAAA' }, null],
  ])('%#', (jwk, algorithm) => {
    expect(algorithmOfKey(jwk)).toBe(algorithm);
  });
});
