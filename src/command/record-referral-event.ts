import type { DataClass } from '../../contracts/canonical/data-class.ts';
import type { Referral } from '../../contracts/canonical/referral.ts';
import { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import { type Refusal, refuse } from '../../contracts/canonical/refusal.ts';
import { type Actor, availableEvents, decide as decideEvent, evolve } from '../core/referral/index.ts';
import { civilDates } from '../core/rome/index.ts';
import { type Account, accountOf, type Decision, discloser } from '../policy/index.ts';
import type { Answer, Call, EvidenceSet, NetworkView, Outcome, StoredReferralEvent, Unit } from '../ports.ts';
import { askToClaim } from './ask-to-claim.ts';
import { type Again, conclude, persist, replayOf } from './conclude.ts';
import { deliveriesFor, someoneUntold } from './deliveries.ts';
import type { Deps } from './deps.ts';
import { exchangeRecord } from './exchange-record.ts';
import { askGate, denial, isClosing, returnPurpose } from './gate.ts';
import { actorsOf, maySee } from './party.ts';
import { type ReferralReceipt, referralReceipt } from './receipt.ts';

const cutEvent = discloser<ReferralEventRequest>(ReferralEventRequest, 'ReferralEventRequest');

export type RecordEvent = {
  readonly referral_id: string;
  /** From If-Match; null where the speaker's protocol has no such thing. */
  readonly if_match_version: number | null;
  readonly event: ReferralEventRequest;
};

/** One side says what happened to the referral; the other side's systems will hear of it. */
export function recordReferralEvent(deps: Deps) {
  const dateOf = civilDates();
  return (call: Call, input: RecordEvent): Promise<Outcome<ReferralReceipt>> =>
    persist(() => attempt(deps, dateOf, call, input));
}

async function attempt(
  deps: Deps,
  dateOf: (at: string) => string,
  call: Call,
  input: RecordEvent,
): Promise<Outcome<ReferralReceipt> | Again> {
  const replay = await replayOf(deps, call);
  if (replay !== null) return replay;
  const at = deps.clock();
  const network = await deps.network();
  const referral = await deps.store.referral(input.referral_id);
  if (referral === null) return refuse('referral/not-found');
  const actors = actorsOf(referral, call.caller.organization, network);
  if (!maySee(referral, actors) && !(input.event.type === 'claim' && actors.includes('eligible_body')))
    return refuse('referral/not-found');
  const isParty = actors.includes('initiator') || actors.includes('recipient');
  const evidence = await deps.store.evidence(referral.subject_id);
  const { organization } = call.caller;
  const account = accountOf(call.caller);
  const today = dateOf(at);
  // Who could not claim an open referral is told what anybody without business there is told.
  const claim = isParty ? null : askToClaim({ account, network, referral, organization, evidence, today });
  const unseen = claim?.permitted === false;
  const stale = unseen ? null : staleness(referral, input, actors);
  if (stale !== null) return stale;
  const decision = unseen
    ? claim
    : gateFor({ account, network, referral, actors, input, caller: organization, evidence, today });
  const facts = {
    at,
    correlation_id: call.correlation_id,
    operation: 'referral.event' as const,
    direction: 'in' as const,
    network,
    decision,
    from: organization,
    to: actors.includes('initiator') ? referral.recipient : referral.request.initiator,
    client: call.caller.client_id,
    system: call.caller.system,
    acting_user: call.caller.acting_user,
    referral_id: referral.id,
    asked: classesOf(input.event),
    digest: call.received === undefined ? undefined : await deps.ledgerDigest(call.received),
  };
  const guards = [
    { holds: 'network_version' as const, version: network.version },
    { holds: 'evidence_version' as const, subject_id: referral.subject_id, version: evidence.version },
  ];
  const record = (outcome: string, subject_id: string | null = referral.subject_id) =>
    exchangeRecord({ ...facts, id: deps.newId(), subject_id, outcome });
  if (!decision.permitted) {
    const refusal = unseen ? refuse('referral/not-found') : denial(decision);
    return conclude(deps, call, { exchanges: [record(unseen ? 'not-found' : 'denied')], guards }, refusal);
  }
  const decided = decideEvent(referral, { event: input.event, actors });
  // Whom an open referral is about is told to who claimed it.
  if (decided.refused)
    return conclude(deps, call, { exchanges: [record(decided.code, isParty ? undefined : null)] }, decided);

  const event: StoredReferralEvent = {
    stream: referral.id,
    version: referral.version + 1,
    type: decided.type,
    at,
    by: call.caller.organization,
    subject_id: referral.subject_id,
    payload: decided.payload,
  };
  const after = evolve(referral, event);
  const unit: Unit = {
    exchanges: [record('accepted')],
    events: [event],
    referrals: [after],
    deliveries: deliveriesFor(deps, network, after, { ...event, correlation_id: call.correlation_id }, call.caller),
    guards,
  };
  return conclude(deps, call, unit, receiptOf(network, after, event));
}

function receiptOf(network: NetworkView, after: Referral, event: StoredReferralEvent): Answer<ReferralReceipt> {
  const findings = someoneUntold(network, after, event) ? [{ pointer: '', code: 'counterpart/no-system' }] : [];
  return referralReceipt(after, actorsOf(after, event.by, network), 200, findings);
}

function staleness(referral: Referral, input: RecordEvent, actors: readonly Actor[]): Refusal | null {
  if (input.if_match_version === null || input.if_match_version === referral.version) return null;
  const available_events = availableEvents(referral, actors);
  if (input.event.type === 'claim' && referral.recipient !== null)
    return refuse('referral/already-claimed', { available_events });
  return refuse('request/stale', { current_version: referral.version, available_events });
}

const classesOf = (event: ReferralEventRequest): readonly DataClass[] => cutEvent(event, new Set()).asked;

type GateInput = {
  readonly account: Account;
  readonly network: NetworkView;
  readonly referral: Referral;
  readonly actors: readonly Actor[];
  readonly input: RecordEvent;
  readonly caller: string;
  readonly evidence: EvidenceSet;
  readonly today: string;
};

/** What the initiator adds goes out under the purpose of the referral; what the recipient answers comes back under the return purpose. */
function gateFor({ account, network, referral, actors, input, caller, evidence, today }: GateInput): Decision {
  const { request } = referral;
  const common = { account, network, request, evidence, today, closing: isClosing(input.event.type) };
  // The claim asks for the data of the referral: it is the referral to this body that the gate judges.
  if (input.event.type === 'claim')
    return askToClaim({ account, network, referral, organization: caller, evidence, today });
  if (actors.includes('initiator')) {
    const to =
      referral.recipient ?? network.service(request.service)?.providers.find((p) => p !== request.initiator) ?? '';
    return askGate({ ...common, from: request.initiator, to, operation: 'refer', purpose: request.purpose });
  }
  return askGate({
    ...common,
    from: caller,
    to: request.initiator,
    operation: 'answer',
    purpose: returnPurpose(network, request.purpose),
  });
}
