import { describe, expect, it } from 'vitest';
import type { Prepared } from '../../src/dispatch/index.ts';
import { answer, createStand, noAnswer } from './dispatch-stand.ts';

const denied = ({ exchange }: Prepared): Prepared => ({
  permitted: false,
  exchange: { ...exchange, permitted: false, rule: 'evidence/withdrawn' },
  code: 'gate/evidence-withdrawn',
  detail: 'Nothing was sent.',
});

describe('the gate, asked again at the moment of delivery', () => {
  it('withholds: nothing is sent, and the ledger says so', async () => {
    const stand = createStand({ prepare: denied });
    const [id] = await stand.queue({});
    expect(await stand.run()).toMatchObject({ withheld: 1 });
    expect(stand.sent).toEqual([]);
    expect(await stand.delivery(id)).toMatchObject({ state: 'withheld', code: 'gate/evidence-withdrawn' });
    expect(await stand.outcomes(id)).toEqual(['withheld']);
  });

  it('does not claim that nothing left when an earlier attempt may have been taken', async () => {
    let withdrawn = false;
    const stand = createStand({
      adapter: { deduplicates: true },
      answering: () => noAnswer('exchange'),
      prepare: (permitted) => (withdrawn ? denied(permitted) : permitted),
    });
    const [id] = await stand.queue({});
    await stand.run();
    withdrawn = true;
    stand.pass(3_600_000);
    await stand.run();
    expect(stand.sent).toHaveLength(1);
    expect(await stand.delivery(id)).toMatchObject({ state: 'unknown', code: 'gate/evidence-withdrawn' });
  });

  it('is asked once more when what it stood on changed before the first byte', async () => {
    let asked = 0;
    const stand = createStand({
      prepare: (permitted) => {
        asked += 1;
        // The network the first answer stood on is not the one in force.
        const stale = { holds: 'network_version' as const, version: 7 };
        return permitted.permitted && asked === 1 ? { ...permitted, guards: [stale] } : permitted;
      },
    });
    const [id] = await stand.queue({});
    expect(await stand.run()).toMatchObject({ released: 1 });
    expect(stand.sent).toEqual([]);
    stand.pass(1_000);
    await stand.run();
    expect(stand.sent).toHaveLength(1);
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered' });
  });
});

describe('the stop switch', () => {
  it('keeps a system from being called at all', async () => {
    const stand = createStand();
    const [id] = await stand.queue({});
    await stand.suspend('cpi-sil');
    expect(await stand.run()).toMatchObject({ claimed: 0 });
    await stand.suspend('cpi-sil', false);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered' });
  });

  it('holds between the claim and the first byte', async () => {
    const stand: ReturnType<typeof createStand> = createStand({
      prepare: async (permitted) => {
        await stand.suspend('cpi-sil');
        return permitted;
      },
    });
    const [id] = await stand.queue({});
    expect(await stand.run()).toMatchObject({ claimed: 1, released: 1 });
    expect(stand.sent).toEqual([]);
    expect(await stand.delivery(id)).toMatchObject({ state: 'queued' });
    expect(await stand.outcomes(id)).toEqual([]);
  });

  it.each([
    [true, 'unknown', 'unknown'],
    [false, 'queued', 'deferred'],
  ])('in the middle of a conversation (after an effect: %s) leaves it %s', async (effect, state, outcome) => {
    const ask = { send: { method: 'GET', path: '/told', headers: {}, body: null }, effect: false } as const;
    const stand: ReturnType<typeof createStand> = createStand({
      adapter: {
        write: () => ({
          ...ask,
          effect,
          next: () => ({ ...ask, next: () => ({ verdict: { outcome: 'delivered', code: 'x', detail: 'x' } }) }),
        }),
      },
      answering: async () => {
        await stand.suspend('cpi-sil');
        return answer(200);
      },
    });
    const [id] = await stand.queue({});
    await stand.run();
    expect(stand.sent).toHaveLength(1);
    expect(await stand.delivery(id)).toMatchObject({ state, code: 'dispatch/stopped' });
    expect(await stand.outcomes(id)).toEqual([outcome]);
  });
});
