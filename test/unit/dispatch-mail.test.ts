import { describe, expect, it } from 'vitest';
import { dispatchLimits } from '../../src/dispatch/index.ts';
import type { RelayScript, TestRelayOptions } from '../world/smtp-relay.ts';
import { createMailStand, relayed, startRelay } from './dispatch-mail-stand.ts';
import { seconds } from './dispatch-stand.ts';

type Row = readonly [
  what: string,
  script: RelayScript,
  ends: readonly [state: string, code: string, outcome: string],
  relayIsDown: boolean,
];

/** What the relay does, in which state the delivery ends, what the ledger says, and whether it counts against the relay. */
const rows: readonly Row[] = [
  ['takes it', {}, ['delivered', 'mail/relayed', 'delivered'], false],
  ['puts the recipient off', { rcpt: { reply: 450 } }, ['queued', 'mail/put-off', 'not_sent'], false],
  ['refuses the recipient', { rcpt: { reply: 550 } }, ['refused', 'mail/refused', 'not_sent'], false],
  ['puts the message off', { dot: { reply: 452 } }, ['queued', 'mail/put-off', 'deferred'], false],
  ['refuses the message', { dot: { reply: 554 } }, ['refused', 'mail/refused', 'refused'], false],
  ['closes', { mail: { reply: 421 } }, ['queued', 'mail/relay-unavailable', 'not_sent'], true],
  ['refuses the gateway', { greeting: { reply: 554 } }, ['queued', 'mail/gateway-refused', 'not_sent'], true],
  ['hangs up at the envelope', { rcpt: 'drop' }, ['queued', 'mail/no-answer', 'not_sent'], true],
  ['hangs up before the final dot', { content: 'drop' }, ['queued', 'mail/no-answer', 'not_sent'], true],
  ['hangs up after the final dot', { dot: 'drop' }, ['unknown', 'mail/uncertain', 'unknown'], true],
];

/** Too large for what is under way, so that the relay sees the middle of it. */
const large = 'x'.repeat(70).concat('\r\n').repeat(120_000);

describe('a mail to a relay that', () => {
  it.each(rows)('%s', async (_what, script, [state, code, outcome], down) => {
    const relay = await startRelay(script);
    const sendMail: typeof relay.send = (mail, ...rest) =>
      relay.send(script.content === undefined ? mail : { ...mail, raw: Buffer.from(`S: x\r\n\r\n${large}`) }, ...rest);
    const stand = createMailStand({ sendMail });
    const [id] = await stand.mail({});
    const report = await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state, code, attempts: 1 });
    // The case that was not permitted is withheld, whatever became of the others.
    expect(await stand.outcomes(id)).toEqual([outcome, 'withheld']);
    expect(report).toMatchObject({ claimed: 1, [state === 'queued' ? 'deferred' : state]: 1 });
    expect((await stand.store.circuits()).map(({ failures }) => failures)).toEqual(down ? [1] : []);
    expect(relay.taken()).toHaveLength(state === 'delivered' ? 1 : 0);
  });

  const secured: readonly (readonly [string, TestRelayOptions])[] = [
    ['is certified for another name, from the first byte', { tls: 'implicit', certificate: 'elsewhere' }],
    ['is certified for another name, at STARTTLS', { tls: 'starttls', certificate: 'elsewhere' }],
  ];
  it.each(secured)('%s', async (_what, options) => {
    const relay = await startRelay({}, options);
    const stand = createMailStand({ sendMail: relay.send });
    const [id] = await stand.mail({});
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'queued', code: 'mail/not-secure' });
    expect(relay.taken()).toEqual([]);
  });

  it.each([
    ['greets too late', 'greeting', 'queued', 'mail/no-answer'],
    ['never answers the envelope', 'rcpt', 'queued', 'mail/no-answer'],
    ['never answers the final dot', 'dot', 'unknown', 'mail/uncertain'],
  ] as const)('%s', async (_what, step, state, code) => {
    const relay = await startRelay({ [step]: 'hold' }, step === 'greeting' ? { greetingMsMax: 50 } : {});
    const stand = createMailStand({ sendMail: relay.send });
    const [id] = await stand.mail({});
    await stand.run(step === 'greeting' ? {} : { mailTimeoutMs: 250 });
    expect(await stand.delivery(id)).toMatchObject({ state, code });
    // What it takes after nobody waits any more is what `unknown` means.
    relay.release();
    expect(await stand.run()).toMatchObject({ claimed: 0 });
  });

  it('is not there', async () => {
    const relay = await startRelay();
    await relay.stop();
    const stand = createMailStand({ sendMail: relay.send });
    const [id] = await stand.mail({});
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'queued', code: 'mail/not-connected' });
  });

  it('puts it off is asked again, with a fresh link, until it takes it', async () => {
    const relay = await startRelay({ dot: { reply: 452 } });
    const stand = createMailStand({ sendMail: relay.send });
    const [id] = await stand.mail({});
    await stand.run();
    relay.follow({});
    stand.pass(3_600_000);
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered', attempts: 2 });
    expect(relay.subjects()).toEqual([`${id}/2`]);
    for (const attempt of [1, 2]) expect(await stand.store.link(`link-${id}-${attempt}`)).not.toBeNull();
  });

  it('puts it off for longer than anybody waits does not get it any more', async () => {
    const stand = createMailStand({ sendMail: async () => ({ answered: true, reply: 451, at: 'envelope' }) });
    const [id] = await stand.mail({});
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await stand.run();
      stand.pass(8 * 3_600_000);
    }
    expect(await stand.delivery(id)).toMatchObject({ state: 'refused', code: 'dispatch/gave-up', attempts: 12 });
  });
});

describe('the relay', () => {
  const many = Array.from({ length: 8 }, () => ({}));
  const small = { failuresMax: 3, inFlightPerSystemMax: 1 };

  it('is left alone after so many failures in a row, and probed with one', async () => {
    const relay = await startRelay({ greeting: 'drop' });
    const stand = createMailStand({ sendMail: relay.send });
    const ids = await stand.mail(...many);
    const [certified] = await stand.mail({ system: 'pec-relay' });
    stand.sendWith((mail, channel, limits) =>
      channel === 'pec' ? Promise.resolve(relayed) : relay.send(mail, channel, limits),
    );
    expect(await stand.run(small)).toMatchObject({ claimed: 9, delivered: 1, deferred: 3, released: 5 });
    expect((await stand.delivery(certified)).state).toBe('delivered');
    expect(relay.connections()).toBe(3);
    expect(await stand.run(small)).toMatchObject({ claimed: 0 });
    stand.pass(31_000);
    expect(await stand.run(small)).toMatchObject({ deferred: 1 });
    expect(relay.connections()).toBe(4);
    relay.follow({});
    stand.pass(3_600_000);
    await stand.run(small);
    expect(
      relay
        .subjects()
        .map((subject) => subject?.split('/')[0])
        .toSorted(),
    ).toEqual(ids.toSorted());
  });

  it('that refuses mails is not taken for one that is down', async () => {
    const stand = createMailStand({ sendMail: async () => ({ answered: true, reply: 550, at: 'envelope' }) });
    await stand.mail(...many);
    expect(await stand.run(small)).toMatchObject({ refused: 8 });
    expect(await stand.store.circuits()).toEqual([]);
  });

  it('gets nothing while its stop switch is pulled, nor in the middle of a run; the other one does', async () => {
    const stand = createMailStand();
    const [first, second, certified] = await stand.mail({}, { due_at: seconds(1) }, { system: 'pec-relay' });
    stand.sendWith(async () => {
      await stand.suspend('mail-relay');
      stand.sendWith(async () => relayed);
      return relayed;
    });
    stand.pass(1_000);
    await stand.run({ inFlightMax: 1 });
    const states = async () =>
      Promise.all([first, second, certified].map(async (id) => (await stand.delivery(id)).state));
    expect((await states()).toSorted()).toEqual(['delivered', 'delivered', 'queued']);
    expect((await stand.delivery(certified)).state).toBe('delivered');
    expect(stand.handed).toHaveLength(2);
    stand.pass(60_000);
    expect(await stand.run()).toMatchObject({ claimed: 0 });
    await stand.suspend('mail-relay', false);
    await stand.run();
    expect(await states()).toEqual(['delivered', 'delivered', 'delivered']);
    expect(new Set(stand.handed).size).toBe(3);
  });
});

describe('a mail whose end is told to its convocation', () => {
  const refused = async () => ({ answered: true, reply: 550, at: 'envelope' }) as const;

  it.each([
    ['refused', refused, 1],
    ['delivered', async () => relayed, 0],
  ] as const)('%s: %#', async (state, sendMail, times) => {
    const told: string[] = [];
    const stand = createMailStand({
      sendMail,
      reportMail: async (_, { state: said, code }) => {
        told.push(`${said} ${code}`);
        return { closed: false };
      },
    });
    const [id] = await stand.mail({});
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state });
    expect(told).toEqual(Array.from({ length: times }, () => 'refused mail/refused'));
  });

  it('is settled even where it cannot be told, and says so', async () => {
    const stand = createMailStand({
      sendMail: refused,
      reportMail: async () => {
        throw new Error('unreadable');
      },
    });
    const [id] = await stand.mail({});
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({
      state: 'refused',
      findings: [{ pointer: '/reports', code: 'report-not-applied' }],
    });
  });

  it('is settled alone when others write to the convocation all the time', async () => {
    let asked = 0;
    const stand = createMailStand({
      sendMail: refused,
      reportMail: async () => {
        asked += 1;
        return { closed: false, guards: [{ holds: 'network_version', version: 999 }] };
      },
    });
    const [id] = await stand.mail({});
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'refused', findings: [{ code: 'report-not-applied' }] });
    expect(asked).toBe(dispatchLimits.mailSettleTriesMax);
  });
});
