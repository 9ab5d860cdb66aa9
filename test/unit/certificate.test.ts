import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { certificateInHeader, certificateOfWorker } from '../../src/entry/certificate.ts';

const der = Buffer.from('308201', 'hex');
const pem = `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
const print = createHash('sha256').update(der).digest('hex');

describe('the certificate that a proxy passes on', () => {
  const colons = (print.toUpperCase().match(/../g) ?? []).join(':');
  it.each([
    ['its digest', print, print],
    ['its digest as tools write it', colons, print],
    ['URL-encoded PEM', encodeURIComponent(pem), print],
    ['no certificate', 'none', null],
    ['half a digest', print.slice(1), null],
    ['two of them', `${print}, ${print}`, null],
    ['a broken encoding', '%', null],
    ['no base64', encodeURIComponent(pem.replace('M', '=')), null],
    ['two certificates', encodeURIComponent(pem + pem), null],
  ])('as %s', async (_, value, expected) => {
    expect(await certificateInHeader(new Headers({ 'x-client-cert': value }), 'x-client-cert')).toBe(expected);
  });

  it('is none without the header', async () => {
    expect(await certificateInHeader(new Headers(), 'x-client-cert')).toBeNull();
  });
});

describe('the certificate of the connection to a Worker', () => {
  const request = (tlsClientAuth?: object) =>
    Object.assign(new Request('https://gateway.example.it/'), { cf: tlsClientAuth && { tlsClientAuth } });
  const shown = {
    certPresented: '1',
    certVerified: 'SUCCESS',
    certRevoked: '0',
    certFingerprintSHA256: print.toUpperCase(),
  };
  it.each([
    ['was verified', shown, print],
    ['was not verified', { ...shown, certVerified: 'FAILED:self signed certificate' }, null],
    ['was verified and revoked', { ...shown, certRevoked: '1' }, null],
    ['was verified, and nobody says whether it was revoked', { ...shown, certRevoked: undefined }, null],
    ['is not there', { certPresented: '0', certVerified: 'NONE', certFingerprintSHA256: '' }, null],
    ['is not spoken of', undefined, null],
  ])('%s', (_, tlsClientAuth, expected) => {
    expect(certificateOfWorker(request(tlsClientAuth))).toBe(expected);
  });
});
