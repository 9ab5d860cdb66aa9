import { describe, expect, it } from 'vitest';
import { purposes, purposesOfKind } from './purposes.ts';

describe('the purposes of a kind', () => {
  it.each(Object.entries(purposesOfKind))('of %s are in the catalogue and need evidence', (_, codes) => {
    for (const code of codes) expect(purposes.find((p) => p.code === code)?.evidence, code).toMatch(/^(?!none)/);
  });
});
