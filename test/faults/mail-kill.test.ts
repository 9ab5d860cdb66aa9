import { afterAll, describe, expect, it } from 'vitest';
import { forgetCompiledMail, type MailAftermath, playMailScene } from './mail-scene.ts';

/** One mail after the other, so that the calls have numbers. */
const sequential = { limits: { inFlightMax: 1, inFlightPerSystemMax: 1 }, convene: true };
const sideBySide = { limits: {}, convene: false };
/** Four members, one of whom has a certified mailbox, too. */
const mails = 5;

/** What must hold whenever the process died. */
function expectSound(aftermath: MailAftermath, mostUncertain: number): void {
  const { acknowledged, meetings, deliveries, uncertain, exchanges, taken, rerun } = aftermath;
  expect(meetings, 'what was acknowledged is there').toEqual(expect.arrayContaining([...acknowledged]));
  expect(deliveries, 'nobody is forgotten, and nothing is half written').toHaveLength(meetings.length * mails);
  expect(
    taken.filter(({ deadLinks }) => deadLinks > 0),
    'every link that left is known',
  ).toEqual([]);
  expect(uncertain.length).toBeLessThanOrEqual(mostUncertain);
  for (const { id, state } of deliveries) {
    const times = taken.filter(({ delivery }) => delivery === id).length;
    expect(times, 'nobody gets a message twice').toBeLessThanOrEqual(1);
    expect(state, 'what is uncertain is listed, all else is delivered').toBe(
      uncertain.includes(id) ? 'unknown' : 'delivered',
    );
    if (state === 'delivered') expect(times, 'what is delivered was taken').toBe(1);
    const records = exchanges.filter((each) => each.delivery_id === id && each.permitted);
    expect(records.length, 'the ledger knows of it').toBeGreaterThan(0);
    for (const { outcome } of records) expect(outcome, 'and says how it ended').toBe(state);
  }
  const known = new Set<string>(deliveries.map(({ id }) => id));
  expect(
    taken.filter(({ delivery }) => !known.has(delivery)),
    'nothing was sent that was not committed',
  ).toEqual([]);
  expect(rerun.deliveries.map(({ state }) => state)).toEqual(deliveries.map(() => 'delivered'));
  const again = rerun.taken.slice(taken.length).map(({ delivery }) => delivery);
  expect(again.toSorted(), 'an operator has the uncertain ones sent, each once').toEqual([...uncertain].toSorted());
}

afterAll(forgetCompiledMail);

const whole = await playMailScene({ ...sequential, crash: null });

const changing = ['store.commit', 'store.claim', 'store.markSent', 'relay.sendMail', 'store.sweep'];
const calls = whole.traces.calls
  .map((name, index) => ({ name, number: index + 1 }))
  .filter(({ name }) => changing.includes(name));
/**
 * The statements that change something: all of them until the first mail is settled, then the ends of transactions, since the others are like the
 * first. A state before a statement that reads, or that repeats the one before it, is the state before another of these.
 */
const traced = whole.traces.statements.map((sql, index) => ({ sql, number: index + 1 }));
const settled = traced.findIndex(({ sql }) => sql.startsWith('update "delivery" set "state"'));
const statements = traced.filter(({ sql }, index) => {
  if (sql.startsWith('commit')) return true;
  return /^(insert|update|with "due"|begin)/.test(sql) && index <= settled + 1 && sql !== traced[index - 1]?.sql;
});

describe('a process that is not killed', () => {
  it('sends everybody one mail, over every step that the others die at', () => {
    expectSound(whole, 0);
    expect(whole.meetings).toEqual(whole.acknowledged);
    expect(whole.taken).toHaveLength(mails);
    expect(new Set(calls.map(({ name }) => name))).toEqual(new Set(changing));
    expect(calls.filter(({ name }) => name === 'relay.sendMail')).toHaveLength(mails);
  });
});

describe.concurrent('a process that is killed while it convenes and sends', () => {
  it.each(calls)('before call $number, $name', async ({ number }) => {
    const aftermath = await playMailScene({ ...sequential, crash: { before: 'call', number } });
    expectSound(aftermath, 1);
    const untaken = aftermath.uncertain.filter((id) => !aftermath.taken.some(({ delivery }) => delivery === id));
    expect(untaken.length, 'uncertain without cause').toBe(0);
  });

  it.each(statements)('before statement $number, $sql', async ({ number }) => {
    expectSound(await playMailScene({ ...sequential, crash: { before: 'statement', number } }), 1);
  });

  const steps = ['greeting', 'mail', 'rcpt', 'data', 'dot', 'rset'] as const;
  it.each(steps.flatMap((step) => (step === 'greeting' ? [1] : [1, 3]).map((message) => ({ step, message }))))(
    'while the relay is at $step of message $message',
    async (killAt) => {
      const aftermath = await playMailScene({ ...sequential, crash: null, killAt });
      expectSound(aftermath, 1);
      const took = aftermath.uncertain.map((id) => aftermath.taken.some(({ delivery }) => delivery === id));
      // Before the connection is ready for the message, nothing of it is uncertain.
      const isBefore = killAt.step === 'greeting' || killAt.step === 'rset';
      expect(took).toEqual(isBefore ? [] : [killAt.step === 'dot']);
    },
  );

  it.each([1, 2, 3])('with every mail under way at once, when message %i is at its end', async (message) => {
    expectSound(await playMailScene({ ...sideBySide, crash: null, killAt: { step: 'dot', message } }), mails);
  });
});
