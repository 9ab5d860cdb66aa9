import { describe, expect, it, vi } from 'vitest';
import { readDocument } from '../../src/network/index.ts';

const keys = (count: number) => Array.from({ length: count }, (_, n) => `k${n}: 1`).join('\n');

/** Elements that array searches look at while a document is read: how the parser compared each key with those before it. */
function compared(text: string): number {
  const { some } = Array.prototype;
  let looks = 0;
  const spied = vi.spyOn(Array.prototype, 'some').mockImplementation(function (this: unknown[], holds) {
    return some.call(this, (...element) => {
      looks += 1;
      return holds(...element);
    });
  });
  const read = readDocument(text);
  spied.mockRestore();
  expect(read.ok).toBe(true);
  return looks;
}

describe('the keys of a network document', () => {
  it('cost twice as much where there are twice as many', () => {
    expect(compared(keys(2000))).toBeLessThanOrEqual(2 * compared(keys(1000)) + 100);
  });

  it('that stand twice are told with their lines, whatever way they are written', () => {
    const read = readDocument('a: 1\nb: { c: 1, "c": 2 }\n? a\n: 3\nd:\n  - e: 1\n    e: 2\nf: { e: 1 }\n');
    expect(read.ok ? [] : read.faults.map(({ line, fault }) => [line, fault.code, fault.detail])).toEqual([
      [2, 'unreadable', 'Map keys must be unique'],
      [3, 'unreadable', 'Map keys must be unique'],
      [7, 'unreadable', 'Map keys must be unique'],
    ]);
  });
});
