import { describe, expect, it } from 'vitest';
import { answer, createStand, noAnswer } from './dispatch-stand.ts';

const inLane = (lane: string, ...versions: number[]) => versions.map((version) => ({ lane, version }));

describe('deliveries of one conversation', () => {
  it('leave one after the other, in one run', async () => {
    const stand = createStand();
    const ids = await stand.queue(...inLane('a', 1, 2, 3));
    expect(await stand.run()).toMatchObject({ claimed: 3, delivered: 3 });
    expect(stand.sent).toEqual(ids.map((id) => `/${id}`));
  });

  it.each([
    ['unknown', noAnswer('exchange')],
    ['queued', noAnswer('connect')],
  ] as const)('wait behind one that is %s; other conversations do not', async (state, result) => {
    const stand = createStand();
    const [first, second] = await stand.queue(...inLane('a', 1, 2));
    const [other] = await stand.queue(...inLane('b', 1));
    stand.answerWith(({ path }) => (path === `/${first}` ? result : answer(200)));
    await stand.run();
    expect((await stand.delivery(first)).state).toBe(state);
    expect((await stand.delivery(second)).state).toBe('queued');
    expect((await stand.delivery(other)).state).toBe('delivered');
  });

  it('go on behind one that was refused', async () => {
    const stand = createStand();
    const [first, second] = await stand.queue(...inLane('a', 1, 2));
    stand.answerWith(({ path }) => answer(path === `/${first}` ? 409 : 200));
    await stand.run();
    expect((await stand.delivery(second)).state).toBe('delivered');
  });
});

describe('a run', () => {
  /** How many requests were under way at once, at most, overall and per system. */
  const crowded = () => {
    const underWay = new Map<string, number>();
    const most: Record<string, number> = {};
    const count = (key: string, by: number) => {
      const now = (underWay.get(key) ?? 0) + by;
      underWay.set(key, now);
      most[key] = Math.max(most[key] ?? 0, now);
    };
    const answering = async (_request: unknown, { id }: { id: string }) => {
      for (const key of ['all', id]) count(key, 1);
      await new Promise((turn) => setImmediate(turn));
      for (const key of ['all', id]) count(key, -1);
      return answer(200);
    };
    return { most, answering };
  };

  it('keeps to the rate of each system, and to its own', async () => {
    const { most, answering } = crowded();
    const systems = [{ id: 'slow-sys', organization: 'cpi-borgoverde', adapter: 'fake', in_flight_max: 2 }];
    const stand = createStand({ answering, systems });
    await stand.queue(...Array.from({ length: 20 }, () => ({ system: 'slow-sys' })));
    await stand.queue(...Array.from({ length: 20 }, () => ({ system: 'cpi-sil' })));
    await stand.queue(...Array.from({ length: 20 }, () => ({ system: 'asl-fhir' })));
    expect(await stand.run({ inFlightPerSystemMax: 5, inFlightMax: 8 })).toMatchObject({ delivered: 60 });
    expect(most['slow-sys']).toBe(2);
    expect(most['cpi-sil']).toBe(5);
    expect(most.all).toBe(8);
  });

  it('claims no more for a system that already has a queue here', async () => {
    const claimed: (readonly string[])[] = [];
    const stand = createStand({
      wrap: (store) => ({
        ...store,
        claim: (ask) => {
          claimed.push(ask.exceptSystems);
          return store.claim(ask);
        },
      }),
    });
    await stand.queue(...Array.from({ length: 12 }, () => ({})));
    await stand.run({ claimLimit: 8, inFlightPerSystemMax: 1 });
    expect(claimed).toContainEqual(['cpi-sil']);
  });

  it('is bounded in count', async () => {
    const stand = createStand();
    await stand.queue({}, {}, {}, {}, {});
    expect(await stand.run({ deliveriesPerRunMax: 3 })).toMatchObject({ claimed: 3, delivered: 3, more: true });
    expect(await stand.run({ deliveriesPerRunMax: 3 })).toMatchObject({ claimed: 2, delivered: 2, more: false });
  });

  it('is bounded in time: what has not begun is given back untouched', async () => {
    const stand = createStand();
    stand.answerWith(() => {
      stand.pass(30_000);
      return answer(200);
    });
    await stand.queue({}, {}, {});
    const report = await stand.run({ runMsMax: 20_000, inFlightPerSystemMax: 1, leaseMs: 1_000_000 });
    expect(report).toMatchObject({ claimed: 3, delivered: 1, released: 2, more: true });
    expect((await stand.deliveries()).map(({ state }) => state).toSorted()).toEqual(['delivered', 'queued', 'queued']);
  });

  it('gives back what waited so long that its lease is too short, and takes it anew', async () => {
    const stand = createStand();
    stand.answerWith(() => {
      stand.pass(145_000);
      return answer(200);
    });
    await stand.queue({}, {});
    const report = await stand.run({ inFlightPerSystemMax: 1, leaseMs: 180_000, runMsMax: 1_000_000 });
    expect(report).toMatchObject({ claimed: 3, delivered: 2, released: 1 });
  });

  it('begins nothing once it is told to stop, and finishes what is under way', async () => {
    const stop = new AbortController();
    const stand = createStand({
      answering: async () => {
        stop.abort();
        return answer(200);
      },
    });
    await stand.queue({}, {}, {});
    expect(await stand.run({ inFlightPerSystemMax: 1 }, stop.signal)).toMatchObject({ delivered: 1, released: 2 });
  });

  it('takes up what the last one queued as it finished, while the store was asked for more', async () => {
    const answering = Promise.withResolvers<void>();
    let claims = 0;
    const stand = createStand({
      answering: async (wire) => {
        if (wire.path === `/${first}`) await answering.promise;
        return answer(200);
      },
      wrap: (bare) => ({
        ...bare,
        claim: async (ask) => {
          const batch = await bare.claim(ask);
          claims += 1;
          if (claims !== 2) return batch;
          // The store has said that there is nothing; then the first one ends, and leaves another to be sent.
          answering.resolve();
          await stand.queue({});
          while ((await bare.delivery(first))?.state !== 'delivered') await new Promise(setImmediate);
          for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
          return batch;
        },
      }),
    });
    const [first = ''] = await stand.queue({});
    expect(await stand.run()).toMatchObject({ delivered: 2, claimed: 2 });
  });

  it('with nothing due does nothing', async () => {
    const stand = createStand();
    await stand.queue({ due_at: '2026-11-20T09:00:01.000Z' });
    expect(await stand.run()).toEqual({
      recovered: 0,
      claimed: 0,
      delivered: 0,
      refused: 0,
      deferred: 0,
      unknown: 0,
      withheld: 0,
      released: 0,
      lost: 0,
      more: false,
    });
  });
});
