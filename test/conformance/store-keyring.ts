import type { Keyring } from '../../src/commit/index.ts';

const bytes = (fill: number) => new Uint8Array(32).fill(fill);

/** Two master keys, the first in use. For tests only: a deployment draws its keys at random. */
export const keyring: Keyring = {
  current: '2026-01',
  masterKeys: new Map([
    ['2026-01', bytes(1)],
    ['2026-02', bytes(2)],
  ]),
  indexSecret: bytes(9),
};

export const rotated: Keyring = { ...keyring, current: '2026-02' };
