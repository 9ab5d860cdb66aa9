import type { JWK } from 'jose';
import { publicJwkOf } from '../modi/index.ts';
import type { Awaitable, NetworkView, SecretOf } from '../ports.ts';
import type { SigningKeys } from './signing-keys.ts';

export type PublicKeys = () => Awaitable<{ readonly keys: readonly JWK[] }>;

/** The gateway's own keys, and the one that signs its replies: whoever is not on PDND verifies with what is published here. */
export function createPublicKeys(ports: {
  readonly signingKeys: SigningKeys;
  readonly network: () => Awaitable<NetworkView | null>;
  readonly secretOf: SecretOf;
}): PublicKeys {
  return async () => {
    const { keys } = ports.signingKeys.publicKeys();
    const network = await ports.network();
    const signs = network?.document.trust?.replies?.key;
    const secret = signs && ports.secretOf(signs.secret);
    const jwk = signs === undefined || secret === undefined ? null : publicJwkOf(secret, signs.kid);
    return { keys: jwk === null ? keys : [...keys, jwk] };
  };
}
