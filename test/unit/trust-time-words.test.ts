import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { claimsFault } from '../../src/auth/assertion-claims.ts';
import { dpopFault } from '../../src/auth/dpop.ts';
import { limitsOf, type Token, thumbOf, timeFault } from '../../src/modi/index.ts';

const now = 1_795_000_000;
const limits = limitsOf({ iat_age_seconds_max: 120, ahead_seconds_max: 1, expired_seconds_max: 7 });
const tokenWith = (claims: Token['claims']): Token => ({ compact: '', header: {}, claims });
const sound = { iat: now, nbf: now, exp: now + 60 };

describe('a time that does not hold is told with the tolerance and the clock, and without the time', () => {
  it.each<[string, 'voucher' | 'signature' | 'evidence', object, string]>([
    [
      'iat of a signature, too old',
      'signature',
      { iat: now - 121 },
      'The iat of Agid-JWT-Signature is too long ago: more than the 120 seconds allowed, by the clock of the gateway. Make a new token for the call; compare the clock of the sender with UTC.',
    ],
    [
      'iat of an evidence, ahead',
      'evidence',
      { iat: now + 2 },
      'The iat of Agid-JWT-TrackingEvidence lies in the future: more than the 1 second allowed ahead of the clock of the gateway. Compare the clock of the sender with UTC.',
    ],
    [
      'nbf of a signature, ahead',
      'signature',
      { nbf: now + 2 },
      'The nbf of Agid-JWT-Signature lies in the future: more than the 1 second allowed ahead of the clock of the gateway. Compare the clock of the sender with UTC.',
    ],
    [
      'exp of a voucher, past',
      'voucher',
      { exp: now - 7 },
      'The exp of the voucher is past: 7 seconds after it are allowed, by the clock of the gateway. Obtain a new voucher.',
    ],
    [
      'iat of a voucher, which is not the clock of who sends it',
      'voucher',
      { iat: now + 2 },
      'The iat of the voucher lies in the future: more than the 1 second allowed ahead of the clock of the gateway. PDND wrote it by its own clock: the operator of the gateway compares that of the gateway with UTC.',
    ],
  ])('%s', (_, proof, claims, detail) => {
    const found = timeFault(proof, tokenWith({ ...sound, ...claims }), limits, now);
    expect(found?.detail).toBe(detail);
    for (const time of Object.values(claims)) expect(found?.detail).not.toContain(String(time));
  });

  it.each(['voucher', 'signature', 'evidence'] as const)('exp before nbf before iat: %s', (proof) => {
    const wrong = { iat: now + 60, nbf: now + 60, exp: now - 60 };
    const codes = [wrong, { ...wrong, exp: now + 600 }, { ...wrong, exp: now + 600, nbf: now }].map(
      (claims) => timeFault(proof, tokenWith(claims), limits, now)?.code,
    );
    expect(codes).toEqual([`${proof}/exp-past`, `${proof}/nbf-early`, `${proof}/iat-early`]);
  });

  it('also of a DPoP proof, with its own tolerances', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwk = await exportJWK(publicKey);
    const url = 'https://gateway.example/v1/referrals';
    const detailAt = async (iat: number) => {
      const claims: JWTPayload = { htm: 'GET', htu: url, iat, jti: 'jti', ath: await thumbOf('voucher') };
      const proof = new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk });
      const ask = {
        ...{ headers: new Headers({ dpop: await proof.sign(privateKey) }), method: 'GET', url },
        ...{ credentials: 'voucher', client: 'c', thumbprint: await calculateJwkThumbprint(jwk), nowSeconds: now },
      };
      const own = limitsOf({ dpop_life_seconds_max: 30, dpop_ahead_seconds_max: 3 });
      return (await dpopFault(ask, own, async () => true))?.detail;
    };
    expect(await detailAt(now)).toBeUndefined();
    expect(await detailAt(now - 31)).toBe(
      'The iat of the DPoP proof is too long ago: more than the 30 seconds allowed, by the clock of the gateway. Make a new token for the call; compare the clock of the sender with UTC.',
    );
    expect(await detailAt(now + 4)).toMatch(/^The iat of the DPoP proof lies in the future: more than the 3 seconds /);
  });

  it("also of an assertion at the gateway's own token endpoint", () => {
    const rules = { audiences: ['a'], lifetimeSecondsMax: 300, skewSecondsMax: 5 };
    const told = (times: object) =>
      claimsFault({ iss: 'c', sub: 'c', aud: 'a', jti: 'j', exp: now + 60, ...times }, 'c', rules, now);
    expect(told({})).toBeNull();
    expect(told({ exp: now })).toBe(
      'exp is past by the clock of the gateway, with no second of tolerance: compare your clock with UTC',
    );
    expect(told({ iat: now + 6 })).toBe(
      'iat is more than 5 seconds ahead of the clock of the gateway: compare your clock with UTC',
    );
  });
});
