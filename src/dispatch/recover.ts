import { isMailDelivery, isReferralDelivery, type MailDelivery } from '../../contracts/canonical/delivery.ts';
import type { ClaimedDelivery, Verdict } from '../ports.ts';
import { withOutcome } from './attempt.ts';
import { caseOutcome } from './attempt-mail.ts';
import { effectAwaited } from './await-result.ts';
import { conclude } from './conclude.ts';
import type { DispatchLimits } from './limits.ts';
import { type Partner, partnerOf } from './partner.ts';
import type { DispatchPorts } from './ports.ts';
import { nameOf, settle } from './settle.ts';

const interrupted: Omit<Verdict, 'outcome'> = {
  code: 'dispatch/interrupted',
  detail: 'The gateway stopped after sending and before it had written down the answer.',
};

const neverRepeat: Partner = { deduplicates: false };

/**
 * Takes care of leases that ran out, because their holder died or was too slow. What had sent nothing is given back; what had
 * only looked something up is tried again. What may have been taken is unknown, unless the partner knows a repeat when it
 * sees one, or had already said where its answer would be: then it is asked for there.
 */
export async function recover(ports: DispatchPorts, limits: DispatchLimits): Promise<number> {
  const now = ports.clock();
  const expired = await ports.store.expiredLeases(now, limits.recoverLimit);
  const unsent = expired.filter((delivery) => delivery.sent_step === 'none');
  if (unsent.length > 0) await ports.store.release(unsent, now);
  const sent = expired.filter((delivery) => delivery.sent_step !== 'none');
  await Promise.all(sent.map((delivery) => concludeInterrupted(delivery, ports, limits)));
  return expired.length;
}

async function concludeInterrupted(delivery: ClaimedDelivery, ports: DispatchPorts, limits: DispatchLimits) {
  try {
    if (isMailDelivery(delivery)) return await concludeMail(delivery, ports, limits);
    if (!isReferralDelivery(delivery)) return;
    // What was disclosed then is what would be disclosed now: the ledger gets its record of it after all.
    const prepared = await ports.prepareDelivery(delivery);
    const partner = prepared.permitted ? partnerOf(prepared) : neverRepeat;
    const facts = { at: ports.clock(), random: ports.random(), closed: prepared.permitted && prepared.closed };
    const awaiting = await effectAwaited(delivery, ports);
    const verdict: Verdict =
      awaiting === undefined
        ? { ...interrupted, outcome: delivery.sent_step === 'effect' ? 'unknown' : 'deferred' }
        : { ...interrupted, outcome: 'deferred' };
    const settlement = conclude(delivery, { verdict, findings: [], awaiting }, partner, facts, limits);
    const exchange = withOutcome(prepared.exchange, verdict.outcome);
    await settle({ delivery, exchange, settlement: () => settlement }, ports, limits);
  } catch (error) {
    ports.log('error', 'dispatch.not_recovered', { delivery_id: delivery.id, error: nameOf(error) });
  }
}

/** The relay may have the message: nobody can be asked, so a person decides. */
async function concludeMail(delivery: ClaimedDelivery & MailDelivery, ports: DispatchPorts, limits: DispatchLimits) {
  const prepared = await ports.prepareMail(delivery);
  const facts = { at: ports.clock(), random: ports.random(), closed: false };
  const verdict: Verdict = { ...interrupted, outcome: 'unknown' };
  const settlement = conclude(delivery, { verdict, findings: [] }, neverRepeat, facts, limits);
  const alongside = prepared.alongside.map((each) => caseOutcome(each, 'unknown'));
  const exchange = prepared.permitted
    ? caseOutcome(prepared.exchange, 'unknown')
    : withOutcome(prepared.exchange, 'unknown');
  await settle({ delivery, exchange, alongside, settlement: () => settlement }, ports, limits);
}
