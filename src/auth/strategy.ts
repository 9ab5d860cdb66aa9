import type { Client } from '../../contracts/canonical/network.ts';
import type { Awaitable, Caller, NetworkView, Refusal } from '../ports.ts';

/** Of a request, what may prove who sent it; a Request fits. */
export type Shown = { readonly headers: Headers; readonly method: string; readonly url: string };

/** What a request shows about its sender. `scheme` is in lower case; the rest serves proofs that travel beside Authorization. */
export type Presented = Shown & {
  readonly scheme: string;
  readonly credentials: string;
  readonly network: NetworkView;
};

/**
 * One way to prove who is calling. `null`: these are not credentials of my kind, ask the next one.
 * An ordered list of strategies is all that authentication is, so another trust framework is another entry of the list.
 */
export type Strategy = (presented: Presented) => Awaitable<Caller | Refusal | null>;

/** A verification key, by what a JWS says of itself (RFC 7515 section 6), or what stands against using one. */
export type KeySource = (header: { readonly alg?: unknown; readonly kid?: unknown }) => Awaitable<FoundKey>;
export type FoundKey = { readonly key: object; readonly alg: string } | { readonly fault: string };

/** The caller a proven client is: what the network document in force says of it, and never more than that. */
export function callerOf(network: NetworkView, client: Client, scopes: readonly string[]): Caller | null {
  const organization = network.organization(client.organization);
  if (organization === undefined) return null;
  return {
    client_id: client.id,
    organization: client.organization,
    organization_kind: organization.kind,
    scopes,
    system: client.system ?? null,
    acting_user: null,
    voucher: null,
  };
}
