import { afterAll, describe, expect, it } from 'vitest';
import { type Aftermath, forgetCompiled, playScene } from './scene.ts';

const orders = { referrals: 1, limits: { inFlightMax: 1, inFlightPerSystemMax: 1 }, later: true };

afterAll(forgetCompiled);

/** The delivery to the system that answers later, and which takes a repeat for a second referral. */
function awaited({ deliveries, takes }: Aftermath) {
  const [delivery] = deliveries.filter(({ system }) => system === 'asl-careful');
  return { delivery, taken: delivery === undefined ? 0 : (takes.get(delivery.id) ?? 0) };
}

const whole = await playScene({ ...orders, crash: null });
const calls = whole.traces.calls.map((name, index) => ({ name, number: index + 1 }));
const changing = ['store.commit', 'store.claim', 'store.markSent', 'partner.send', 'store.keep'];
const kills = calls.filter(({ name }) => changing.includes(name));

/** From the call that sends the request with the effect to the one that writes down where its answer will be. */
const keeping = calls.findIndex(({ name }) => name === 'store.keep');
const sending = calls.slice(0, keeping).findLastIndex(({ name }) => name === 'partner.send');
const isUncertain = (number: number) => number > sending && number <= keeping + 1;

describe('a partner that answers later', () => {
  it('is given the request once by a process and asked for its answer by the next', () => {
    expect(awaited(whole)).toMatchObject({ delivery: { state: 'delivered' }, taken: 1 });
    expect(kills.filter(({ name }) => name === 'store.keep').length).toBeGreaterThan(0);
  });
});

describe.concurrent('a process that is killed while a partner works', () => {
  it.each(kills)('before call $number, $name', async ({ number }) => {
    const aftermath = await playScene({ ...orders, crash: { before: 'call', number } });
    const { delivery, taken } = awaited(aftermath);
    if (delivery === undefined) return expect(aftermath.acknowledged).toEqual([]);
    expect(taken, 'no effect twice').toBeLessThanOrEqual(1);
    // Between the request and the Location nobody knows; before and after it is delivered.
    expect(delivery.state).toBe(isUncertain(number) ? 'unknown' : 'delivered');
    if (delivery.state === 'delivered') expect(taken, 'what is delivered was taken').toBe(1);
  });
});
