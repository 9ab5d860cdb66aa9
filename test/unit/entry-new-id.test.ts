import { describe, expect, it } from 'vitest';
import { createNewId } from '../../src/entry/new-id.ts';

describe('a new id', () => {
  it('is a UUID of version 7 that begins with its time', () => {
    const id = createNewId(() => 0x0192_3456_789a)();
    expect(id).toMatch(/^01923456-789a-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('is above every earlier one, though the clock stands still or goes back', () => {
    const times = [1000, 1000, 900, 1001, 1001, 5];
    let tick = 0;
    const newId = createNewId(() => times[Math.floor(tick++ / 3000)] ?? 5);
    const ids = Array.from({ length: 18_000 }, newId);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
  });
});
