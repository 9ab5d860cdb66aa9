import type { ReferralId } from '../../contracts/canonical/ids.ts';
import { type Referral, ReferralRequest, type ReplyTo } from '../../contracts/canonical/referral.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import { evolve, type Submitted } from '../core/referral/index.ts';
import { civilDates } from '../core/rome/index.ts';
import { accountOf, type Decision, denied, discloser } from '../policy/index.ts';
import type { Call, EvidenceSet, NetworkView, Outcome, StoredReferralEvent, Unit } from '../ports.ts';
import { answeredLater, replyToOf } from './answer-later.ts';
import { checkReferralRequest } from './check-referral-request.ts';
import { type Again, conclude, persist, replayed } from './conclude.ts';
import { deliveriesFor, someoneUntold } from './deliveries.ts';
import type { Deps } from './deps.ts';
import { exchangeRecord } from './exchange-record.ts';
import { askGate, denial } from './gate.ts';
import { learnPerson, learnProtection } from './learn-person.ts';
import { type ReferralReceipt, referralReceipt } from './receipt.ts';
import { resolvePerson } from './resolve-person.ts';
import { taxCodeFindings } from './tax-code-findings.ts';

const cutRequest = discloser<ReferralRequest>(ReferralRequest, 'ReferralRequest');

/** The initiator sends one person to one service of one body, or to whichever body claims it. */
export function submitReferral(deps: Deps) {
  const dateOf = civilDates();
  return (call: Call, request: ReferralRequest): Promise<Outcome<ReferralReceipt>> =>
    persist(() => attempt(deps, dateOf, call, request));
}

async function attempt(
  deps: Deps,
  dateOf: (at: string) => string,
  call: Call,
  request: ReferralRequest,
): Promise<Outcome<ReferralReceipt> | Again> {
  const at = deps.clock();
  const network = await deps.network();
  const prepared = await resolvePerson(deps, call, request.subject);
  const replay = replayed(prepared.remembered, call);
  if (replay !== null) return replay;
  const isOwn = request.initiator === call.caller.organization;
  // Nobody learns from a contradiction what is on file for others.
  const replyTo = isOwn ? replyToOf(network, call) : undefined;
  if (replyTo !== undefined && 'refused' in replyTo) return replyTo;
  const fault = isOwn ? await checkReferralRequest(deps, network, request, prepared) : null;
  if (fault !== null) return fault;

  const known = prepared.subject_id;
  const subject_id = known ?? deps.newId();
  const judged = decideSubmission(network, call, request, prepared.evidence, dateOf(at));
  // Whatever needs no file was asked first: what is left is what is on file.
  const ambiguous = prepared.ambiguous && (judged.permitted || judged.rule.startsWith('evidence/'));
  const decision = ambiguous ? denied('subject/ambiguous', { purpose: request.purpose }) : judged;
  const { asked } = cutRequest(request, decision.classes);
  const facts = {
    at,
    correlation_id: call.correlation_id,
    operation: 'referral.submit' as const,
    direction: 'in' as const,
    network,
    decision,
    from: call.caller.organization,
    to: request.recipient,
    client: call.caller.client_id,
    system: call.caller.system,
    acting_user: call.caller.acting_user,
    asked,
    digest: call.received === undefined ? undefined : await deps.ledgerDigest(call.received),
  };
  const guards = [
    { holds: 'network_version' as const, version: network.version },
    ...(known === null
      ? []
      : [{ holds: 'evidence_version' as const, subject_id: known, version: prepared.evidence.version }]),
  ];
  if (!decision.permitted) {
    const outcome = ambiguous ? 'ambiguous' : 'denied';
    const record = exchangeRecord({ ...facts, id: deps.newId(), subject_id: known, outcome });
    const refusal = ambiguous ? refuse('subject/ambiguous') : denial(decision);
    const unit = { exchanges: [record] as const, ...learnProtection(prepared, saidOf(request)), guards };
    return conclude(deps, call, unit, refusal);
  }

  const state = submitted(deps, request, subject_id, at, replyTo);
  const unit: Unit = {
    exchanges: [
      exchangeRecord({ ...facts, id: deps.newId(), subject_id, referral_id: state.referral.id, outcome: 'accepted' }),
    ],
    ...learnPerson(call, prepared, saidOf(request), subject_id, at),
    events: [state.event],
    referrals: [state.referral],
    deliveries: deliveriesFor(
      deps,
      network,
      state.referral,
      { ...state.event, correlation_id: call.correlation_id },
      call.caller,
    ),
    guards,
  };
  const findings = [
    ...taxCodeFindings(request.subject),
    ...(someoneUntold(network, state.referral, state.event)
      ? [{ pointer: '/recipient', code: 'recipient/no-system' }]
      : []),
  ];
  const receipt = referralReceipt(state.referral, ['initiator'], 201, findings);
  return conclude(deps, call, unit, answeredLater(call, receipt));
}

/** A body speaks in its own name; an open referral needs one provider at least to whom it may go. */
function decideSubmission(
  network: NetworkView,
  call: Call,
  request: ReferralRequest,
  evidence: EvidenceSet,
  today: string,
): Decision {
  if (request.initiator !== call.caller.organization) return denied('party/not-yours', { purpose: request.purpose });
  const providers =
    request.recipient === undefined ? (network.service(request.service)?.providers ?? []) : [request.recipient];
  const decisions = providers
    .filter((to) => to !== request.initiator)
    .map((to) =>
      askGate({
        account: accountOf(call.caller),
        network,
        from: request.initiator,
        to,
        operation: 'refer',
        purpose: request.purpose,
        request,
        evidence,
        today,
      }),
    );
  return decisions.find((d) => d.permitted) ?? decisions[0] ?? denied('party/unknown', { purpose: request.purpose });
}

function submitted(
  deps: Deps,
  request: ReferralRequest,
  subject_id: string,
  at: string,
  reply_to: ReplyTo | undefined,
): { event: StoredReferralEvent; referral: Referral } {
  const id = deps.newId() as ReferralId;
  const payload: Submitted = { request, conversation_id: id, ...(reply_to === undefined ? {} : { reply_to }) };
  const event: StoredReferralEvent = {
    stream: id,
    version: 1,
    type: 'submit',
    at,
    by: request.initiator,
    subject_id,
    payload,
  };
  return { event, referral: evolve(null, event) };
}

/** What a referral says of the person that outlives it. */
const saidOf = ({ subject, safety }: ReferralRequest) => ({
  birth_date: subject.birth_date,
  protected_address: safety?.protected_address === true,
});
