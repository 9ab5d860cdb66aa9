import { describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/ports.ts';
import { answer, at, createStand, seconds } from './dispatch-stand.ts';

const leaseMs = 180_000;
const lease = '019aa3c0-ffff-7000-8000-000000000001';

/** A delivery whose holder died after it had gone so far. */
const abandonedAt = async (step: 'none' | 'lookup' | 'effect', adapter: Partial<Adapter> = {}) => {
  const stand = createStand({ adapter });
  const [id = ''] = await stand.queue({});
  await stand.store.claim({ now: at, lease, leaseUntil: seconds(180), limit: 1, exceptSystems: [] });
  if (step !== 'none') await stand.store.markSent(id, lease, step, at);
  return { stand, id };
};

describe('a lease that ran out', () => {
  it.each([
    ['none', false, 'delivered', 1],
    ['lookup', false, 'queued', 0],
    ['effect', false, 'unknown', 0],
    ['none', true, 'delivered', 1],
    ['effect', true, 'queued', 0],
  ] as const)('after %s, with a partner who knows repeats (%s): %s', async (step, deduplicates, state, sent) => {
    const { stand, id } = await abandonedAt(step, { deduplicates });
    stand.pass(leaseMs);
    expect(await stand.run()).toMatchObject({ recovered: 1 });
    expect(await stand.delivery(id)).toMatchObject({ state });
    expect(stand.sent).toHaveLength(sent);
  });

  it.each([
    ['lookup', 'deferred'],
    ['effect', 'unknown'],
  ] as const)('leaves its record in the ledger when something was sent (%s)', async (step, outcome) => {
    const { stand, id } = await abandonedAt(step);
    stand.pass(leaseMs);
    await stand.run();
    expect(await stand.outcomes(id)).toEqual([outcome]);
    expect(await stand.delivery(id)).toMatchObject({ code: 'dispatch/interrupted' });
  });

  it('after a look-up is soon tried again', async () => {
    const { stand, id } = await abandonedAt('lookup');
    stand.pass(leaseMs);
    await stand.run();
    stand.pass(1_000);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered' });
  });

  it('is let be as long as it runs', async () => {
    const { stand, id } = await abandonedAt('effect');
    stand.pass(leaseMs - 1);
    expect(await stand.run()).toMatchObject({ recovered: 0, claimed: 0 });
    expect(await stand.delivery(id)).toMatchObject({ state: 'leased' });
  });

  it('is sent again by the message id it had, where the partner knows repeats', async () => {
    const { stand, id } = await abandonedAt('effect', { deduplicates: true });
    stand.pass(leaseMs);
    await stand.run();
    stand.pass(60_000);
    await stand.run();
    expect(stand.sent).toEqual([`/${id}`]);
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered' });
  });

  it('does not let its late holder send or settle', async () => {
    const stand = createStand();
    const [id = ''] = await stand.queue({});
    stand.answerWith(async () => {
      stand.pass(leaseMs);
      // Another process recovers it while the answer is on its way.
      await stand.store.release([{ id, lease: await leaseOf(id) }], stand.now());
      return answer(200);
    });
    const leaseOf = async (delivery: string) =>
      (await stand.store.expiredLeases(stand.now(), 10)).find((expired) => expired.id === delivery)?.lease ?? '';
    expect(await stand.run({ deliveriesPerRunMax: 1 })).toMatchObject({ lost: 1, delivered: 0 });
    expect(await stand.delivery(id)).toMatchObject({ state: 'queued' });
    expect(await stand.outcomes(id)).toEqual([]);
  });

  it('of a delivery that the gate denies by now is unknown all the same', async () => {
    const stand = createStand({
      adapter: { deduplicates: true },
      prepare: ({ exchange }) => ({ permitted: false, exchange, code: 'gate/withdrawn', detail: 'Nothing was sent.' }),
    });
    const [id = ''] = await stand.queue({});
    await stand.store.claim({ now: at, lease, leaseUntil: seconds(180), limit: 1, exceptSystems: [] });
    await stand.store.markSent(id, lease, 'effect', at);
    stand.pass(leaseMs);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'unknown', code: 'dispatch/interrupted' });
  });

  it('is recovered once by two dispatchers', async () => {
    const { stand, id } = await abandonedAt('effect');
    stand.pass(leaseMs);
    await Promise.all([stand.run(), stand.run()]);
    expect(await stand.outcomes(id)).toEqual(['unknown']);
  });
});
