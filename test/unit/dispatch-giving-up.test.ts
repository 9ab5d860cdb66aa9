import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../src/dispatch/backoff.ts';
import { dispatchLimits } from '../../src/dispatch/index.ts';
import type { Verdict } from '../../src/ports.ts';
import { answer, createStand, noAnswer, request, seconds } from './dispatch-stand.ts';

const limits = { backoffBaseMs: 1_000, backoffCapMs: 60_000, retryAfterMsMax: 3_600_000 };

describe('backing off', () => {
  it.each([
    [1, 0, 0],
    [1, 0.5, 500],
    [2, 0.5, 1_000],
    [3, 0.999, 3_996],
    [7, 0.5, 30_000],
    [500, 0.5, 30_000],
    [0, 0.5, 500],
  ])('after attempt %i with the lot %f waits %i ms', (attempts, random, ms) => {
    expect(backoffMs(attempts, random, undefined, limits)).toBe(ms);
  });

  it.each([
    [10_000, 10_500],
    [-5, 500],
    [86_400_000, 3_600_500],
  ])('when the partner asks for %i ms waits %i ms', (retryAfterMs, ms) => {
    expect(backoffMs(1, 0.5, retryAfterMs, limits)).toBe(ms);
  });

  it('is what a deferred delivery waits', async () => {
    const wish: Verdict = { outcome: 'deferred', code: 'fake/quota', detail: 'Quota.', retryAfterMs: 60_000 };
    const stand = createStand({
      adapter: { write: () => ({ send: request('/'), effect: true, next: () => ({ verdict: wish }) }) },
    });
    const [id] = await stand.queue({});
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'queued', due_at: seconds(61) });
  });
});

describe('a delivery that is never taken', () => {
  const perHour = 3_600_000;
  const daysDown = async (hours: number, deduplicates = false, first = noAnswer('connect')) => {
    const stand = createStand({ adapter: { deduplicates }, answering: () => first });
    const [id] = await stand.queue({});
    await stand.run();
    stand.answerWith(() => noAnswer('connect'));
    for (let hour = 0; hour < hours; hour += 1) {
      stand.pass(perHour);
      await stand.run();
    }
    return { stand, id };
  };

  it('is not given up over a weekend', async () => {
    const { stand, id } = await daysDown(71);
    expect(await stand.delivery(id)).toMatchObject({ state: 'queued' });
    stand.answerWith(() => answer(200));
    stand.pass(perHour - 1);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered' });
  });

  it('is given up in the end, and says what came last', async () => {
    const { stand, id } = await daysDown(73);
    const delivery = await stand.delivery(id);
    expect(delivery).toMatchObject({ state: 'refused', code: 'dispatch/gave-up' });
    expect(delivery.detail).toContain('dispatch/not-connected');
  });

  it('gets a fair number of attempts, however old it was when the gateway came back', async () => {
    const stand = createStand({ answering: () => noAnswer('connect') });
    const [id] = await stand.queue({});
    stand.pass(30 * 24 * perHour);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'queued' });
  });

  it('is unknown in the end when one attempt may have been taken', async () => {
    const { stand, id } = await daysDown(73, true, noAnswer('exchange'));
    expect(await stand.delivery(id)).toMatchObject({ state: 'unknown', code: 'dispatch/not-connected' });
  });

  it('is given up after far too many attempts, however young', async () => {
    const stand = createStand({ answering: () => answer(503), random: 0 });
    const [id] = await stand.queue({});
    await stand.run({ attemptsMax: 5, failuresMax: 1000 });
    expect(await stand.delivery(id)).toMatchObject({ state: 'refused', code: 'dispatch/gave-up', attempts: 5 });
  });

  it('has limits that make sense together', () => {
    const { leaseMs, requestTimeoutMs, settleMs, backoffCapMs, ageMsMax, attemptsMax } = dispatchLimits;
    expect(leaseMs).toBeGreaterThan(2 * (requestTimeoutMs + settleMs));
    expect(attemptsMax * (backoffCapMs / 2)).toBeGreaterThan(ageMsMax);
  });
});
