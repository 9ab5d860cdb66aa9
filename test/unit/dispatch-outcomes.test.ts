import { describe, expect, it } from 'vitest';
import type { Step } from '../../src/ports.ts';
import { answer, createStand, noAnswer, request, seconds, verdictOf } from './dispatch-stand.ts';

const lookupThenEffect = (found: Step): Step => ({ send: request('/find'), effect: false, next: () => found });
const notify: Step = { send: request('/notify'), effect: true, next: verdictOf };
const told: Step = { send: request('/told'), effect: false, next: verdictOf };

/** What happens at the partner, and how the delivery stands after it. */
const single = [
  ['takes it', answer(200), 'delivered', 'fake/200', 'delivered'],
  ['says no', answer(409), 'refused', 'fake/409', 'refused'],
  ['says not now', answer(503), 'queued', 'fake/503', 'deferred'],
  ['answers nonsense', answer(299), 'unknown', 'fake/299', 'unknown'],
  ['is not there', noAnswer('connect'), 'queued', 'dispatch/not-connected', 'not_sent'],
  ['does not answer', noAnswer('exchange'), 'unknown', 'dispatch/no-answer', 'unknown'],
  ['answers at too great a length', noAnswer('oversize'), 'unknown', 'dispatch/answer-too-large', 'unknown'],
  ['has moved', noAnswer('redirect', '307'), 'refused', 'dispatch/address-moved', 'refused'],
  ['took it and answers elsewhere', noAnswer('redirect', '303'), 'unknown', 'dispatch/answer-elsewhere', 'unknown'],
  [
    'answers without proof',
    noAnswer('unverified', 'signature/seal-wrong'),
    'unknown',
    'dispatch/answer-unproven',
    'unknown',
  ],
  [
    'asks for what cannot be had',
    noAnswer('credentials', 'voucher-refused'),
    'queued',
    'dispatch/no-credentials',
    'not_sent',
  ],
  ['has an address that cannot be', noAnswer('address_refused'), 'refused', 'dispatch/address-refused', 'not_sent'],
] as const;

describe('a request with an effect', () => {
  it.each(single)('to a partner who %s', async (_what, result, state, code, outcome) => {
    const stand = createStand({ answering: () => result });
    const [id] = await stand.queue({});
    const report = await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state, code, attempts: 1 });
    expect(await stand.outcomes(id)).toEqual([outcome]);
    expect(report).toMatchObject({ claimed: 1, [state === 'queued' ? 'deferred' : state]: 1, more: false });
  });

  it.each([
    ['unverified', 'signature/seal-wrong', 'signature/seal-wrong'],
    ['credentials', 'voucher-refused', 'voucher-refused'],
    ['connect', 'refused', undefined],
  ] as const)('that failed for %s has its reason in the ledger: %s', async (at, code, reason) => {
    const stand = createStand({ answering: () => noAnswer(at, code) });
    const [id] = await stand.queue({});
    await stand.run();
    expect(await stand.reasons(id)).toEqual([reason]);
  });

  it('whose outcome is unknown is sent again where the partner knows a repeat, under the same message id', async () => {
    const stand = createStand({ adapter: { deduplicates: true }, answering: () => noAnswer('exchange') });
    const [id] = await stand.queue({});
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'queued', code: 'dispatch/no-answer' });
    stand.answerWith(() => answer(200));
    stand.pass(3_600_000);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered' });
    expect(stand.sent).toEqual([`/${id}`, `/${id}`]);
  });

  it('that could not leave is not tried again before the time that was said', async () => {
    const result = { answered: false, at: 'connect', code: 'voucher-rate-limited', retryAfterMs: 7_200_000 } as const;
    const stand = createStand({ answering: () => result });
    const [id] = await stand.queue({});
    await stand.run();
    const delivery = await stand.delivery(id);
    expect(delivery).toMatchObject({ state: 'queued', code: 'dispatch/not-connected' });
    expect(Date.parse(String(delivery?.due_at))).toBeGreaterThanOrEqual(Date.parse(seconds(7_200)));
  });

  it('may be repeated in one system and not in another of the same kind', async () => {
    const deduplicates = (options: unknown) => options === 'never';
    const stand = createStand({ adapter: { deduplicates }, answering: () => noAnswer('exchange') });
    const [id] = await stand.queue({});
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'unknown' });
  });
});

describe('a look-up', () => {
  const steps: Step = { send: request('/find'), effect: false, next: verdictOf };
  it.each([
    ['is not there', noAnswer('connect'), 'queued'],
    ['does not answer', noAnswer('exchange'), 'queued'],
    ['answers at too great a length', noAnswer('oversize'), 'queued'],
    ['answers nonsense', answer(299), 'queued'],
    ['answers without proof', noAnswer('unverified'), 'queued'],
    ['has moved', noAnswer('redirect', '307'), 'refused'],
    ['points elsewhere', noAnswer('redirect', '303'), 'refused'],
  ] as const)('at a partner who %s can be repeated without harm', async (_what, result, state) => {
    const stand = createStand({ adapter: { write: () => steps }, answering: () => result });
    const [id] = await stand.queue({});
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state });
  });
});

describe('a conversation', () => {
  it('goes step by step to its verdict', async () => {
    const stand = createStand({ adapter: { write: () => lookupThenEffect(notify) } });
    const [id] = await stand.queue({});
    await stand.run();
    expect(stand.sent).toEqual(['/find', '/notify']);
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered' });
  });

  it.each([
    ['is not there any more', noAnswer('connect')],
    ['does not answer', noAnswer('exchange')],
    ['has moved', noAnswer('redirect', '307')],
  ] as const)('is unknown when the partner took the effect and then %s', async (_what, result) => {
    const afterEffect: Step = { ...notify, next: () => told };
    const answering = ({ path }: { path: string }) => (path === '/told' ? result : answer(200));
    const stand = createStand({ adapter: { write: () => afterEffect }, answering });
    const [id] = await stand.queue({});
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'unknown' });
  });

  it.each([
    [false, 'queued'],
    [true, 'unknown'],
  ])('that never ends is cut off (effect: %s)', async (effect, state) => {
    const endless = (): Step => ({ send: request('/again'), effect, next: endless });
    const stand = createStand({ adapter: { write: endless } });
    const [id] = await stand.queue({});
    await stand.run({ stepsMax: 3 });
    expect(stand.sent).toHaveLength(3);
    expect(await stand.delivery(id)).toMatchObject({ state, code: 'dispatch/too-many-steps' });
  });

  it('ends within its lease', async () => {
    const slow: Step = { send: request('/find'), effect: false, next: () => notify };
    const stand = createStand({ adapter: { write: () => slow } });
    stand.answerWith(() => {
      stand.pass(100_000);
      return answer(200);
    });
    const [id] = await stand.queue({});
    await stand.run({ leaseMs: 110_000, settleMs: 10_000 });
    expect(stand.sent).toEqual(['/find']);
    expect(await stand.delivery(id)).toMatchObject({ state: 'queued', code: 'dispatch/out-of-time' });
  });

  it('keeps what the translation dropped, guessed or doubted', async () => {
    const findings = [{ pointer: '/request/household', code: 'not-carried' }];
    const stand = createStand({ adapter: { write: () => ({ ...notify, findings }) } });
    const [id] = await stand.queue({});
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered', findings });
  });
});

describe('what should not happen', () => {
  const broken = () => {
    throw new TypeError('Maria Rossi is not a function');
  };

  it('an adapter that throws before anything was sent: tried again, and nothing left', async () => {
    const stand = createStand({ adapter: { write: broken } });
    const [id] = await stand.queue({});
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'queued', code: 'dispatch/translation-failed' });
    expect(stand.sent).toEqual([]);
    expect(await stand.outcomes(id)).toEqual(['not_sent']);
  });

  it('an adapter that throws at the answer: unknown', async () => {
    const stand = createStand({ adapter: { write: () => ({ ...notify, next: broken }) } });
    const [id] = await stand.queue({});
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'unknown', code: 'dispatch/translation-failed' });
  });

  it('a sender that throws: unknown', async () => {
    const stand = createStand({ answering: broken });
    const [id] = await stand.queue({});
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'unknown', code: 'dispatch/no-answer' });
  });

  it('a preparation that throws holds up nobody else, and is taken up again when the lease is over', async () => {
    let calls = 0;
    const prepare = <T>(permitted: T): T => {
      calls += 1;
      return calls === 1 ? broken() : permitted;
    };
    const stand = createStand({ prepare });
    const [first, second] = await stand.queue({}, {});
    expect(await stand.run()).toMatchObject({ delivered: 1, lost: 1 });
    stand.pass(180_000);
    expect(await stand.run()).toMatchObject({ recovered: 1, delivered: 1 });
    expect([(await stand.delivery(first)).state, (await stand.delivery(second)).state]).toEqual([
      'delivered',
      'delivered',
    ]);
  });

  it('never tells the log what an error says', async () => {
    const stand = createStand({ adapter: { write: broken } });
    await stand.queue({});
    await stand.run();
    expect(stand.logged.some(({ event }) => event === 'dispatch.threw')).toBe(true);
    expect(JSON.stringify(stand.logged)).not.toContain('Rossi');
  });
});
