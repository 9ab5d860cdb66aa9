import { describe, expect, it } from 'vitest';
import type { PreparedMail } from '../../src/dispatch/index.ts';
import { failedByData, rerun } from '../../src/dispatch/index.ts';
import type { ClaimedDelivery } from '../../src/ports.ts';
import { createMailStand, type Permitted, relayed } from './dispatch-mail-stand.ts';
import { seconds } from './dispatch-stand.ts';

const why = { code: 'mail/evidence/missing', detail: 'Nothing was sent.' };
const denied = (_: ClaimedDelivery, { exchange, alongside }: Permitted): PreparedMail => ({
  permitted: false,
  exchange: { ...exchange, permitted: false },
  alongside,
  ...why,
});

describe('a mail that the gate denies when it is due', () => {
  it('is withheld: nothing leaves, no link is laid, and the next of its line goes on', async () => {
    let first = true;
    const stand = createMailStand({
      prepare: (delivery, permitted) => {
        const now = first ? denied(delivery, permitted) : permitted;
        first = false;
        return now;
      },
    });
    const lane = { lane: 'a', member: 'a' };
    const [id, next] = await stand.mail({ ...lane, version: 1 }, { ...lane, version: 2 });
    expect(await stand.run()).toMatchObject({ withheld: 1, delivered: 1 });
    expect(await stand.delivery(id)).toMatchObject({ state: 'withheld', ...why });
    expect(await stand.outcomes(id)).toEqual(['withheld', 'withheld']);
    expect((await stand.delivery(id)).sent_at).toBeUndefined();
    expect(stand.handed).toEqual([next]);
    expect(await stand.store.link(`link-${id}-1`)).toBeNull();
  });

  it('is unknown where an earlier attempt may have been taken', async () => {
    let gate = (_: ClaimedDelivery, permitted: Permitted): PreparedMail => permitted;
    const stand = createMailStand({
      prepare: (delivery, permitted) => gate(delivery, permitted),
      sendMail: async () => ({ answered: false, at: 'after_dot', code: 'closed' }),
    });
    const [id] = await stand.mail({});
    await stand.run();
    const decided = rerun(await stand.delivery(id), 'riprovare', seconds(0));
    if (decided.refused) throw new Error(decided.detail);
    const { settlement, guard, record } = decided;
    const exchanges = [stand.sample.exchange(record)] as const;
    await stand.store.commit({ exchanges, settlements: [settlement], guards: [guard] });
    gate = denied;
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'unknown' });
    expect(stand.handed).toEqual([id]);
  });

  it('says of each case what became of it, also where the first is the one that was denied', async () => {
    const stand = createMailStand({
      prepare: (_, permitted) => ({
        ...permitted,
        exchange: { ...permitted.exchange, permitted: false },
        alongside: permitted.alongside.map((each) => ({ ...each, permitted: true })),
      }),
    });
    const [id] = await stand.mail({});
    await stand.run();
    expect((await stand.delivery(id)).state).toBe('delivered');
    expect(await stand.outcomes(id)).toEqual(['withheld', 'delivered']);
  });
});

describe('a mail that cannot be composed', () => {
  const broken = {
    prepare: (_: ClaimedDelivery, permitted: Permitted): PreparedMail => ({
      ...permitted,
      compose: async () => {
        throw new TypeError('Maria Rossi is not a function');
      },
    }),
  };

  it('is tried again and at last given up; nothing leaves, nobody else waits, and the log names nobody', async () => {
    const stand = createMailStand(broken);
    const [id] = await stand.mail({});
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'queued', code: 'mail/not-composed', attempts: 1 });
    expect(await stand.outcomes(id)).toEqual(['not_sent', 'withheld']);
    for (let attempt = 0; attempt < 14; attempt += 1) {
      stand.pass(8 * 3_600_000);
      await stand.run();
    }
    expect(await stand.delivery(id)).toMatchObject({ state: 'refused', code: 'dispatch/gave-up', attempts: 12 });
    expect(stand.handed).toEqual([]);
    expect((await stand.delivery(id)).sent_at).toBeUndefined();
    expect(JSON.stringify(stand.logged)).not.toContain('Maria Rossi');
    expect(stand.logged).toContainEqual({
      event: 'dispatch.threw',
      fields: { delivery_id: id, adapter: 'mail', error: 'TypeError' },
    });
  });

  it('is refused at once where its data are the reason, and the next mail of its line leaves', async () => {
    let first = true;
    const stand = createMailStand({
      prepare: (_, permitted) => {
        const compose = async () => {
          throw failedByData(new RangeError('Maria Rossi'));
        };
        const now = first ? { ...permitted, compose } : permitted;
        first = false;
        return now;
      },
    });
    const lane = { lane: 'a', member: 'a' };
    const [id, next] = await stand.mail({ ...lane, version: 1 }, { ...lane, version: 2 });
    expect(await stand.run()).toMatchObject({ refused: 1, delivered: 1 });
    expect(await stand.delivery(id)).toMatchObject({ state: 'refused', code: 'mail/not-composed', attempts: 1 });
    expect(stand.handed).toEqual([next]);
    expect(await stand.store.circuits()).toEqual([]);
    expect(JSON.stringify(stand.logged)).not.toContain('Maria Rossi');
    expect(stand.logged).toContainEqual({
      event: 'dispatch.threw',
      fields: { delivery_id: id, adapter: 'mail', error: 'RangeError' },
    });
  });

  it('says nothing about the relay', async () => {
    const stand = createMailStand(broken);
    await stand.mail(...Array.from({ length: 6 }, () => ({})));
    expect(await stand.run({ failuresMax: 3, inFlightPerSystemMax: 1 })).toMatchObject({ deferred: 6 });
    expect(await stand.store.circuits()).toEqual([]);
  });
});

describe('a mail whose permission is gone', () => {
  const composing = (meanwhile: (id: string) => Promise<unknown>) => ({
    prepare: (delivery: ClaimedDelivery, permitted: Permitted): PreparedMail => ({
      ...permitted,
      compose: async () => {
        await meanwhile(delivery.id);
        return permitted.compose();
      },
    }),
  });

  it('does not leave when the lease was lost before the first byte', async () => {
    let late = true;
    const stand: ReturnType<typeof createMailStand> = createMailStand(
      composing(async () => {
        if (!late) return;
        late = false;
        // Another dispatcher finds the lease run out, and gives the delivery back.
        const [held] = await stand.store.expiredLeases(seconds(1_000), 1);
        if (held !== undefined) await stand.store.release([held], seconds(0));
      }),
    );
    const [id] = await stand.mail({});
    expect(await stand.run({ deliveriesPerRunMax: 1 })).toMatchObject({ released: 1 });
    expect(stand.handed).toEqual([]);
    expect(await stand.store.link(`link-${id}-1`)).toBeNull();
    await stand.run();
    expect(stand.handed).toEqual([id]);
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  it('does not leave when composing took the time that sending needs', async () => {
    const stand: ReturnType<typeof createMailStand> = createMailStand(composing(async () => stand.pass(175_000)));
    const [id] = await stand.mail({});
    await stand.run({ deliveriesPerRunMax: 1 });
    expect(stand.handed).toEqual([]);
    const { state } = await stand.delivery(id);
    expect(state).not.toBe('delivered');
  });

  it('does not leave when what it stood on has changed, and is asked about again', async () => {
    const guards = [{ holds: 'network_version' as const, version: 1 }];
    const stand = createMailStand({
      prepare: ({ attempts }, permitted) => (attempts === 1 ? { ...permitted, guards } : permitted),
    });
    const [id] = await stand.mail({});
    expect(await stand.run({ deliveriesPerRunMax: 1 })).toMatchObject({ released: 1 });
    expect(stand.handed).toEqual([]);
    stand.pass(2_000);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered', attempts: 2 });
  });
});

describe('a sender that throws', () => {
  it('is no crash; what it had sent nobody knows', async () => {
    const stand = createMailStand();
    const [first, second] = await stand.mail({}, {});
    stand.sendWith(async ({ message_id }) => {
      if (message_id === first) throw new Error('anna.bianchi@comune.example.it');
      return relayed;
    });
    await stand.run();
    expect(await stand.delivery(first)).toMatchObject({ state: 'unknown', code: 'mail/uncertain' });
    expect(await stand.delivery(second)).toMatchObject({ state: 'delivered' });
    expect(JSON.stringify(stand.logged)).not.toContain('anna.bianchi');
  });
});

describe('a mail whose dispatcher died', () => {
  it.each([
    ['before it was marked', false, 'delivered'],
    ['after it was marked', true, 'unknown'],
  ] as const)('%s is found %s, whoever finds it', async (_what, marked, state) => {
    const stand = createMailStand();
    const [id = ''] = await stand.mail({});
    await stand.store.claim({ now: seconds(0), lease: 'dead', leaseUntil: seconds(60), limit: 1, exceptSystems: [] });
    if (marked) await stand.store.markSent(id, 'dead', 'effect', seconds(0));
    stand.pass(60_000);
    expect(await stand.run()).toMatchObject({ recovered: 1 });
    expect(await stand.delivery(id)).toMatchObject({ state });
    expect(stand.handed).toEqual(marked ? [] : [id]);
    expect(await stand.outcomes(id)).toEqual([state, 'withheld']);
  });
});
