import { calculateJwkThumbprint, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import { printVariable } from './environment-lines.ts';
import { type Io, UsageError } from './verb.ts';

export type ModiKey = { readonly kid: string; readonly secret: string; readonly pem: string };

const sizes = { '2048': 2048, '3072': 3072 } as const;

/** An RSA pair for PDND: the private half as the secret holds it, the public half as it is uploaded, and the kid that PDND will give it. */
export async function makeModiKey(bits: string = '2048'): Promise<ModiKey> {
  if (bits !== '2048' && bits !== '3072') throw new UsageError('--bits must be 2048 or 3072');
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true, modulusLength: sizes[bits] });
  const { kty, n, e } = await exportJWK(publicKey);
  if (kty !== 'RSA' || n === undefined || e === undefined) throw new Error('an RSA key has n and e');
  const kid = await calculateJwkThumbprint({ kty, n, e });
  const jwk = { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' };
  return { kid, secret: JSON.stringify(jwk), pem: await exportSPKI(publicKey) };
}

const secretShape = /^[A-Z][A-Z0-9_]{0,59}$/;

export function secretName(name: string): string {
  if (!secretShape.test(name)) throw new UsageError('--secret must be a name of capital letters, digits and _');
  return name;
}

/** The secret, the kid for the network document, and the public key for PDND. */
export function printModiKey(name: string, { kid, secret, pem }: ModiKey, io: Io): void {
  printVariable(`RACCORDO_SECRET_${name}`, secret, io);
  io.out(`# key: { secret: ${name}, kid: ${kid} }`);
  for (const line of pem.trim().split('\n')) io.out(line);
}
