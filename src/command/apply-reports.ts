import { finalStatuses } from '../../contracts/canonical/codes.ts';
import type { ReferralDelivery } from '../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import type { Referral } from '../../contracts/canonical/referral.ts';
import { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import { decide, evolve } from '../core/referral/index.ts';
import { civilDates } from '../core/rome/index.ts';
import type { Reported } from '../dispatch/index.ts';
import { discloser, gatewayAccount } from '../policy/index.ts';
import type { Guard, NewDelivery, StoredReferralEvent } from '../ports.ts';
import { deliveriesFor } from './deliveries.ts';
import type { Deps } from './deps.ts';
import { exchangeRecord } from './exchange-record.ts';
import { askGate, isClosing, returnPurpose } from './gate.ts';

const cutEvent = discloser<ReferralEventRequest>(ReferralEventRequest, 'ReferralEventRequest');

/**
 * What a partner's answer says about a referral, in the recipient's name: each report passes the gate and the state table like any
 * call, and is recorded whether it was taken or not.
 */
export function applyReports(deps: Deps) {
  const dateOf = civilDates();
  return async (
    delivery: ReferralDelivery,
    reports: readonly ReferralEventRequest[],
    at: string,
  ): Promise<Reported> => {
    const network = await deps.network();
    let referral = await deps.store.referral(delivery.referral_id);
    if (referral === null) throw new Error('a delivery names a referral that is not there');
    const evidence = await deps.store.evidence(referral.subject_id);
    const events: StoredReferralEvent[] = [];
    const deliveries: NewDelivery[] = [];
    const exchanges: Exchange[] = [];
    for (const report of reports) {
      const taken = take(referral, report);
      exchanges.push(taken.exchange);
      if (taken.event === null) continue;
      events.push(taken.event);
      referral = evolve(referral, taken.event);
      deliveries.push(
        ...deliveriesFor(deps, network, referral, { ...taken.event, correlation_id: delivery.correlation_id }, null),
      );
    }
    const guards: readonly Guard[] = [
      { holds: 'network_version', version: network.version },
      { holds: 'evidence_version', subject_id: referral.subject_id, version: evidence.version },
    ];
    return {
      events,
      referrals: events.length > 0 ? [referral] : [],
      deliveries,
      exchanges,
      guards: events.length > 0 ? guards : [],
      closed: finalStatuses.includes(referral.status),
    };

    function take(
      state: Referral,
      report: ReferralEventRequest,
    ): { exchange: Exchange; event: StoredReferralEvent | null } {
      const { request } = state;
      const decision = askGate({
        account: gatewayAccount,
        network,
        from: delivery.recipient,
        to: request.initiator,
        operation: 'answer',
        purpose: returnPurpose(network, request.purpose),
        request,
        evidence,
        today: dateOf(at),
        closing: isClosing(report.type),
      });
      const parsed = ReferralEventRequest.safeParse(report);
      const decided =
        decision.permitted && parsed.success ? decide(state, { event: parsed.data, actors: ['recipient'] }) : null;
      const outcome = !decision.permitted
        ? 'denied'
        : !parsed.success
          ? 'not-understood'
          : decided?.refused === false
            ? 'accepted'
            : 'not-available';
      const exchange = exchangeRecord({
        id: deps.newId(),
        at,
        correlation_id: delivery.correlation_id,
        operation: 'referral.event',
        direction: 'in',
        network,
        decision,
        from: delivery.recipient,
        to: request.initiator,
        system: delivery.system,
        subject_id: state.subject_id,
        referral_id: state.id,
        delivery_id: delivery.id,
        asked: cutEvent(report, new Set()).asked,
        outcome,
      });
      if (decided === null || decided.refused) return { exchange, event: null };
      const event = {
        stream: state.id,
        version: state.version + 1,
        type: decided.type,
        at,
        by: delivery.recipient,
        subject_id: state.subject_id,
        payload: decided.payload,
      };
      return { exchange, event };
    }
  };
}
