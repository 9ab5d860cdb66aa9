import { finalStatuses } from '../../contracts/canonical/codes.ts';
import type { ReferralDelivery as Delivery } from '../../contracts/canonical/delivery.ts';
import type { ReferralMessage } from '../../contracts/canonical/message.ts';
import type { Referral } from '../../contracts/canonical/referral.ts';
import type { Recorded } from '../core/referral/index.ts';
import { civilDates } from '../core/rome/index.ts';
import type { Prepared } from '../dispatch/index.ts';
import {
  type Account,
  type Decision,
  denied,
  discloseMessage,
  type MessageDisclosure,
  permittedFor,
} from '../policy/index.ts';
import type { NetworkView } from '../ports.ts';
import { adapterContexts } from './adapter-context.ts';
import type { Deps } from './deps.ts';
import { exchangeRecord } from './exchange-record.ts';
import { askGate, isClosing, ruleInWords } from './gate.ts';
import { wasTold } from './was-told.ts';

/**
 * Makes a due delivery ready to leave: folds the referral as it was told, asks the gate again with the facts of now, discloses: on the
 * gateway's account, or on that of who fetches the message out of a mailbox.
 * A follow-up asks the partner about the referral as it is now. Reads only.
 */
export function prepareDelivery(deps: Deps) {
  const dateOf = civilDates();
  const contextOf = adapterContexts();
  return async (delivery: Delivery, account: Account): Promise<Prepared> => {
    const at = deps.clock();
    const network = await deps.network();
    const { referral, current } = await referralsOf(deps, delivery);
    const evidence = await deps.store.evidence(referral.subject_id);
    const { initiator } = referral.request;
    const outward = delivery.recipient !== initiator;
    const from = outward ? initiator : (referral.recipient ?? initiator);
    const system = network.system(delivery.system);
    const adapter = system === undefined ? undefined : deps.adapterOf(system.adapter);
    const asked = askGate({
      account,
      network,
      from,
      to: delivery.recipient,
      operation: outward ? 'refer' : 'answer',
      purpose: delivery.purpose,
      request: referral.request,
      evidence,
      today: dateOf(at),
      closing: isClosing(delivery.event),
    });
    const reachable = system !== undefined && adapter !== undefined && system.organization === delivery.recipient;
    let decision: Decision = !reachable
      ? denied('party/unknown')
      : from === delivery.recipient
        ? permittedFor(account, delivery.purpose, 'permit/closing', ownWord)
        : asked;
    // A body that never had the referral does not learn of it by its end.
    const neverTold =
      decision.rule === 'permit/closing' && outward && !(await wasTold(deps, referral.id, delivery.recipient));
    if (neverTold)
      decision = denied('closing/never-told', {
        ...decision,
        permitted: false,
        rule: 'closing/never-told',
        classes: new Set(),
      });
    const told = await messageFor(deps, network, delivery, referral, from, decision);
    const disclosed = told?.message;
    const exchange = exchangeRecord({
      id: deps.newId(),
      at,
      correlation_id: delivery.correlation_id,
      operation: delivery.task === 'follow' ? 'referral.follow' : 'referral.deliver',
      direction: 'out',
      network,
      decision,
      from,
      to: delivery.recipient,
      system: delivery.system,
      subject_id: referral.subject_id,
      referral_id: referral.id,
      delivery_id: delivery.id,
      asked: told?.asked ?? [],
      disclosed: told?.disclosed ?? [],
      digest:
        disclosed === undefined || !decision.permitted
          ? undefined
          : await deps.ledgerDigest(new TextEncoder().encode(JSON.stringify(disclosed))),
      outcome: decision.permitted ? 'prepared' : 'withheld',
    });
    if (!decision.permitted || told === undefined || system === undefined || adapter === undefined) {
      return {
        permitted: false,
        exchange,
        code: `gate/${decision.rule}`,
        detail: `Nothing was sent. ${ruleInWords(decision)}`,
      };
    }
    return {
      permitted: true,
      message: told.message,
      system,
      adapter,
      context: contextOf(network, system, adapter, at),
      exchange,
      guards: [
        { holds: 'network_version', version: network.version },
        { holds: 'evidence_version', subject_id: referral.subject_id, version: evidence.version },
      ],
      closed: finalStatuses.includes(current.status),
    };
  };
}

/** The gateway's own word to the initiator of a referral that nobody claimed: its references and its end. */
const ownWord = ['public', 'service_status', 'case_reference'] as const;

async function referralsOf(deps: Deps, delivery: Delivery): Promise<{ referral: Referral; current: Referral }> {
  const current = await deps.store.referral(delivery.referral_id);
  const referral =
    delivery.task === 'follow' || current?.version === delivery.version
      ? current
      : await deps.store.referralAt(delivery.referral_id, delivery.version);
  if (referral === null || current === null) throw new Error('a delivery names a referral that is not there');
  return { referral, current };
}

async function messageFor(
  deps: Deps,
  network: NetworkView,
  delivery: Delivery,
  referral: Referral,
  from: string,
  decision: Decision,
): Promise<MessageDisclosure | undefined> {
  const sender = network.organization(from);
  const receiver = network.organization(delivery.recipient);
  const service = network.service(referral.request.service);
  if (sender === undefined || receiver === undefined || service === undefined) return undefined;
  const said = delivery.event === 'submit' ? undefined : await eventAt(deps, delivery);
  const message: ReferralMessage = {
    message_id: delivery.id,
    correlation_id: delivery.correlation_id,
    conversation_id: referral.conversation_id,
    referral_id: referral.id,
    version: referral.version,
    // A follow-up speaks of the submission: what the partner tells of before it is another story.
    at: delivery.task === 'follow' ? referral.created_at : referral.updated_at,
    purpose: delivery.purpose,
    from: sender,
    to: receiver,
    service,
    status: referral.status,
    event_type: delivery.event,
    ...(said === undefined || said.type === 'expire' ? {} : { event: said }),
    request: referral.request,
    progress: referral.progress,
    withheld: [],
  };
  return discloseMessage(message, decision.classes);
}

async function eventAt(deps: Deps, delivery: Delivery): Promise<Recorded['event'] | undefined> {
  const [event] = await deps.store.referralEvents(delivery.referral_id, delivery.version - 1, 1);
  return event === undefined || event.type === 'submit' ? undefined : (event.payload as Recorded).event;
}
