import { beforeAll, describe, expect, it } from 'vitest';
import { trustProblems } from '../../contracts/catalogue/trust-problems.ts';
import { bearerDraft, dpopDraft, makeRequest } from '../world/modi/make-request.ts';
import { type Keys, makeKeys, nowSeconds, trustWorld } from '../world/modi/trust-world.ts';
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
      const { first, last, world } = await run(row);
      if (first !== null) expect(first.outcome).toBe('accepted');
      expect(last.outcome).toBe(gives);
      if (row.caller !== undefined && last.caller !== undefined) expect(last.caller).toMatchObject(row.caller);
      // What is refused uses no signature up, and a proof of a key that fails not itself either.
      if (first === null && gives !== 'accepted') {
        const spared = gives.includes(' dpop/') ? '' : 'signature';
        expect([...world.taken.keys()].filter((key) => key.startsWith(spared))).toEqual([]);
      }
    });

    it.each([
      'RSSMRA80A41H501Y',
      'rssmra80a41h501y',
      'ente:RSSMRA80A41H501Y',
      'tinit-rssmra80a41h501y',
      'RSSMRA 80A41 H501Y',
      'RSSMRA-80A41-H501Y',
      'RSSMRA80\u200cA41H501Y',
      'ＲＳＳＭＲＡ８０Ａ４１Ｈ５０１Ｙ',
    ])('names a user who is numbered by tax code (%s) by a pseudonym', async (userID) => {
      const draft = bearerDraft();
      Object.assign(draft.evidence?.claims ?? {}, { userID });
      const answer = await serve(await trustWorld(keys, {}));
      const { outcome, caller } = await answer(await makeRequest(draft, keys));
      expect([outcome, caller?.acting_user]).toEqual(['accepted', 'user-pseudonym-of-RSSMRA80A41H501Y']);
    });

    it('accepts exactly one of 200 that come at once with the same signature', async () => {
      const answer = await serve(await trustWorld(keys, {}));
      const ask = () => makeRequest(bearerDraft(), keys);
      const asked = await Promise.all(Array.from({ length: 200 }, ask));
      const outcomes = (await Promise.all(asked.map(answer))).map(({ outcome }) => outcome);
      expect(Object.groupBy(outcomes, (outcome) => outcome)).toEqual({
        accepted: ['accepted'],
        '409 signature/jti-used': Array(199).fill('409 signature/jti-used'),
      });
    });

    it.each([
      ['signature', 5, 1000, 1300],
      ['signature', 0, 60, 360],
      ['signature', -300, 200_000, 86_100],
      ['dpop', 10, 1000, 3610],
      ['dpop', -60, 1000, 3540],
    ] as const)(
      'remembers a jti of %s, iat %i s, exp %i s, for the %i s in which it could ever count',
      async (token, iat, exp, counts) => {
        const world = await trustWorld(keys, {});
        const draft = dpopDraft();
        Object.assign(draft[token]?.claims ?? {}, { iat: nowSeconds + iat, exp: nowSeconds + exp });
        expect(await (await serve(world))(await makeRequest(draft, keys))).toMatchObject({ outcome: 'accepted' });
        const [, expiresAt = ''] = [...world.taken].find(([key]) => key.startsWith(token)) ?? [];
        const seconds = Date.parse(expiresAt) / 1000 - nowSeconds;
        expect(seconds).toBeGreaterThan(counts);
        expect(seconds).toBeLessThanOrEqual(counts + 2);
      },
    );
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
