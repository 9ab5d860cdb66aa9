import { isMailDelivery } from '../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import type { ClaimedDelivery, MailResult, Settlement, Verdict } from '../ports.ts';
import type { Attempt } from './attempt.ts';
import { withOutcome } from './attempt.ts';
import { conclude } from './conclude.ts';
import { msBetween, plusMs } from './instant.ts';
import type { DispatchLimits } from './limits.ts';
import { mailOutcome, relayAlive } from './mail-outcomes.ts';
import { composingError, notComposed } from './not-composed.ts';
import type { DispatchPorts, PreparedMail } from './ports.ts';
import { nameOf, settle } from './settle.ts';
import { settlementOf } from './settlement.ts';

// SMTP has no way to say "I have that one": a repeat is a second mail.
const relay = { deduplicates: false };

/** One attempt at one mail: the gate again for each of its cases, the message, the relay, the settlement. */
export async function attemptMail(
  delivery: ClaimedDelivery,
  leaseUntil: string,
  ports: DispatchPorts,
  limits: DispatchLimits,
): Promise<Attempt> {
  if (!isMailDelivery(delivery)) throw new Error(`delivery ${delivery.id} is no mail`);
  const { store, clock } = ports;
  const prepared = await ports.prepareMail(delivery);
  if (!prepared.permitted) {
    // Withheld says that nothing left. After an attempt that may have been taken, nobody can say so.
    const state = delivery.sent_step === 'effect' ? 'unknown' : 'withheld';
    const settlement = settlementOf(delivery, state, prepared, clock());
    return { ended: await write(delivery, prepared, 'withheld', () => settlement, ports, limits), alive: null };
  }
  const mail = await composed(delivery, prepared, ports);
  if ('failed' in mail) return { ended: await end(delivery, prepared, mail.failed, false, ports, limits), alive: null };
  const mark = once(() => store.markSent(delivery.id, delivery.lease, 'effect', clock(), prepared.guards, mail.links));
  const timeoutMs = Math.min(limits.mailTimeoutMs, msBetween(clock(), plusMs(leaseUntil, -limits.settleMs)));
  // A mail that waits for its place in the conversation with the relay is not under way: should the process die, nothing of it is uncertain.
  const send = () => ports.sendMail(mail.message, prepared.channel, { timeoutMs, ready: mark.ready });
  const result = timeoutMs <= 0 ? null : await sent(send, delivery, ports);
  if (result === null || (await mark.refused())) {
    ports.forgetNetwork();
    await store.release([delivery], plusMs(clock(), limits.releaseMs));
    return { ended: 'released', alive: null };
  }
  const ended = await end(
    delivery,
    prepared,
    mailOutcome(result, delivery.system),
    result.at === 'after_dot',
    ports,
    limits,
  );
  return { ended, alive: relayAlive(result) };
}

/** The mark, made when the sender first asks. `refused` once it was and did not hold; it throws what the store threw. */
function once(mark: () => Promise<boolean>) {
  let made: Promise<boolean> | undefined;
  return {
    ready: () => {
      made ??= mark();
      return made.catch(() => false);
    },
    refused: async () => made !== undefined && !(await made),
  };
}

/** A mail may leave for one case of the recipient and hold nothing of another, whichever record is first. */
export const caseOutcome = (exchange: Exchange, outcome: string): Exchange =>
  withOutcome(exchange, exchange.permitted ? outcome : 'withheld');

type Permitted = Extract<PreparedMail, { permitted: true }>;

async function composed(delivery: ClaimedDelivery, prepared: Permitted, { log }: Pick<DispatchPorts, 'log'>) {
  try {
    return await prepared.compose();
  } catch (error) {
    log('error', 'dispatch.threw', { delivery_id: delivery.id, adapter: 'mail', error: composingError(error) });
    return { failed: notComposed(error) };
  }
}

/** A sender that throws broke its promise; what it had sent by then nobody knows. */
async function sent(send: () => Promise<MailResult>, delivery: ClaimedDelivery, { log }: Pick<DispatchPorts, 'log'>) {
  try {
    return await send();
  } catch (error) {
    log('error', 'dispatch.threw', { delivery_id: delivery.id, adapter: 'mail', error: nameOf(error) });
    return { answered: false, at: 'after_dot', code: 'sender-failed' } as const;
  }
}

function end(
  delivery: ClaimedDelivery,
  prepared: Permitted,
  verdict: Verdict,
  left: boolean,
  ports: DispatchPorts,
  limits: DispatchLimits,
) {
  const facts = { at: ports.clock(), random: ports.random(), closed: false };
  const concluded = conclude(delivery, { verdict, findings: [] }, relay, facts, limits);
  // The relay speaks of this message; one that it may have taken before is not undone.
  const settlement = mayBeThere(delivery, concluded) ? { ...concluded, state: 'unknown' as const } : concluded;
  const isNews = settlement.state === 'refused' || (settlement.state === 'delivered' && prepared.refused_before);
  const tells = isNews && isMailDelivery(delivery) ? (to: Settlement) => ports.reportMail(delivery, to) : undefined;
  return write(delivery, prepared, left ? verdict.outcome : 'not_sent', () => settlement, ports, limits, tells);
}

const mayBeThere = ({ sent_step }: ClaimedDelivery, { state }: Settlement) =>
  state === 'refused' && sent_step === 'effect';

function write(
  delivery: ClaimedDelivery,
  { exchange, alongside }: Pick<PreparedMail, 'exchange' | 'alongside'>,
  outcome: string,
  settlement: Parameters<typeof settle>[0]['settlement'],
  ports: DispatchPorts,
  limits: DispatchLimits,
  tells?: Parameters<typeof settle>[0]['tells'],
) {
  const others = alongside.map((each) => caseOutcome(each, outcome));
  const own = caseOutcome(exchange, outcome);
  const ask = { delivery, exchange: own, alongside: others, settlement };
  return settle(tells === undefined ? ask : { ...ask, tells }, ports, limits);
}
