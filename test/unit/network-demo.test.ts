import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/registry.ts';
import type { Network } from '../../contracts/canonical/network.ts';
import { checkNetwork, readDocument } from '../../src/network/index.ts';

const demo = new URL('../../contracts/catalogue/demo-network.yaml', import.meta.url);

describe('the demo network', () => {
  it('has no fault', () => {
    const read = readDocument(readFileSync(demo, 'utf8'));
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    const checked = checkNetwork(read.value, adapters);
    expect(checked.ok ? [] : checked.faults).toEqual([]);
  });

  it('is refused by a gateway that others can reach, credential by credential', () => {
    const read = readDocument(readFileSync(demo, 'utf8'));
    const clients = read.ok ? (read.value as Network).clients : [];
    const checked = checkNetwork(read.ok && read.value, adapters, { secretOf: () => undefined, local: false });
    const faults = checked.ok ? [] : checked.faults;
    expect(faults.map(({ code }) => code)).toEqual(clients.map(() => 'published_key'));
    expect(checkNetwork(read.ok && read.value, adapters, { secretOf: () => undefined, local: true }).ok).toBe(true);
  });

  it('tells the place and the line of an expression that does not compile', () => {
    const broken = readFileSync(demo, 'utf8').replace('outbound: |', 'outbound: "$("\n        unused: |');
    const read = readDocument(broken);
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    const checked = checkNetwork(read.value, adapters);
    if (checked.ok) throw new Error('accepted');
    const fault = checked.faults.find(({ pointer }) => pointer.endsWith('/options/profile/outbound'));
    expect(broken.split('\n')[read.lineOf(fault?.pointer ?? '') - 1]).toContain('outbound: "$("');
  });
});
