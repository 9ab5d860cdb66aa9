import { describe, expect, it } from 'vitest';
import { createSync } from '../../src/commit/sqlite/sync.ts';

const turn = () => new Promise(setImmediate);

describe('waiting for the disk', () => {
  const stand = () => {
    const writes: ((cause: Error | null) => void)[] = [];
    const sync = createSync((done) => writes.push(done));
    const told: string[] = [];
    const ask = (name: string) =>
      sync().then(
        () => told.push(name),
        (cause: Error) => told.push(`${name}: ${cause.message}`),
      );
    return { writes, told, ask };
  };

  it('lets those who come during a wait share the next one, which begins after they came', async () => {
    const { writes, told, ask } = stand();
    const asked = ['a', 'b', 'c'].map(ask);
    expect(writes).toHaveLength(1);
    writes[0]?.(null);
    await turn();
    expect(told).toEqual(['a']);
    expect(writes).toHaveLength(2);
    writes[1]?.(null);
    await Promise.all(asked);
    expect(told).toEqual(['a', 'b', 'c']);
    expect(writes).toHaveLength(2);
  });

  it('believes the disk no more once it failed', async () => {
    const { writes, told, ask } = stand();
    const asked = ['a', 'b'].map(ask);
    writes[0]?.(new Error('EIO'));
    await turn();
    writes[1]?.(null);
    await Promise.all(asked);
    await ask('c');
    expect(told).toEqual(['a: EIO', 'b: EIO', 'c: EIO']);
    expect(writes).toHaveLength(2);
  });
});
