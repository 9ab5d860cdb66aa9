import { describe, expect, it } from 'vitest';
import { System } from '../../contracts/canonical/network.ts';
import { createPatternSend } from '../../src/dispatch/index.ts';
import type { Send, WireRequest } from '../../src/ports.ts';
import { answer, createStand, request, verdictOf } from './dispatch-stand.ts';
import { address, modi, replied } from './pull-partner.ts';

const pushSystem = { id: 'presto', organization: 'cpi-borgoverde', adapter: 'fake', address, modi: modi('push') };

describe('a partner that answers by callback (NONBLOCK_PUSH_REST)', () => {
  it.each([
    ['takes it with 202', 202, 'delivered', 'dispatch/taken'],
    ['takes it with an answer that the adapter knows', 200, 'delivered', 'fake/200'],
    ['says no', 409, 'refused', 'fake/409'],
    ['says nothing that anybody knows', 204, 'unknown', 'fake/204'],
  ])('and %s', async (_what, status, state, code) => {
    const stand = createStand({ patterned: true, systems: [pushSystem], answering: () => replied(status) });
    const [id] = await stand.queue({ system: pushSystem.id });
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state, code });
  });

  it('has not taken anything by a 202 to a look-up', async () => {
    const write = () => ({ send: request('/find'), effect: false, next: verdictOf });
    const stand = createStand({
      adapter: { write },
      patterned: true,
      systems: [pushSystem],
      answering: () => replied(202),
    });
    const [id] = await stand.queue({ system: pushSystem.id });
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'queued', code: 'fake/202' });
  });

  it('is the only one that is told where to bring its answer', async () => {
    const seen: WireRequest[] = [];
    const send: Send = async (wire) => {
      seen.push(wire);
      return answer(200);
    };
    const { store } = createStand();
    const patterned = createPatternSend({ send, store, now: () => '2026-11-20T09:00:00.000Z', publicUrl: 'https://r' });
    const limits = { timeoutMs: 1000, replyBytesMax: 1000 };
    for (const system of [pushSystem, { ...pushSystem, modi: modi('pull') }, { ...pushSystem, modi: undefined }])
      await patterned(request('/x'), System.parse(system), limits);
    expect(seen.map(({ headers }) => headers)).toEqual([{ 'X-ReplyTo': 'https://r/v1/inbound/presto' }, {}, {}]);
  });
});
