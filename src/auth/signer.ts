import type { Client } from '../../contracts/canonical/network.ts';
import type { Trust } from '../../contracts/canonical/trust.ts';
import { algorithmOf, fault, keyOr, kidOf, readToken, sealFault, type Token } from '../modi/index.ts';
import type { Caller, PublishedKeyOf, Refusal } from '../ports.ts';
import { keyAnswer } from './answered.ts';

/** Whose proofs are checked, and where the keys are. */
export type Signer = {
  readonly caller: Caller;
  readonly client: Client;
  readonly trust: Trust;
  readonly publishedKeyOf: PublishedKeyOf;
};

/** How the signer calls itself in its proofs: with a voucher by its identifier on PDND. */
export const nameOf = ({ caller }: Signer): string => caller.voucher?.client_id ?? caller.client_id;

type Proof = 'signature' | 'evidence';

/** A token, and the key that it was verified with. */
export type Sealed = { readonly token: Token; readonly jwk: Readonly<Record<string, unknown>> };

/**
 * The one token of a header, signed by a key of the caller; null where the header is not there. `known`: what the same header was found to be
 * before. Whose the key is and whether it counts is asked all the same; as long as it does, the signature is not verified again.
 */
export async function signedBy(
  signer: Signer,
  proof: Proof,
  header: string | null,
  known?: Sealed,
): Promise<Sealed | Refusal | null> {
  if (header === null) return null;
  const token = known?.token ?? readSigned(proof, header);
  if ('refused' in token) return token;
  const kid = kidOf(proof, token);
  if (typeof kid !== 'string') return kid;
  const jwk = await keyOf(signer, proof, kid);
  if ('refused' in jwk) return jwk as Refusal;
  if (known?.jwk === jwk) return known;
  return (await sealFault(proof, token, jwk)) ?? { token, jwk };
}

function readSigned(proof: Proof, header: string): Token | Refusal {
  if (header.includes(',')) return fault(`${proof}/header-repeated`);
  const token = readToken(proof, header);
  if ('refused' in token) return token;
  const alg = algorithmOf(proof, token);
  if (typeof alg !== 'string') return alg;
  const { typ } = token.header;
  const isJwt = typ === undefined || (typeof typ === 'string' && /^(application\/)?jwt$/i.test(typ));
  return isJwt ? token : fault(`${proof}/typ-wrong`);
}

/**
 * Keys that the network document gives for the client; else, with a voucher, those that were published on PDND. One whose owner
 * PDND does not name counts as somebody else's: any member could sign for any other.
 */
async function keyOf(
  { caller, client, trust, publishedKeyOf }: Signer,
  proof: Proof,
  kid: string,
): Promise<Readonly<Record<string, unknown>> | Refusal> {
  const given = caller.voucher === null ? client.jwks : client.pdnd?.jwks;
  if (given !== undefined || caller.voucher === null) {
    return given?.keys.find((key) => key.kid === kid) ?? fault(`${proof}/kid-unknown`);
  }
  const found = keyOr(proof, await keyAnswer(publishedKeyOf(trust, kid, client.id)));
  if ('refused' in found) return found;
  return found.client_id?.toLowerCase() === caller.voucher.client_id ? found.jwk : fault(`${proof}/kid-foreign`);
}
