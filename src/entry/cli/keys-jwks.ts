import type { Network } from '../../../contracts/canonical/network.ts';
import type { SigningKeyRef } from '../../../contracts/canonical/trust.ts';
import { loadSigningKeys } from '../../auth/index.ts';
import { publicJwkOf } from '../../modi/index.ts';
import { configuration, namedNetwork } from './read-network.ts';
import { read, type Verb } from './verb.ts';

/** The public halves of every key that signs for this deployment: its tokens, its replies, its requests to others. */
export const keysJwks: Verb = {
  usage: '[--network FILE]',
  about: 'print the public keys of the deployment as a JWK set',
  run: async (args, io) => {
    const path = read(args, ['network'], 0).options.network;
    const config = configuration(io);
    if (config === null) return 2;
    const own = config.keys === undefined ? [] : (await loadSigningKeys(config.keys.signing)).publicKeys().keys;
    const isNamed = path !== undefined || config.networkFile !== undefined || config.networkText !== undefined;
    const network = isNamed ? await namedNetwork(path, config, io) : undefined;
    if (network === null) return 2;
    const missing: string[] = [];
    const named = refsIn(network).flatMap(({ secret, kid }) => {
      const text = config.secretOf(secret);
      const jwk = text === undefined ? null : publicJwkOf(text, kid);
      if (jwk === null)
        missing.push(`RACCORDO_SECRET_${secret} ${text === undefined ? 'is not set' : 'holds no key that signs'}`);
      return jwk === null ? [] : [jwk];
    });
    for (const line of missing) io.err(line);
    io.out(JSON.stringify({ keys: [...own, ...named] }));
    return missing.length === 0 ? 0 : 1;
  },
};

/** The keys that a network document names, each once. */
function refsIn(network: Network | undefined): readonly SigningKeyRef[] {
  const refs = [
    network?.trust?.replies?.key,
    network?.trust?.pdnd_api?.key,
    ...(network?.systems ?? []).map(({ modi }) => modi?.key),
  ].filter((ref) => ref !== undefined);
  return [...new Map(refs.map((ref) => [`${ref.secret} ${ref.kid}`, ref])).values()];
}
