import type { Client } from '../../contracts/canonical/network.ts';
import { algorithmOfKey } from '../modi/index.ts';
import type { KeySource } from './strategy.ts';

/**
 * The keys a client registered in the network document. The key decides the algorithm, and the header must agree: a header that names
 * another algorithm than its key's is the confusion attack of RFC 8725 section 2.1.
 */
export function clientKeys(client: Client): KeySource {
  const keys = (client.jwks?.keys ?? []).flatMap((jwk) => {
    const alg = algorithmOfKey(jwk);
    return alg === null ? [] : [{ key: jwk, alg, kid: jwk.kid }];
  });

  return ({ alg, kid }) => {
    if (alg !== 'RS256' && alg !== 'ES256') return { fault: 'alg must be RS256 or ES256' };
    const named = kid === undefined ? keys.filter((key) => key.alg === alg) : keys.filter((key) => key.kid === kid);
    const [found, ...others] = named;
    if (found === undefined)
      return { fault: kid === undefined ? 'alg fits no key of the client' : 'kid names no key of the client' };
    if (others.length > 0) return { fault: 'kid is needed, because the client has several keys for this alg' };
    if (found.alg !== alg) return { fault: 'alg is not the algorithm of the key that kid names' };
    return found;
  };
}
