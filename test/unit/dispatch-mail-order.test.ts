import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../contracts/canonical/delivery.ts';
import { rerun, resolve } from '../../src/dispatch/index.ts';
import type { MailResult } from '../../src/ports.ts';
import { createMailStand, relayed, startRelay } from './dispatch-mail-stand.ts';
import { seconds } from './dispatch-stand.ts';

const meeting = '019aa3c0-0009-7000-8000-000000000001';
const line = (member: string, version: number, more: object = {}) => ({
  convocation_id: meeting,
  member,
  version,
  ...more,
});
const cut: MailResult = { answered: false, at: 'after_dot', code: 'closed' };
const putOff: MailResult = { answered: true, at: 'envelope', reply: 450 };

describe('the mails to one member', () => {
  it('leave one after the other: a cancellation never overtakes its invitation', async () => {
    const relay = await startRelay({ dot: { reply: 452 } });
    const stand = createMailStand({ sendMail: relay.send });
    const [invitation, cancellation] = await stand.mail(line('a', 1), line('a', 2, { event: 'cancellation' }));
    await stand.run();
    expect(await stand.delivery(invitation)).toMatchObject({ state: 'queued', attempts: 1 });
    expect(await stand.delivery(cancellation)).toMatchObject({ state: 'queued', attempts: 0 });
    relay.follow({});
    stand.pass(3_600_000);
    await stand.run();
    expect(relay.subjects()).toEqual([`${invitation}/2`, `${cancellation}/1`]);
  });

  it.each([
    ['is put off', putOff, 'queued'],
    ['is uncertain', cut, 'unknown'],
  ] as const)(
    'wait behind one that %s; those to others, and the certified ones, do not',
    async (_what, result, state) => {
      const stand = createMailStand();
      const pec = { system: 'pec-relay', lane: `${meeting}:a:pec` };
      const [first, behind, other, certified] = await stand.mail(
        line('a', 1),
        line('a', 2),
        line('b', 1),
        line('a', 1, pec),
      );
      stand.sendWith(async ({ message_id }) => (message_id === first ? result : relayed));
      await stand.run();
      const states = await Promise.all(
        [first, behind, other, certified].map(async (id) => (await stand.delivery(id)).state),
      );
      expect(states).toEqual([state, 'queued', 'delivered', 'delivered']);
    },
  );

  it('go on behind one that was refused', async () => {
    const stand = createMailStand();
    const [first, second] = await stand.mail(line('a', 1), line('a', 2));
    stand.sendWith(async ({ message_id }) =>
      message_id === first ? { answered: true, at: 'envelope', reply: 550 } : relayed,
    );
    await stand.run();
    expect((await stand.delivery(second)).state).toBe('delivered');
  });
});

describe('a mail that may have been taken', () => {
  const uncertain = async () => {
    const stand = createMailStand({ sendMail: async () => cut });
    const [id, behind] = await stand.mail(line('a', 1), line('a', 2));
    await stand.run();
    /** Writes the decision as the operators' verbs do. */
    const decide = async (how: (delivery: Delivery) => ReturnType<typeof rerun>) => {
      const decided = how(await stand.delivery(id));
      if (decided.refused) throw new Error(decided.detail);
      const { settlement, guard, record } = decided;
      const exchange = stand.sample.exchange(record);
      await stand.store.commit({ exchanges: [exchange], settlements: [settlement], guards: [guard] });
      return stand.store.exchange(exchange.id);
    };
    return { stand, id, behind, decide };
  };

  it('is never sent again by itself, however long one waits', async () => {
    const { stand, id } = await uncertain();
    stand.sendWith(async () => relayed);
    for (let days = 0; days < 5; days += 1) {
      stand.pass(24 * 3_600_000);
      await stand.run();
    }
    expect(stand.handed).toEqual([id]);
    expect((await stand.deliveries()).filter(({ state }) => state === 'unknown').map((each) => each.id)).toEqual([id]);
  });

  it('is sent once more when an operator says so, and the ledger says why and about which meeting', async () => {
    const { stand, id, behind, decide } = await uncertain();
    const record = await decide((seen) => rerun(seen, 'Il relay non ne sa nulla', seconds(0)));
    expect(record).toMatchObject({
      operation: 'delivery.rerun',
      convocation_id: meeting,
      delivery_id: id,
      system: 'mail-relay',
      reason: 'Il relay non ne sa nulla',
    });
    stand.sendWith(async () => relayed);
    await stand.run();
    expect(stand.handed).toEqual([id, id, behind]);
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  it('and is put off when it is sent once more ends as unknown, not as refused', async () => {
    const { stand, id, decide } = await uncertain();
    await decide((seen) => rerun(seen, 'riprovare', seconds(0)));
    stand.sendWith(async () => putOff);
    for (let attempt = 0; attempt < 14; attempt += 1) {
      await stand.run();
      stand.pass(8 * 3_600_000);
    }
    expect(await stand.delivery(id)).toMatchObject({ state: 'unknown' });
  });

  it.each([
    ['refused by the relay', async (): Promise<MailResult> => ({ answered: true, at: 'envelope', reply: 550 })],
    ['cut once more', async (): Promise<MailResult> => cut],
  ])('and is %s when it is sent once more is as unknown as before', async (_what, send) => {
    const { stand, id, decide } = await uncertain();
    await decide((seen) => rerun(seen, 'riprovare', seconds(0)));
    stand.sendWith(send);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'unknown' });
  });

  it.each(['delivered', 'abandoned'] as const)('frees its line when an operator says that it is %s', async (as) => {
    const { stand, id, behind, decide } = await uncertain();
    await decide((seen) => resolve(seen, as, 'visto nel registro del relay', seconds(0)));
    stand.sendWith(async () => relayed);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: as });
    expect((await stand.delivery(behind)).state).toBe('delivered');
  });
});
