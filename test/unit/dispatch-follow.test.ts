import { describe, expect, it } from 'vitest';
import type { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import type { Adapter, Verdict } from '../../src/ports.ts';
import { answer, createStand, noAnswer, request, seconds } from './dispatch-stand.ts';

const everyMs = 3_600_000;
const accept: ReferralEventRequest = { type: 'accept', recipient_reference: 'CPI-1' };
const verdict: Verdict = { outcome: 'delivered', code: 'fake/asked', detail: 'Asked.', reports: [accept] };

const follow: Adapter['follow'] = {
  everyMs,
  timesMax: 3,
  write: () => ({ send: request('/status'), effect: false, next: () => ({ verdict }) }),
};

type Given = NonNullable<Parameters<typeof createStand>[0]>;

/** A referral that has been delivered, and whose follow-up is due in an hour. */
const delivered = async (given: Given = {}) => {
  const stand = createStand({ adapter: { follow }, ...given });
  const [id] = await stand.queue({});
  await stand.run();
  const followUp = async () => {
    const found = (await stand.deliveries()).filter(({ task }) => task === 'follow');
    if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} follow-ups`);
    return found[0];
  };
  return { stand, id, followUp };
};

describe('following a referral', () => {
  it('asks on behalf of who asked for the referral, as the delivery did', async () => {
    const stand = createStand({ adapter: { follow } });
    const asker = { acting_user: 'operatore-7', client: 'comune-app' };
    const [id] = await stand.queue(asker);
    await stand.run();
    stand.pass(everyMs);
    await stand.run();
    const [told, asked] = stand.onBehalf;
    expect(told).toMatchObject({
      ...asker,
      delivery_id: id,
      correlation_id: (await stand.delivery(id)).correlation_id,
    });
    expect(asked).toMatchObject({ ...asker, correlation_id: told?.correlation_id });
    expect(stand.onBehalf).toHaveLength(2);
    expect(JSON.stringify(stand.logged)).not.toContain('operatore-7');
  });

  it('begins with its delivery, in the same unit, in a lane of its own', async () => {
    const { stand, id, followUp } = await delivered();
    const { referral_id, recipient, system, purpose, correlation_id } = await stand.delivery(id);
    expect(await followUp()).toMatchObject({
      state: 'queued',
      due_at: seconds(3600),
      referral_id,
      recipient,
      system,
      purpose,
      correlation_id,
    });
  });

  it.each([
    ['the delivery was refused', { answering: () => answer(409) }, {}],
    ['the partner has nothing to ask', { adapter: {} }, {}],
    ['it told of something later than the referral', {}, { event: 'supply_information' as const }],
    ['the referral is closed already', { closed: () => true }, {}],
  ])('does not begin when %s', async (_why, given, delivery) => {
    const stand = createStand({ adapter: { follow }, ...given });
    await stand.queue(delivery);
    await stand.run();
    expect((await stand.deliveries()).filter(({ task }) => task === 'follow')).toEqual([]);
  });

  it('asks again and again, and passes on what it hears', async () => {
    const heard: (readonly ReferralEventRequest[])[] = [];
    const report = (reports: readonly ReferralEventRequest[]) => {
      heard.push(reports);
      return { closed: false };
    };
    const { stand, followUp } = await delivered({ report });
    stand.pass(everyMs);
    await stand.run();
    expect(heard).toEqual([[accept]]);
    expect(await followUp()).toMatchObject({ state: 'queued', code: 'fake/asked', due_at: seconds(7200) });
    expect(await stand.outcomes((await followUp()).id)).toEqual(['delivered']);
  });

  it('ends when what it hears closes the referral', async () => {
    const { stand, followUp } = await delivered({ report: () => ({ closed: true }) });
    stand.pass(everyMs);
    await stand.run();
    expect(await followUp()).toMatchObject({ state: 'delivered', code: 'dispatch/followed' });
  });

  it('ends without asking when the referral was closed otherwise', async () => {
    let closed = false;
    const { stand, followUp } = await delivered({ closed: () => closed });
    closed = true;
    stand.pass(everyMs);
    await stand.run();
    expect(stand.sent).toHaveLength(1);
    expect(await followUp()).toMatchObject({ state: 'delivered', code: 'dispatch/followed' });
  });

  it('ends on the worklist after the agreed time', async () => {
    const { stand, followUp } = await delivered();
    for (const _ of [1, 2, 3]) {
      stand.pass(everyMs);
      await stand.run();
    }
    expect(await followUp()).toMatchObject({ state: 'refused', code: 'dispatch/follow-over', attempts: 3 });
  });

  it('backs off while the partner is down, and may ask again: asking has no effect', async () => {
    const { stand, followUp } = await delivered();
    stand.answerWith(() => noAnswer('exchange'));
    stand.pass(everyMs);
    await stand.run();
    expect(await followUp()).toMatchObject({ state: 'queued', code: 'dispatch/no-answer', due_at: seconds(3601) });
  });

  it('is refused where the adapter cannot ask any more', async () => {
    const { stand } = await delivered({ adapter: {} });
    const [id] = await stand.queue({ task: 'follow' });
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'refused', code: 'dispatch/cannot-follow' });
  });
});

describe('what a partner reports', () => {
  it('is decided again when somebody else wrote meanwhile', async () => {
    let tries = 0;
    const stand = createStand({
      adapter: { write: () => ({ send: request('/'), effect: true, next: () => ({ verdict }) }) },
      report: () => {
        tries += 1;
        return { closed: false, guards: tries === 1 ? [{ holds: 'network_version', version: 7 }] : [] };
      },
    });
    const [id] = await stand.queue({});
    await stand.run();
    expect(tries).toBe(2);
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered' });
    expect(await stand.outcomes(id)).toEqual(['delivered']);
  });

  it('is not lost when it can never be decided: the delivery comes up as unknown', async () => {
    const stand = createStand({
      adapter: { write: () => ({ send: request('/'), effect: true, next: () => ({ verdict }) }) },
      report: () => ({ closed: false, guards: [{ holds: 'network_version', version: 7 }] }),
    });
    const [id] = await stand.queue({});
    expect(await stand.run()).toMatchObject({ lost: 1 });
    stand.pass(180_000);
    await stand.run();
    expect(stand.sent).toHaveLength(1);
    expect(await stand.delivery(id)).toMatchObject({ state: 'unknown' });
  });

  it('that cannot be applied is a finding on the delivery', async () => {
    const stand = createStand({
      adapter: { write: () => ({ send: request('/'), effect: true, next: () => ({ verdict }) }) },
      report: () => {
        throw new Error('the fold is broken');
      },
    });
    const [id] = await stand.queue({});
    await stand.run();
    const findings = [{ pointer: '/reports', code: 'report-not-applied' }];
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered', findings });
  });
});
