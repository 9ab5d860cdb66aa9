import { beforeAll, describe, expect, it } from 'vitest';
import { trustProblems } from '../../contracts/catalogue/trust-problems.ts';
import { makeRequest } from '../world/modi/make-request.ts';
import { type Keys, makeKeys, trustWorld } from '../world/modi/trust-world.ts';
import { outboundOnly, type Row, trustCases } from './trust-cases.ts';
import type { Serve } from './trust-stand.ts';

/** Every row of the table, against whatever `serve` starts. */
export function trustSuite(where: string, serve: Serve): void {
  describe(`vouchers and proofs ${where}`, () => {
    let keys: Keys;
    beforeAll(async () => {
      keys = await makeKeys();
    });

    async function run({ from, before, spoil, world: patch = {} }: Row) {
      const world = await trustWorld(keys, patch);
      const answer = await serve(world);
      const made = async (change: Row['spoil']) => {
        const draft = from();
        await change(draft, keys);
        return makeRequest(draft, keys);
      };
      const first = before === undefined ? null : await answer(await made(before));
      return { first, world, last: await answer(await made(spoil)) };
    }

    it.each(trustCases.map((row) => [row.name, row.gives, row] as const))('%s: %s', async (_, gives, row) => {
      const { first, last } = await run(row);
      if (first !== null) expect(first.outcome).toBe('accepted');
      expect(last.outcome).toBe(gives);
      if (row.caller !== undefined && last.caller !== undefined) expect(last.caller).toMatchObject(row.caller);
    });
  });
}

/** That the table is whole: no code of the catalogue without a row, no name twice. */
export function trustTableSuite(): void {
  describe('the table of negative cases', () => {
    const given = new Set(trustCases.map(({ gives }) => gives.split(' ')[1]));

    it('has a row for every code that a request can be refused with', () => {
      const missing = Object.keys(trustProblems).filter((code) => !given.has(code) && !outboundOnly.includes(code));
      expect(missing).toEqual([]);
    });

    it('names as outbound only what no row gives', () => {
      expect(outboundOnly.filter((code) => given.has(code) || !Object.hasOwn(trustProblems, code))).toEqual([]);
    });

    it('names each case once', () => {
      const names = trustCases.map(({ name }) => name);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    });
  });
}
