import { exportJWK, generateKeyPair } from 'jose';

/** The keys a gateway needs, as the variables of its configuration. */
export type KeyVariables = Readonly<
  Record<'RACCORDO_MASTER_KEYS' | 'RACCORDO_INDEX_KEY' | 'RACCORDO_SIGNING_KEY', string>
>;

/** New keys. The master key is named by the day, so that the next one has another name. */
export async function generateKeys(today: string): Promise<KeyVariables> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const { kty, crv, x, y, d } = await exportJWK(privateKey);
  return {
    RACCORDO_MASTER_KEYS: `${today}:${key32()}`,
    RACCORDO_INDEX_KEY: key32(),
    RACCORDO_SIGNING_KEY: JSON.stringify({ kty, crv, x, y, d }),
  };
}

const key32 = () => crypto.getRandomValues(new Uint8Array(32)).toBase64();
