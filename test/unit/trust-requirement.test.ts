import { describe, expect, it } from 'vitest';
import type { Trust } from '../../contracts/canonical/trust.ts';
import { requirementOf } from '../../src/auth/requirement.ts';
import type { Proven } from '../../src/ports.ts';

describe('a requirement for a system', () => {
  const required = { systems: ['case-files'], signature: 'always' } as const;
  const trust = { requirements: [required] } as unknown as Trust;
  const asking = (system: string | null, speaksAs: string | null) =>
    requirementOf(trust, { caller: { client_id: 'app', system }, operation: 'receive_message', speaksAs } as Proven);

  it.each([
    ['its client', 'case-files', null, required],
    ['its client, at its address', 'case-files', 'case-files', required],
    ['a client of no system in particular that speaks in its name', null, 'case-files', required],
    ['a client of no system in particular otherwise', null, null, {}],
    ['a client of another system, whatever it says', 'other', 'case-files', {}],
  ])('holds for %s', (_, system, speaksAs, expected) => {
    expect(asking(system, speaksAs)).toEqual(expected);
  });
});
