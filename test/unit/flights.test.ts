import { describe, expect, it, vi } from 'vitest';
import { createBoundedCache, createFlights } from '../../src/modi/index.ts';

describe('work that several ask for', () => {
  it('is run once meanwhile, and again afterwards', async () => {
    const fly = createFlights<number>(() => 0, 1_000, -1);
    const work = vi.fn(async () => 7);
    expect(await Promise.all([fly('key', work), fly('key', work)])).toEqual([7, 7]);
    expect(await fly('key', work)).toBe(7);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('is waited for by so many, and neither waited for nor begun by more', async () => {
    const fly = createFlights<number>(() => 0, 1_000, -1, 2);
    const { promise, resolve } = Promise.withResolvers<number>();
    const waiting = [fly('a', () => promise), fly('b', () => promise)];
    const work = vi.fn(async () => 8);
    expect([await fly('a', work), await fly('c', work)]).toEqual([-1, -1]);
    expect(work).not.toHaveBeenCalled();
    resolve(7);
    expect(await Promise.all(waiting)).toEqual([7, 7]);
    expect(await fly('c', work)).toBe(8);
  });

  it('is not kept from others by who never came back', async () => {
    let nowMs = 0;
    const fly = createFlights<number>(() => nowMs, 30, -1, 1);
    const lost = fly('a', () => new Promise(() => {}));
    expect(await fly('b', async () => 7)).toBe(-1);
    nowMs = 30;
    expect(await fly('b', async () => 7)).toBe(7);
    expect(await lost).toBe(-1);
  });

  it('is begun anew once the first has been under way too long', async () => {
    let nowMs = 0;
    const fly = createFlights<number>(() => nowMs, 30, -1);
    const lost = fly('key', () => new Promise(() => {}));
    nowMs = 29;
    const joined = fly('key', async () => 7);
    expect(await Promise.all([lost, joined])).toEqual([-1, -1]);
    nowMs = 30;
    expect(await fly('key', async () => 7)).toBe(7);
  });
});

it('a bounded cache lets the least recently used go, and what is over', () => {
  const cache = createBoundedCache<number>(2);
  cache.set('a', 1, 10);
  cache.set('b', 2, 10);
  expect(cache.get('a', 0)).toBe(1);
  cache.set('c', 3, 10);
  expect(['a', 'b', 'c'].map((key) => cache.get(key, 9))).toEqual([1, undefined, 3]);
  expect(cache.get('a', 10)).toBeUndefined();
});
