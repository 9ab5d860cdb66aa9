import { describe, expect, it } from 'vitest';
import { createLedgerDigest } from '../../src/commit/index.ts';
import { createBlindIndex } from '../../src/commit/keys/blind-index.ts';
import { createDataKeys } from '../../src/commit/keys/data-keys.ts';
import { createNodeCrypto } from '../../src/entry/crypto-node.ts';
import { keyring, rotated } from '../conformance/store-keyring.ts';

const crypto = createNodeCrypto();

describe('the data keys', () => {
  it('are held up to a limit, the least recently used let go first', async () => {
    const keys = createDataKeys(crypto, keyring, 2);
    for (const id of ['a', 'b']) keys.remember(id, new Uint8Array(32));
    expect(keys.recall('a')).toBeDefined();
    keys.remember('c', new Uint8Array(32));
    expect(['a', 'b', 'c'].filter((id) => keys.recall(id) !== undefined)).toEqual(['a', 'c']);
  });

  it('are remembered only when told to, and forgotten', async () => {
    const keys = createDataKeys(crypto, keyring, 2);
    const { key } = await keys.make('a');
    expect(keys.recall('a')).toBeUndefined();
    keys.remember('a', key);
    keys.forget('a');
    expect(keys.recall('a')).toBeUndefined();
  });

  it('are wrapped for one subject and one master key', async () => {
    const { key, ...wrapped } = await createDataKeys(crypto, keyring, 2).make('a');
    const keys = createDataKeys(crypto, rotated, 2);
    await expect(keys.open('b', wrapped)).rejects.toThrow();
    await expect(keys.open('a', { ...wrapped, master_key_id: '2026-02' })).rejects.toThrow();
    expect(Buffer.from((await keys.open('a', wrapped)) ?? [])).toEqual(Buffer.from(key));
    const again = await keys.rewrap('a', wrapped);
    expect(again?.master_key_id).toBe('2026-02');
  });

  it('once destroyed do not open, whatever is remembered', async () => {
    const keys = createDataKeys(crypto, keyring, 2);
    keys.remember('a', new Uint8Array(32));
    expect(await keys.open('a', { data_key: null, master_key_id: '2026-01' })).toBeNull();
    expect(keys.recall('a')).toBeUndefined();
    expect(await keys.rewrap('a', { data_key: null, master_key_id: '2026-01' })).toBeNull();
  });
});

describe('keyed digests', () => {
  const bytes = new TextEncoder().encode('tax_code:RSSMRA80A41H501Y');

  it('for the ledger are stable, keyed, and not those of the blind index', async () => {
    const digest = createLedgerDigest(crypto, keyring);
    const once = await digest(bytes);
    expect(once).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await digest(bytes)).toBe(once);
    expect(await createLedgerDigest(crypto, { indexSecret: new Uint8Array(32) })(bytes)).not.toBe(once);
    const blind = await createBlindIndex(crypto, keyring)({ system: 'tax_code', value: 'RSSMRA80A41H501Y' });
    expect(Buffer.from(blind).toString('base64url')).not.toBe(once);
  });
});
