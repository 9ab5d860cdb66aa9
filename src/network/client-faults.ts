import type { Client, System } from '../../contracts/canonical/network.ts';
import type { Entry, Written } from './draft.ts';
import { type Fault, fault, itemsOf, repeated } from './fault.ts';
import { jwkFaults } from './jwk-faults.ts';

/** Fewer iterations are too weak, and Workers refuse more (https://github.com/cloudflare/workerd/issues/1346). */
const iterations = '100000';

/** Whether each client can prove itself, in exactly one way, and speaks for a system of its own body. */
export function clientFaults(clients: readonly Entry<Client>[], systems: readonly Entry<System>[]): Fault[] {
  const owner = new Map<string | undefined, string | undefined>(
    systems.map(({ value }) => [value.id, value.organization]),
  );
  return clients.flatMap(({ at, value, broken }) => {
    const systemOwner = value.system && owner.get(value.system);
    return [
      ...repeated(itemsOf(`${at}/scopes`, value.scopes), 'the same scope'),
      ...(systemOwner !== undefined && value.organization !== undefined && systemOwner !== value.organization
        ? [fault(`${at}/system`, 'foreign_system', 'belongs to another organization than the client')]
        : []),
      ...(broken.has('jwks') || broken.has('basic_secret_hash') ? [] : proofFaults(at, value)),
    ];
  });
}

function proofFaults(at: string, { jwks, basic_secret_hash: hash }: Written<Client>): Fault[] {
  if (jwks === undefined && hash === undefined)
    return [fault(at, 'no_way_to_authenticate', 'needs jwks, or basic_secret_hash')];
  if (jwks !== undefined && hash !== undefined) {
    return [fault(at, 'two_ways_to_authenticate', 'has jwks and basic_secret_hash: keep the keys')];
  }
  if (hash !== undefined) {
    const same = hash.split('$')[1] === iterations;
    return same
      ? []
      : [
          fault(
            `${at}/basic_secret_hash`,
            'wrong_iterations',
            `must use ${iterations} iterations; make it with: raccordo secret hash`,
          ),
        ];
  }
  const keys = itemsOf(`${at}/jwks/keys`, jwks?.keys);
  const kids = keys.flatMap((key) =>
    typeof key.value.kid === 'string' ? [{ at: `${key.at}/kid`, value: key.value.kid }] : [],
  );
  return [...keys.flatMap((key) => jwkFaults(key.at, key.value, keys.length > 1)), ...repeated(kids, 'the same kid')];
}
