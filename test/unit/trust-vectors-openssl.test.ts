import { beforeAll, describe, expect, it } from 'vitest';
import { digestFault } from '../../src/modi/index.ts';
import { serveChecks } from '../conformance/trust-stand.ts';
import { type Keys, makeKeys, trustWorld } from '../world/modi/trust-world.ts';
import { openssl } from './openssl-vectors.ts';

const body = new TextEncoder().encode(openssl.body);
const bearer = {
  authorization: `Bearer ${openssl.bearer}`,
  'content-type': 'application/json',
  'agid-jwt-trackingevidence': openssl.evidence,
  'agid-jwt-signature': openssl.signatureEc,
  digest: openssl.digest,
};
const dpop = { ...bearer, authorization: `DPoP ${openssl.bound}`, dpop: openssl.proof };

/** The token with one bit of its signature the other way round. */
function flipped(compact: string, at: number): string {
  const [header, payload, signature = ''] = compact.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const place = at < 0 ? bytes.length + at : at;
  bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
  return [header, payload, bytes.toString('base64url')].join('.');
}

describe('what openssl made on the command line', () => {
  let keys: Keys;
  beforeAll(async () => {
    const made = await makeKeys();
    const theirs = Object.entries(openssl.keys).map(([name, jwk]) => [name, { ...made.issuer, jwk }]);
    keys = { ...made, ...Object.fromEntries(theirs) };
  });

  async function ask(headers: Record<string, string>, bytes: Uint8Array<ArrayBuffer> = body) {
    const answer = await serveChecks(await trustWorld(keys, {}));
    const request = new Request(openssl.url, { method: 'POST', headers, body: bytes });
    return answer({ request, operation: 'submit_referral', certificate: null });
  }

  it.each([
    ['a voucher (RS256), evidence and signature (ES256)', bearer],
    ['a signature of RSA', { ...bearer, 'agid-jwt-signature': openssl.signatureRsa }],
    ['a digest in hexadecimal', { ...bearer, digest: openssl.digestHex, 'agid-jwt-signature': openssl.signatureHex }],
    ['a voucher that is bound to a key, with its proof (ES256)', dpop],
  ])('verifies: %s', async (_, headers) => {
    expect(await ask(headers)).toMatchObject({ outcome: 'accepted', caller: { acting_user: 'operatore-17' } });
  });

  it.each([0, 31, 32, 63])('does not verify with bit 0 of byte %i of the signature flipped (ES256)', async (at) => {
    const signature = { ...bearer, 'agid-jwt-signature': flipped(openssl.signatureEc, at) };
    expect(await ask(signature)).toEqual({ outcome: '400 signature/seal-wrong' });
    expect(await ask({ ...dpop, dpop: flipped(openssl.proof, at) })).toEqual({ outcome: '401 dpop/seal-wrong' });
  });

  it.each([0, 128, -1])('does not verify with bit 0 of byte %i of the signature flipped (RS256)', async (at) => {
    const authorization = `Bearer ${flipped(openssl.bearer, at)}`;
    expect(await ask({ ...bearer, authorization })).toEqual({ outcome: '401 voucher/seal-wrong' });
    const signature = { ...bearer, 'agid-jwt-signature': flipped(openssl.signatureRsa, at) };
    expect(await ask(signature)).toEqual({ outcome: '400 signature/seal-wrong' });
  });

  it('does not take evidence that the voucher does not name, were it only another signature of it', async () => {
    const evidence = flipped(openssl.evidence, 5);
    expect(await ask({ ...bearer, 'agid-jwt-trackingevidence': evidence })).toEqual({
      outcome: '400 evidence/seal-wrong',
    });
  });

  it('does not take a digest over the body and a newline, as documented examples have it, though it is signed', async () => {
    const signed = { digest: openssl.digestWithNewline, 'agid-jwt-signature': openssl.signatureWithNewline };
    expect(await ask({ ...bearer, ...signed })).toEqual({ outcome: '400 digest/value-wrong' });
    const withNewline = new TextEncoder().encode(`${openssl.body}\n`);
    expect(await ask({ ...bearer, ...signed }, withNewline)).toMatchObject({ outcome: 'accepted' });
    expect(await digestFault(openssl.digest, withNewline)).toMatchObject({ code: 'digest/value-wrong' });
  });

  it('has the digests that are expected of this body', async () => {
    expect(await digestFault(openssl.digest, body)).toBeNull();
    expect(await digestFault(openssl.digestHex, body)).toBeNull();
    expect(await digestFault(openssl.digestHex.toUpperCase().replace('SHA-256', 'sha-256'), body)).toBeNull();
  });
});
