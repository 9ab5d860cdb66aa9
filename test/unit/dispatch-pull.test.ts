import { describe, expect, it } from 'vitest';
import { dispatchLimits, rerun } from '../../src/dispatch/index.ts';
import type { Adapter, Step, Store } from '../../src/ports.ts';
import { createStand, noAnswer, request, verdictOf } from './dispatch-stand.ts';
import { createPullPartner, pullSystem, replied, seeOther } from './pull-partner.ts';

const minutes = 60_000;
const days = 24 * 60 * minutes;
const waiting = { state: 'queued', code: 'dispatch/awaiting-result' };

async function queued(given: { adapter?: Partial<Adapter>; wrap?: (store: Store) => Store } = {}) {
  const partner = createPullPartner();
  const stand = createStand({ ...given, patterned: true, systems: [pullSystem], answering: partner.answer });
  const [id = ''] = await stand.queue({ system: pullSystem.id });
  return { partner, stand, id };
}

/** An operator has it run once more. */
async function rerunNow(stand: ReturnType<typeof createStand>, id: string): Promise<void> {
  const decided = rerun(await stand.delivery(id), 'riprovare', stand.now());
  if (decided.refused) throw new Error(decided.detail);
  const { settlement, guard, record } = decided;
  const exchange = stand.sample.exchange(record);
  await stand.store.commit({ exchanges: [exchange], settlements: [settlement], guards: [guard] });
}

describe('a partner that answers later (NONBLOCK_PULL_REST)', () => {
  it('is asked for its result, which is the answer to the request; the request is sent once', async () => {
    const { partner, stand, id } = await queued();
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ ...waiting, attempts: 1 });
    stand.pass(10 * minutes);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject(waiting);
    partner.finish();
    stand.pass(30 * minutes);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered', code: 'fake/200', attempts: 3 });
    expect(partner.asked).toEqual(['POST /id', 'GET /stati/1', 'GET /stati/1', 'GET /esiti/1']);
    expect(await stand.outcomes(id)).toEqual(['deferred', 'deferred', 'delivered']);
  });

  it('is not asked before the time it named, nor later than is reasonable when it names none', async () => {
    const { partner, stand, id } = await queued();
    await stand.run();
    stand.pass(2 * minutes - 1);
    await stand.run();
    expect(partner.asked).toHaveLength(1);
    partner.tellRetryAfter(undefined);
    stand.pass(1 * minutes);
    await stand.run();
    expect(partner.asked).toHaveLength(2);
    const { due_at = '' } = await stand.delivery(id);
    expect(Date.parse(due_at) - Date.parse(stand.now())).toBeLessThanOrEqual(dispatchLimits.backoffCapMs);
    partner.tellRetryAfter('999999999');
    stand.pass(dispatchLimits.backoffCapMs);
    await stand.run();
    const bounded = (await stand.delivery(id)).due_at ?? '';
    expect(Date.parse(bounded) - Date.parse(stand.now())).toBeLessThanOrEqual(
      dispatchLimits.retryAfterMsMax + dispatchLimits.backoffCapMs,
    );
  });

  it.each([
    ['/api/stati/1', 'GET /stati/1'],
    ['stati/1', 'GET /stati/1'],
    ['https://sil.example.it/api/stati/1?k=v', 'GET /stati/1?k=v'],
  ])('may say where as %s', async (location, asked) => {
    const { partner, stand } = await queued();
    partner.tellLocation(location);
    await stand.run();
    stand.pass(10 * minutes);
    await stand.run();
    expect(partner.asked.at(-1)).toBe(asked);
  });

  it.each([
    'https://elsewhere.example/api/stati/1',
    'http://sil.example.it/api/stati/1',
    '//elsewhere.example/api/stati/1',
    '/altro/stati/1',
    '/api/../altro',
    '/api/%2e%2e/altro',
    '/api/..%2faltro',
    '/api/stati/..%5C..%5caltro',
    '/apix/stati',
    'https://a:b@sil.example.it/api/stati/1',
    '/api/stati/RSSMRA80A41H501Y',
    '/api/stati/x_rssmra-80a41-h501y/1',
    `/api/${'x'.repeat(3000)}`,
  ])('does not lead out: %s', async (location) => {
    const { partner, stand, id } = await queued();
    partner.tellLocation(location);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'unknown', code: 'dispatch/answer-elsewhere' });
    stand.pass(days);
    await stand.run();
    expect(partner.asked).toEqual(['POST /id']);
  });

  it('does not lead out at its end either', async () => {
    const { partner, stand, id } = await queued();
    await stand.run();
    partner.answerStatus(seeOther('https://elsewhere.example/esiti/1'));
    stand.pass(10 * minutes);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'unknown', code: 'dispatch/answer-elsewhere' });
    expect(partner.asked).toEqual(['POST /id', 'GET /stati/1']);
  });

  it.each([404, 410])(
    'whose status is gone (%i) leaves an unknown outcome, and a rerun sends again',
    async (status) => {
      const { partner, stand, id } = await queued();
      await stand.run();
      partner.answerStatus(replied(status));
      stand.pass(10 * minutes);
      await stand.run();
      expect(await stand.delivery(id)).toMatchObject({ state: 'unknown', code: 'dispatch/result-lost' });
      expect(partner.taken()).toBe(1);
      await rerunNow(stand, id);
      await stand.run();
      expect(partner.taken()).toBe(2);
    },
  );

  it('whose result is gone leaves an unknown outcome', async () => {
    const { partner, stand, id } = await queued();
    await stand.run();
    partner.finish('/api/esiti/1', replied(410));
    stand.pass(10 * minutes);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'unknown', code: 'dispatch/result-lost' });
  });

  it.each([
    ['does not answer', noAnswer('exchange')],
    ['is not there', noAnswer('connect')],
    ['fails', replied(503)],
    ['does not let us in', replied(401)],
    ['has moved', noAnswer('redirect', '307')],
  ])('that %s while it is asked is asked again; the request is not repeated', async (_what, status) => {
    const { partner, stand, id } = await queued();
    await stand.run();
    partner.answerStatus(status);
    stand.pass(10 * minutes);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject(waiting);
    partner.finish();
    stand.pass(60 * minutes);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered' });
    expect(partner.taken()).toBe(1);
  });

  it('that never finishes ends as unknown, in sight of an operator, and not before its time', async () => {
    const { stand, partner, id } = await queued();
    const start = Date.parse(stand.now());
    for (let hours = 0; hours < 24 * 8; hours += 1) {
      await stand.run();
      const { state } = await stand.delivery(id);
      if (state !== 'queued') break;
      stand.pass(60 * minutes);
    }
    expect(await stand.delivery(id)).toMatchObject({ state: 'unknown', code: 'dispatch/never-finished' });
    expect(Date.parse(stand.now()) - start).toBeGreaterThanOrEqual(dispatchLimits.awaitResultMsMax);
    expect(partner.taken()).toBe(1);
    expect(await stand.store.listDeliveries({ state: 'unknown' }, null, 10)).toMatchObject({ items: [{ id }] });
    expect(await stand.store.circuits()).toEqual([]);

    await rerunNow(stand, id);
    partner.finish();
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered' });
    expect(partner.taken()).toBe(1);
  });

  it('may refuse in its result, as the adapter reads it', async () => {
    const conflict = (): Step => ({
      send: request('/notify'),
      effect: true,
      next: ({ status }) => ({
        verdict: { outcome: status === 207 ? 'refused' : 'unknown', code: 'fake/no', detail: 'No.' },
      }),
    });
    const { partner, stand, id } = await queued({ adapter: { write: conflict } });
    await stand.run();
    partner.finish('/api/esiti/1', replied(207));
    stand.pass(10 * minutes);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'refused', code: 'fake/no' });
  });

  it('that says in its result that it could not is sent the request again', async () => {
    const later = (): Step => ({
      send: request('/notify'),
      effect: true,
      next: ({ status }) => ({
        verdict: { outcome: status === 203 ? 'deferred' : 'delivered', code: `fake/${status}`, detail: 'So.' },
      }),
    });
    const { partner, stand, id } = await queued({ adapter: { write: later } });
    await stand.run();
    partner.finish('/api/esiti/1', replied(203));
    stand.pass(10 * minutes);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'queued', code: 'fake/203' });
    partner.finish();
    stand.pass(60 * minutes);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject(waiting);
    stand.pass(60 * minutes);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered', code: 'fake/200' });
    expect(partner.taken()).toBe(2);
  });

  it('answers a 202 without a Location as any partner does', async () => {
    const stand = createStand({ patterned: true, systems: [pullSystem], answering: () => replied(202) });
    const [id] = await stand.queue({ system: pullSystem.id });
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'unknown', code: 'fake/202' });
  });
});

describe('a conversation of which each step is answered later', () => {
  const steps = (): Step => ({
    send: request('/find'),
    effect: false,
    next: () => ({ send: request('/notify'), effect: true, next: verdictOf }),
  });

  it('is taken up where it was, and its effect is sent once', async () => {
    const { partner, stand, id } = await queued({ adapter: { write: steps } });
    partner.tellLocation('/api/stati/cerca');
    await stand.run();
    partner.finish('/api/esiti/1');
    partner.tellLocation('/api/stati/notifica');
    for (let runs = 0; runs < 3; runs += 1) {
      stand.pass(60 * minutes);
      await stand.run();
    }
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered' });
    expect(partner.asked.filter((each) => each.startsWith('POST'))).toEqual(['POST /find', 'POST /notify']);
  });

  it('does not send its effect again when the look-up before it fails meanwhile', async () => {
    const { partner, stand, id } = await queued({ adapter: { write: steps } });
    partner.finish('/api/esiti/1');
    await stand.run();
    stand.pass(60 * minutes);
    await stand.run();
    expect(partner.taken()).toBe(2);
    partner.answerStatus(replied(404));
    stand.pass(60 * minutes);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject(waiting);
    partner.finish('/api/esiti/1');
    for (let runs = 0; runs < 3; runs += 1) {
      stand.pass(60 * minutes);
      await stand.run();
    }
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered' });
    expect(partner.asked.filter((each) => each === 'POST /notify')).toHaveLength(1);
  });
});

describe('a partner that is asked how a referral fares, and answers later', () => {
  it('is asked anew each time', async () => {
    const everyMs = 24 * 60 * minutes;
    const follow = {
      everyMs,
      timesMax: 5,
      write: (): Step => ({ send: request('/how'), effect: false, next: verdictOf }),
    };
    const partner = createPullPartner();
    const stand = createStand({
      adapter: { follow },
      patterned: true,
      systems: [pullSystem],
      answering: partner.answer,
    });
    const [id] = await stand.queue({ system: pullSystem.id, task: 'follow' });
    partner.finish();
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject(waiting);
    stand.pass(60 * minutes);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'queued', code: 'fake/200' });
    stand.pass(everyMs);
    await stand.run();
    expect(partner.asked).toEqual(['POST /how', 'GET /stati/1', 'GET /esiti/1', 'POST /how']);
  });
});

describe('a process that dies while a partner works', () => {
  const leaseMs = 181_000;

  it.each(['commit', 'keep'] as const)('before its %s: the request is not sent again', async (dies) => {
    let dead = true;
    const wrap = (store: Store): Store => ({
      ...store,
      [dies]: async (...given: never[]) => {
        if (dead) throw new Error('the process is gone');
        return Reflect.apply(store[dies], store, given);
      },
    });
    const { partner, stand, id } = await queued({ wrap });
    await stand.run();
    dead = false;
    stand.pass(leaseMs);
    await stand.run();
    // Without its Location nobody can know; with it, the partner is asked.
    expect(await stand.delivery(id)).toMatchObject(dies === 'keep' ? { state: 'unknown' } : waiting);
    partner.finish();
    stand.pass(60 * minutes);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: dies === 'keep' ? 'unknown' : 'delivered' });
    expect(partner.taken()).toBe(1);
  });

  it('after it read the result and before it wrote it down: the result is read once more', async () => {
    let dead = false;
    const wrap = (store: Store): Store => ({
      ...store,
      commit: async (unit) => {
        if (dead) throw new Error('the process is gone');
        return store.commit(unit);
      },
    });
    const { partner, stand, id } = await queued({ wrap });
    await stand.run();
    partner.finish();
    dead = true;
    stand.pass(10 * minutes);
    await stand.run();
    dead = false;
    stand.pass(leaseMs);
    await stand.run();
    stand.pass(60 * minutes);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered' });
    expect(partner.taken()).toBe(1);
  });

  it('while it sends once more: what an earlier round left is not taken for the answer to this one', async () => {
    let dead = false;
    const wrap = (store: Store): Store => ({
      ...store,
      commit: async (unit) => {
        if (dead) throw new Error('the process is gone');
        return store.commit(unit);
      },
    });
    const write = (): Step => ({
      send: request('/notify'),
      effect: true,
      next: () => ({ verdict: { outcome: 'deferred', code: 'fake/later', detail: 'So.' } }),
    });
    const { partner, stand, id } = await queued({ wrap, adapter: { write } });
    await stand.run();
    partner.finish();
    stand.pass(10 * minutes);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'queued', code: 'fake/later' });
    dead = true;
    stand.answerWith(() => noAnswer('exchange'));
    stand.pass(60 * minutes);
    await stand.run();
    dead = false;
    stand.pass(leaseMs);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'unknown', code: 'dispatch/interrupted' });
  });

  it('is followed by another replica, which asks where the first was told to', async () => {
    const { partner, stand, id } = await queued();
    await stand.run();
    const second = createStand({
      patterned: true,
      systems: [pullSystem],
      answering: partner.answer,
      beside: { store: stand.store, series: 7 },
    });
    second.pass(10 * minutes);
    stand.pass(10 * minutes);
    partner.finish();
    await Promise.all([stand.run(), second.run()]);
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered' });
    expect(partner.asked).toEqual(['POST /id', 'GET /stati/1', 'GET /esiti/1']);
  });
});
