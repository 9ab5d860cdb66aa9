import { describe, expect, it } from 'vitest';
import { deliveryStates } from '../../contracts/canonical/delivery.ts';
import { rerun, resolve } from '../../src/dispatch/index.ts';
import type { Refusal } from '../../src/ports.ts';
import { answer, createStand, noAnswer, seconds } from './dispatch-stand.ts';

const settled = async (result = noAnswer('exchange')) => {
  const stand = createStand({ answering: () => result });
  const [id, next] = await stand.queue({ lane: 'a', version: 1 }, { lane: 'a', version: 2 });
  await stand.run({ deliveriesPerRunMax: 1 });
  stand.answerWith(() => answer(200));
  /** Writes the decision as the operators' verbs do. */
  const decide = async (decided: ReturnType<typeof rerun>) => {
    if (decided.refused) throw new Error(decided.detail);
    const { settlement, guard, record } = decided;
    return stand.store.commit({
      exchanges: [stand.sample.exchange(record)],
      settlements: [settlement],
      guards: [guard],
    });
  };
  return { stand, id, next, decide, delivery: () => stand.delivery(id) };
};

const refusal = (decided: { readonly refused: boolean }) => (decided.refused ? (decided as Refusal).code : 'allowed');

describe('a rerun', () => {
  it('queues a refused delivery once more, with the reason', async () => {
    const { stand, delivery, decide } = await settled(answer(409));
    await decide(rerun(await delivery(), 'il CPI ha corretto la scheda', seconds(5)));
    expect(await delivery()).toMatchObject({
      state: 'queued',
      code: 'operator/rerun',
      detail: 'An operator decided: il CPI ha corretto la scheda',
      due_at: seconds(5),
    });
    stand.pass(5_000);
    await stand.run();
    expect(await delivery()).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  it('of an unknown one that is not taken again does not forget that it may have been taken before', async () => {
    const { stand, delivery, decide } = await settled();
    await decide(rerun(await delivery(), 'riprovare', seconds(0)));
    const [claimed] = await stand.store.claim({
      now: seconds(0),
      lease: stand.sample.newId(),
      leaseUntil: seconds(60),
      limit: 1,
      exceptSystems: [],
    });
    expect(claimed).toMatchObject({ sent_step: 'effect' });
  });

  it('is for what is settled and was not taken', async () => {
    const { delivery } = await settled();
    const seen = await delivery();
    const allowed = deliveryStates.filter((state) => refusal(rerun({ ...seen, state }, 'x', seconds(0))) === 'allowed');
    expect(allowed).toEqual(['refused', 'unknown', 'withheld', 'abandoned']);
    expect(refusal(rerun({ ...seen, state: 'delivered' }, 'x', seconds(0)))).toBe('delivery/not-settled');
  });

  it('is decided by one operator, not by two at once', async () => {
    const { delivery, decide } = await settled();
    const seen = await delivery();
    expect(await decide(resolve(seen, 'abandoned', 'inviato per posta', seconds(5)))).toEqual({ committed: true });
    expect(await decide(rerun(seen, 'riprovare', seconds(5)))).toEqual({
      committed: false,
      conflict: 'delivery_state',
    });
    expect(await delivery()).toMatchObject({ state: 'abandoned' });
  });
});

describe('resolving an unknown delivery', () => {
  it.each(['delivered', 'abandoned'] as const)('as %s frees the conversation', async (as) => {
    const { stand, next, delivery, decide } = await settled();
    await stand.run();
    expect((await stand.delivery(next)).state).toBe('queued');
    await decide(resolve(await delivery(), as, 'confermato al telefono', seconds(5)));
    await stand.run();
    expect(await delivery()).toMatchObject({ state: as, code: `operator/${as}` });
    expect((await stand.delivery(next)).state).toBe('delivered');
  });

  it('is for unknown ones only', async () => {
    const { delivery } = await settled();
    const seen = await delivery();
    const allowed = deliveryStates.filter(
      (state) => refusal(resolve({ ...seen, state }, 'delivered', 'x', seconds(0))) === 'allowed',
    );
    expect(allowed).toEqual(['unknown']);
  });
});
