import type { Client } from '../../contracts/canonical/network.ts';
import { publishedKeys, publishedSecretHash } from '../../contracts/catalogue/published-keys.ts';
import type { Entry } from './draft.ts';
import { type Fault, fault, itemsOf } from './fault.ts';

const rule = 'belongs to the demo network: everybody has its private half; make your own with: raccordo client key';

/** Credentials that anybody can use, because they were published with the demo network. */
export function publishedFaults(clients: readonly Entry<Client>[]): Fault[] {
  return clients.flatMap(({ at, value }) => [
    ...[
      ...itemsOf(`${at}/jwks/keys`, value.jwks?.keys),
      ...itemsOf(`${at}/pdnd/jwks/keys`, value.pdnd?.jwks?.keys),
    ].flatMap((key) =>
      [key.value.x, key.value.n].some((part) => publishedKeys.has(String(part).slice(0, 43)))
        ? [fault(key.at, 'published_key', rule)]
        : [],
    ),
    ...(value.basic_secret_hash === publishedSecretHash
      ? [fault(`${at}/basic_secret_hash`, 'published_key', rule)]
      : []),
  ]);
}
