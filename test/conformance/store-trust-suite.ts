import { describe, expect, it } from 'vitest';
import type { TracingRow } from '../../src/ports.ts';
import { at, seconds } from './store-sample.ts';
import type { World } from './store-suite.ts';

const purposes = ['0e1e4c98-6f2e-4f55-90e3-45f7d3f1dbf8', '1cafea11-08a0-4eaf-a3ee-3e9839c8c2a9'] as const;
const consumer_id = '7b1c1a52-6d0a-4d3c-9b9e-0f6a6f9a7b11';
const day = { from: at, until: seconds(86_400) };

type Calls = {
  readonly purpose?: string;
  readonly status?: number;
  readonly token?: string | null;
  readonly at?: string;
};

/** What trust rests on: what was read elsewhere, what was used once, and calls counted for PDND. */
export function trustSuite(given: () => World) {
  const called = async (count: number, { purpose, status = 200, token = 'jti-1', at: when = at }: Calls = {}) => {
    const call = {
      operation: 'submitReferral',
      status,
      consumer_id,
      ...(token === null ? {} : { purpose_id: purpose ?? purposes[0], token_id: token }),
    };
    const one = () => given().sample.exchange({ operation: 'pdnd.call', at: when, call });
    const more = Array.from({ length: count - 1 }, one);
    expect(await given().store.commit({ exchanges: [one(), ...more] })).toEqual({ committed: true });
  };
  const rowsOf = async (limit: number, interval = day) => {
    const rows: TracingRow[] = [];
    for (let after: TracingRow | null = null; ; after = rows.at(-1) ?? null) {
      const page = await given().other.tracing(interval, after, limit);
      rows.push(...page);
      if (page.length < limit) return rows;
    }
  };

  describe('what was read elsewhere', () => {
    it('is kept until it expires, for every replica, and the last word counts', async () => {
      const { store, other } = given();
      expect(await store.kept('jwks a', at)).toBeNull();
      await store.keep('jwks a', 'one', seconds(10));
      await other.keep('jwks a', 'two, "è"', seconds(20));
      await store.keep('jwks b', 'three', seconds(10));
      expect(await other.kept('jwks a', seconds(19))).toBe('two, "è"');
      expect(await store.kept('jwks b', seconds(9))).toBe('three');
      expect(await store.kept('jwks b', seconds(10))).toBeNull();
      expect(await store.kept('jwks a', seconds(20))).toBeNull();
    });

    it('is swept once it expired, so many at a time', async () => {
      const { store } = given();
      for (const index of [1, 2, 3]) await store.keep(`key-${index}`, 'value', seconds(index * 10));
      expect(await store.sweep(seconds(20), 1)).toBe(1);
      expect(await store.sweep(seconds(20), 10)).toBe(1);
      expect(await store.sweep(seconds(20), 10)).toBe(0);
      expect(await store.kept('key-3', at)).toBe('value');
    });

    it('may be kept by many at once', async () => {
      const { store, other } = given();
      const all = Array.from({ length: 50 }, (_, index) =>
        (index % 2 ? store : other).keep('k', `${index}`, seconds(5)),
      );
      await Promise.all(all);
      expect(Number(await store.kept('k', at))).toBeLessThan(50);
    });
  });

  describe('a key used once', () => {
    it('is taken by exactly one of 200 who try at once', async () => {
      const { store, other } = given();
      const tries = Array.from({ length: 200 }, (_, index) =>
        (index % 2 ? store : other).useOnce('signature jti-1', seconds(60)),
      );
      expect((await Promise.all(tries)).filter((taken) => taken)).toHaveLength(1);
      expect(await other.useOnce('signature jti-1', seconds(60))).toBe(false);
    });
  });

  describe('a call with a voucher', () => {
    it.each([
      { operation: 'submitReferral', status: 201, consumer_id, purpose_id: purposes[0], token_id: 'jti, "1"' },
      { operation: 'readReferral', status: 401 },
    ])('comes back from the ledger as it was written', async (call) => {
      const { store, sample } = given();
      const exchange = sample.exchange({ operation: 'pdnd.call', call });
      await store.commit({ exchanges: [exchange] });
      expect(await store.exchange(exchange.id)).toEqual(exchange);
    });

    it('is counted by purpose, status and voucher, in their order, on pages of any length', async () => {
      await called(3);
      await called(2, { status: 404 });
      await called(1, { token: 'jti-0' });
      await called(4, { purpose: purposes[1], status: 409 });
      await called(5, { token: null, status: 401 });
      const expected = [
        { purpose_id: purposes[0], status: 200, token_id: 'jti-0', requests_count: 1 },
        { purpose_id: purposes[0], status: 200, token_id: 'jti-1', requests_count: 3 },
        { purpose_id: purposes[0], status: 404, token_id: 'jti-1', requests_count: 2 },
        { purpose_id: purposes[1], status: 409, token_id: 'jti-1', requests_count: 4 },
      ];
      for (const limit of [1, 2, 3, 4, 10]) expect(await rowsOf(limit)).toEqual(expected);
    });

    it('belongs to the interval in which it was made, end excluded', async () => {
      await called(1, { at: seconds(-0.001), token: 'before' });
      await called(1, { at, token: 'first' });
      await called(1, { at: seconds(86_399.999), token: 'last' });
      await called(1, { at: seconds(86_400), token: 'after' });
      expect((await rowsOf(1)).map(({ token_id }) => token_id)).toEqual(['first', 'last']);
    });
  });
}
