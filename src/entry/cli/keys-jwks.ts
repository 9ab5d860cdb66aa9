import type { Network } from '../../../contracts/canonical/network.ts';
import type { SigningKeyRef } from '../../../contracts/canonical/trust.ts';
import { publicJwkOf } from '../../modi/index.ts';
import { configuration, namedNetwork } from './read-network.ts';
import { counted, read, type Verb } from './verb.ts';

/**
 * What partners verify the gateway's ModI signatures with: those of its replies, its requests and its evidences. A key that signs
 * assertions to PDND only is PDND's to verify; the key of the gateway's own tokens is at its `/.well-known/jwks.json`.
 */
export const keysJwks: Verb = {
  usage: '[--network FILE]',
  about: "print the public keys that partners verify the gateway's ModI signatures with, as a JWK set",
  run: async (args, io) => {
    const path = read(args, ['network'], 0).options.network;
    const config = configuration(io);
    const network = config && (await namedNetwork(path, config, io));
    if (config === null || network === null) return 2;
    const missing: string[] = [];
    const keys = verifiedByPartners(network).flatMap(({ secret, kid }) => {
      const text = config.secretOf(secret);
      const jwk = text === undefined ? null : publicJwkOf(text, kid);
      if (jwk === null)
        missing.push(`RACCORDO_SECRET_${secret} ${text === undefined ? 'is not set' : 'holds no key that signs'}`);
      return jwk === null ? [] : [jwk];
    });
    for (const line of missing) io.err(line);
    if (missing.length > 0) io.err(`The set is not complete: ${counted(missing.length, 'key')} missing.`);
    if (keys.length + missing.length === 0)
      io.err('The network document names no key that signs for partners: neither trust.replies nor modi of a system.');
    io.out(JSON.stringify({ keys }));
    return missing.length === 0 ? 0 : 1;
  },
};

/** The keys that a network document names for what partners verify, each once. */
function verifiedByPartners({ trust, systems }: Network): readonly SigningKeyRef[] {
  const refs = [
    trust?.replies?.key,
    ...systems.map(({ modi }) =>
      modi !== undefined && (modi.signature !== false || modi.evidence !== undefined) ? modi.key : undefined,
    ),
  ].filter((ref) => ref !== undefined);
  return [...new Map(refs.map((ref) => [`${ref.secret} ${ref.kid}`, ref])).values()];
}
