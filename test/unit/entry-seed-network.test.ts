import { describe, expect, it } from 'vitest';
import type { Network } from '../../contracts/canonical/network.ts';
import { seedNetwork } from '../../src/entry/seed-network.ts';
import { checkNetwork } from '../../src/network/index.ts';
import type { Call, Gateway } from '../../src/ports.ts';
import { countedIds } from '../conformance/store-sample.ts';

const named = (name: string) => ({
  territory: { id: 'ats', name },
  organizations: [{ id: 'comune', name: 'Comune', kind: 'comune' }],
  services: [],
  agreements: [],
  systems: [],
  clients: [],
});
const check = (input: unknown) => checkNetwork(input, new Map());

/** A store that holds what was applied, and who applied it. */
function holding(published = false) {
  let stored: { version: number; document: Network; applied_by: string } | null = null;
  const applyNetwork: Gateway['applyNetwork'] = async (call: Pick<Call, 'caller'>, { document }) => {
    const version = (stored?.version ?? 0) + 1;
    stored = { version, document: document as Network, applied_by: call.caller.client_id };
    return { refused: false, status: 200, headers: {}, body: null };
  };
  const found = { pointer: '/clients/0/jwks/keys/0', code: 'published_key', detail: 'is known to everybody' };
  const checkHere: typeof check = (input) =>
    published && JSON.stringify(input).includes('"put"') ? { ok: false, faults: [found] } : check(input);
  const ports = { store: { network: async () => stored }, gateway: { applyNetwork }, newId: countedIds(1) };
  return {
    seed: (name: string) => seedNetwork(JSON.stringify(named(name)), { ...ports, check: checkHere }),
    put: (name: string) => {
      const version = (stored?.version ?? 0) + 1;
      stored = { version, document: named(name) as unknown as Network, applied_by: 'ats-amministratore' };
    },
    inForce: () => stored?.document.territory.name,
  };
}

describe('the network document of the configuration', () => {
  it('is applied when nothing is in force, and again when it changed', async () => {
    const { seed, inForce } = holding();
    expect(await seed('one')).toEqual({ seeded: 'applied', version: 1 });
    expect(await seed('one')).toEqual({ seeded: 'in_force', version: 1 });
    expect(await seed('two')).toEqual({ seeded: 'applied', version: 2 });
    expect(inForce()).toBe('two');
  });

  it('never undoes what the administrator put in force', async () => {
    const { seed, put, inForce } = holding();
    await seed('one');
    put('put');
    expect(await seed('one')).toEqual({ seeded: 'kept', version: 2 });
    expect(await seed('two')).toEqual({ seeded: 'kept', version: 2 });
    expect(await seed('put')).toEqual({ seeded: 'in_force', version: 2 });
    expect(inForce()).toBe('put');
  });

  it('takes the place of one with published keys, whoever applied that', async () => {
    const { seed, put, inForce } = holding(true);
    put('put');
    expect(await seed('one')).toEqual({ seeded: 'applied', version: 2 });
    expect(inForce()).toBe('one');
  });
});
