import { calculateJwkThumbprint, exportJWK, exportSPKI, generateKeyPair } from 'jose';

export type KeyPair = Awaited<ReturnType<typeof createKeyPair>>;

/** A key pair as a member of PDND makes it: RSA of 2048 bits, or EC P-256, named by its thumbprint (RFC 7638). */
export async function createKeyPair(alg: 'RS256' | 'ES256' = 'RS256', named?: string) {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const shape = await exportJWK(publicKey);
  const kid = named ?? (await calculateJwkThumbprint(shape));
  const jwk = { ...shape, kid, alg, use: 'sig' };
  return {
    alg,
    kid,
    privateKey,
    /** Public, as it is published. */
    jwk,
    /** Private, as the secret of a deployment holds it. */
    secret: JSON.stringify({ ...(await exportJWK(privateKey)), kid, alg }),
    pem: await exportSPKI(publicKey),
  };
}
