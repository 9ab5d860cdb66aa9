import { describe, expect, it } from 'vitest';
import type { PdndAsk } from '../world/pdnd-caller.ts';
import { pdndKid } from '../world/pdnd-network.ts';
import { type PdndWorld, replyOf } from '../world/pdnd-world.ts';
import { toAsl } from '../world/people.ts';
import { callsOf } from './pdnd-journeys.ts';
import type { StartPdndWorld } from './pdnd-suite.ts';

const refer: PdndAsk = { body: toAsl() };
const read: PdndAsk = { method: 'GET', path: '/v1/referrals' };
const many = 200;
const storm = 1_000;
const batch = 100;

/** How often each answer was given. */
const tally = (answers: readonly string[]) =>
  Object.fromEntries([...new Set(answers)].map((each) => [each, answers.filter((answer) => answer === each).length]));

/** The same request `many` times at once. */
async function allAtOnce({ world, caller }: PdndWorld, ask: PdndAsk): Promise<Record<string, number>> {
  const request = await caller.request(ask);
  const copies = Array.from({ length: many }, () => request.clone());
  const replies = await Promise.all(copies.map(async (copy) => replyOf(await world.fetch(copy))));
  return tally(replies.map(({ status, code }) => `${status} ${code}`));
}

/** As many requests, each changed by its number, some at a time, a second after each other. */
async function inBatches({ world, clock }: PdndWorld, make: (nth: number) => Promise<Request>) {
  const answers: string[] = [];
  for (let from = 0; from < storm; from += batch) {
    const nths = Array.from({ length: batch }, (_, index) => from + index);
    const requests = await Promise.all(nths.map(make));
    const replies = await Promise.all(requests.map(async (request) => replyOf(await world.fetch(request))));
    clock.advance(1_000);
    answers.push(...replies.map(({ status, code }) => `${status} ${code}`));
  }
  return tally(answers);
}

/** The token with another kid in its header: its signature holds no more, but that is looked at only with the key. */
function withKid(compact: string, kid: string): string {
  const [header = '', ...rest] = compact.split('.');
  const said: object = JSON.parse(atob(header.replaceAll('-', '+').replaceAll('_', '/')));
  return [
    btoa(JSON.stringify({ ...said, kid }))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', ''),
    ...rest,
  ].join('.');
}

export function pdndRaceJourneys(start: StartPdndWorld): void {
  describe('at the same time', () => {
    it(`${many} requests with one signature: one is served`, async () => {
      const on = await start();
      expect(await allAtOnce(on, refer)).toEqual({ '201 null': 1, '409 signature/jti-used': many - 1 });
      const { items } = (await on.world.as('asl-cup').get<{ items: unknown[] }>('/v1/referrals')).body;
      expect(items).toHaveLength(1);
      expect(tally((await callsOf(on)).map(({ rule, call }) => `${call?.status} ${rule}`))).toEqual({
        '201 permit/proofs': 1,
        '409 signature/jti-used': many - 1,
      });
    });

    it(`${many} requests with one DPoP proof: one is served`, async () => {
      const on = await start();
      const ask = { ...read, dpop: true, evidence: false };
      expect(await allAtOnce(on, ask)).toEqual({ '200 null': 1, '409 dpop/jti-used': many - 1 });
    });

    it('a store that does not answer lets none through', async () => {
      const broken: { useOnce: boolean } = { useOnce: false };
      const on = await start({
        around: (store) => ({
          ...store,
          useOnce: (...given) => (broken.useOnce ? Promise.reject(new Error('no answer')) : store.useOnce(...given)),
        }),
      });
      const clerk = on.world.as('asl-cup');
      expect((await clerk.get('/v1/referrals')).status).toBe(200);
      broken.useOnce = true;
      for (const ask of [refer, { ...read, dpop: true }]) {
        const reply = await on.ask(ask);
        expect([reply.status, reply.code]).toEqual([503, 'gateway/unavailable']);
      }
      expect((await callsOf(on)).map(({ permitted, rule, outcome }) => [permitted, rule, outcome])).toEqual(
        Array(2).fill([false, 'gateway/unavailable', 'refused']),
      );
      expect((await clerk.get<{ items: unknown[] }>('/v1/referrals')).body.items).toEqual([]);
    });
  });

  describe(`a storm of ${storm} kids that nobody knows`, () => {
    it('in vouchers has the key set read once more in 10 s', async () => {
      const on = await start();
      const voucher = await on.caller.voucher();
      expect((await on.ask({ ...read, voucher, evidence: false })).status).toBe(200);
      on.clock.advance(30_000);
      const answers = await inBatches(on, (nth) =>
        on.caller.request({ ...read, voucher: withKid(voucher, `nessuno-${nth}`), evidence: false }),
      );
      expect(answers).toEqual({ '401 voucher/kid-unknown': storm });
      expect(on.pdnd.front.count('/.well-known/jwks.json')).toBe(2);
      expect((await on.ask({ ...read, voucher, evidence: false })).status).toBe(200);
    });

    it('in signatures under a good voucher asks PDND for a handful', async () => {
      const on = await start();
      const voucher = await on.caller.voucher();
      const sound = await on.caller.request({ ...refer, voucher, evidence: false });
      const body = await sound.clone().text();
      expect((await on.world.fetch(sound.clone())).status).toBe(201);
      const before = on.pdnd.front.count('/v2/keys/');
      const answers = await inBatches(on, async (nth) => {
        const headers = new Headers(sound.headers);
        const signature = headers.get('agid-jwt-signature') ?? '';
        headers.set('agid-jwt-signature', withKid(signature, pdndKid(`nessuno-${nth}`)));
        return new Request(sound.url, { method: 'POST', headers, body });
      });
      const lookedUp = on.pdnd.front.count('/v2/keys/') - before;
      expect(lookedUp).toBeLessThanOrEqual(6);
      expect(answers).toEqual({
        '400 signature/kid-unknown': lookedUp,
        '503 signature/kid-unavailable': storm - lookedUp,
      });
      expect((await on.ask({ ...refer, voucher, evidence: false })).status).toBe(201);
    });
  });
}
