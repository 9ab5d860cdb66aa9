import type { Client, System } from '../../contracts/canonical/network.ts';
import type { Entry, Written } from './draft.ts';
import { type Fault, fault, itemsOf, repeated } from './fault.ts';
import { keySetFaults } from './jwk-faults.ts';

/** Fewer iterations are too weak, and Workers refuse more (https://github.com/cloudflare/workerd/issues/1346). */
const iterations = '100000';

const proofs = ['jwks', 'basic_secret_hash', 'pdnd'] as const;

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
      ...(proofs.some((name) => broken.has(name)) ? [] : proofFaults(at, value)),
    ];
  });
}

function proofFaults(at: string, { jwks, basic_secret_hash: hash, pdnd }: Written<Client>): Fault[] {
  const ways = Object.entries({ jwks, basic_secret_hash: hash, pdnd }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  if (ways.length === 0) return [fault(at, 'no_way_to_authenticate', 'needs pdnd, jwks, or basic_secret_hash')];
  if (ways.length > 1)
    return [
      fault(at, 'two_ways_to_authenticate', `has ${ways.join(' and ')}: keep one of them, the secret least of all`),
    ];
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
  return jwks === undefined ? [] : keySetFaults(`${at}/jwks`, jwks.keys, false);
}
