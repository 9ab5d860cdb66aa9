import type { Client } from '../../contracts/canonical/network.ts';
import type { PdndClient } from '../../contracts/canonical/trust.ts';
import type { NetworkView } from '../ports.ts';

export type VoucherClient = Client & { readonly pdnd: PdndClient };

const comesWithVouchers = (client: Client): client is VoucherClient => client.pdnd !== undefined;

/** One table per document in force: it goes when the document does. */
const tables = new WeakMap<NetworkView, ReadonlyMap<string, VoucherClient>>();

/** The client of the network that has this identifier on PDND, in small letters. */
export function pdndClient(network: NetworkView, clientId: string): VoucherClient | undefined {
  const table =
    tables.get(network) ??
    new Map(
      network.document.clients
        .filter(comesWithVouchers)
        .map((client) => [client.pdnd.client_id.toLowerCase(), client] as const),
    );
  tables.set(network, table);
  return table.get(clientId);
}

/** UUIDs are the same in capital and small letters (RFC 9562 section 4). */
export const sameId = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
