import { isReferralDelivery, type ReferralDelivery } from '../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import type { ClaimedDelivery } from '../ports.ts';
import { attemptMail } from './attempt-mail.ts';
import { conclude, followed } from './conclude.ts';
import type { Conversation } from './converse.ts';
import { followUp } from './follow.ts';
import { plusMs } from './instant.ts';
import type { DispatchLimits } from './limits.ts';
import { partnerOf } from './partner.ts';
import type { DispatchPorts, Prepared } from './ports.ts';
import { settle } from './settle.ts';
import { settlementOf } from './settlement.ts';
import { talk } from './talk.ts';
import type { Ended } from './tally.ts';

export type Attempt = {
  readonly ended: Ended;
  /** What it says about the destination: up, down, or nothing. */
  readonly alive: boolean | null;
};

type Permitted = Extract<Prepared, { permitted: true }>;
type Denied = Extract<Prepared, { permitted: false }>;

/** One attempt at one delivery: the gate again, the conversation with the partner, the settlement. */
export async function attempt(
  delivery: ClaimedDelivery,
  leaseUntil: string,
  ports: DispatchPorts,
  limits: DispatchLimits,
): Promise<Attempt> {
  if (!isReferralDelivery(delivery)) return attemptMail(delivery, leaseUntil, ports, limits);
  const prepared = await ports.prepareDelivery(delivery);
  if (!prepared.permitted) return { ended: await withhold(delivery, prepared, ports, limits), alive: null };
  if (delivery.task === 'follow' && prepared.closed) {
    return { ended: await endFollow(delivery, prepared, ports, limits), alive: null };
  }
  const deadline = plusMs(leaseUntil, -limits.settleMs);
  const conversation = await talk(delivery, prepared, deadline, ports, limits);
  if (conversation === null) {
    ports.forgetNetwork();
    await ports.store.release([delivery], plusMs(ports.clock(), limits.releaseMs));
    return { ended: 'released', alive: null };
  }
  return { ended: await settleVerdict(delivery, prepared, conversation, ports, limits), alive: conversation.alive };
}

function settleVerdict(
  delivery: ClaimedDelivery & ReferralDelivery,
  prepared: Permitted,
  conversation: Conversation,
  ports: DispatchPorts,
  limits: DispatchLimits,
) {
  const { clock, newId, random } = ports;
  const { verdict, left } = conversation;
  const partner = partnerOf(prepared);
  const question = partner.follow && followUp(delivery, partner.follow, clock(), newId());
  return settle(
    {
      delivery,
      exchange: {
        ...withOutcome(prepared.exchange, left ? verdict.outcome : 'not_sent'),
        ...(verdict.reason === undefined ? {} : { reason: verdict.reason }),
      },
      reports: verdict.reports,
      settlement: ({ closed }) =>
        conclude(delivery, conversation, partner, { at: clock(), random: random(), closed }, limits),
      next: ({ state }, { closed }) => (state === 'delivered' && !closed && !prepared.closed && question) || null,
    },
    ports,
    limits,
  );
}

function withhold(delivery: ClaimedDelivery, denied: Denied, ports: DispatchPorts, limits: DispatchLimits) {
  // Withheld says that nothing left. After an attempt that may have been taken, nobody can say so.
  const state = delivery.sent_step === 'effect' ? 'unknown' : 'withheld';
  const settlement = settlementOf(delivery, state, denied, ports.clock());
  const exchange = withOutcome(denied.exchange, 'withheld');
  return settle({ delivery, exchange, settlement: () => settlement }, ports, limits);
}

function endFollow(delivery: ClaimedDelivery, prepared: Permitted, ports: DispatchPorts, limits: DispatchLimits) {
  const settlement = settlementOf(delivery, 'delivered', followed, ports.clock());
  const exchange = withOutcome(prepared.exchange, 'not_sent');
  return settle({ delivery, exchange, settlement: () => settlement }, ports, limits);
}

export const withOutcome = (exchange: Exchange, outcome: string): Exchange => ({ ...exchange, outcome });
