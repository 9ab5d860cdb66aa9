import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { System } from '../contracts/canonical/network.ts';
import { begin } from '../test/conformance/adapter-converse.ts';
import { fullMessage } from '../test/conformance/adapter-message.ts';
import { mailbox } from './mailbox/index.ts';
import { adapterOf, adapters } from './registry.ts';

it('holds every adapter folder under its own name', () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect([...adapters.keys()].sort()).toEqual(folders.map(({ name }) => name).sort());
  for (const [kind, adapter] of adapters) expect(adapter.kind).toBe(kind);
});

it.each(['constructor', '__proto__', 'toString', '', 'unknown'])('has no adapter %j', (kind) => {
  expect(adapterOf(kind)).toBeUndefined();
});

it('never sends to a system that pulls', async () => {
  const system = System.parse({ id: 'scuola', organization: 'scuola-borgoverde', adapter: 'mailbox' });
  const step = await begin(mailbox, 'write', fullMessage(), system, '2026-11-22T10:00:00.000Z');
  expect(step).toMatchObject({ verdict: { outcome: 'refused', code: 'mailbox/pulls' } });
  expect(mailbox.options.safeParse({ path: '/x' }).success).toBe(false);
});
