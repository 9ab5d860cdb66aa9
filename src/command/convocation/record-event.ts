import type { ConvocationReceipt } from '../../../contracts/api/convocation-views.ts';
import type { ConvocationAnswer, ConvocationEventRequest } from '../../../contracts/canonical/convocation-event.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { ProblemError } from '../../../contracts/canonical/problem.ts';
import { type Refusal, refuse } from '../../../contracts/canonical/refusal.ts';
import {
  type Actor,
  type Answering,
  availableEvents,
  type ConvocationSaid,
  decide,
  evolve,
  liveCases,
  memberOf,
} from '../../core/convocation/index.ts';
import { civilDate } from '../../core/rome/index.ts';
import { type Account, accountOf, type Decision } from '../../policy/index.ts';
import type { Call, EvidenceSet, NetworkView, Outcome, Unit } from '../../ports.ts';
import { type Again, conclude, persist, replayOf } from '../conclude.ts';
import { plainly } from '../public-record.ts';
import { caseRecord } from './case-record.ts';
import type { ConvocationDeps } from './deps.ts';
import { eventAfter } from './event-after.ts';
import { askAboutCase } from './gate.ts';
import { deniedToAnswer } from './gate-answer.ts';
import { organizationOf } from './line-of.ts';
import { bodyAddresses, networkFacts } from './network-facts.ts';
import { deniedByVoucher } from './outside-voucher.ts';
import { pecFindings } from './pec-findings.ts';
import { convocationReceipt } from './receipt.ts';
import { writeEvent } from './write-event.ts';

type Said = {
  readonly convocation_id: string;
  /** From If-Match; null for an answer, which counts by its sequence. */
  readonly if_match_version: number | null;
  readonly event: ConvocationSaid;
};

/** The organizer says what happens to a convocation; everybody concerned is told what changed for them. */
export const recordConvocationEvent =
  (deps: ConvocationDeps) =>
  (
    call: Call,
    input: {
      readonly convocation_id: string;
      readonly if_match_version: number;
      readonly event: ConvocationEventRequest;
    },
  ): Promise<Outcome<ConvocationReceipt>> =>
    persist(() => attempt(deps, call, input));

/** A body with a system of its own answers for one of its members. Twelve may answer at once. */
export const answerConvocation =
  (deps: ConvocationDeps) =>
  (
    call: Call,
    input: {
      readonly convocation_id: string;
      readonly member_id: string;
      readonly sequence: number;
      readonly response: ConvocationAnswer;
    },
  ): Promise<Outcome<ConvocationReceipt>> => {
    const { convocation_id, member_id, sequence, response: answer } = input;
    const event = { type: 'answer' as const, member_id, answer, sequence, channel: 'api' as const };
    return persist(() => attempt(deps, call, { convocation_id, if_match_version: null, event }), answerAttemptsMax);
  };

export const answerAttemptsMax = 40;

async function attempt(deps: ConvocationDeps, call: Call, input: Said): Promise<Outcome<ConvocationReceipt> | Again> {
  const replay = await replayOf(deps, call);
  if (replay !== null) return replay;
  const at = deps.clock();
  const network = await deps.network();
  const state = await deps.store.convocation(input.convocation_id);
  const actors = state === null ? [] : actorsFor(state, call, input.event);
  if (state === null || actors.length === 0) return refuse('convocation/not-found');
  const operation = input.event.type === 'answer' ? 'convocation.answer' : 'convocation.event';
  const outside = deniedByVoucher(deps, network, call, state, operation, 'in');
  if (outside !== null) return conclude(deps, call, { exchanges: [outside.record] }, outside.refusal);
  if (input.if_match_version !== null && input.if_match_version !== state.version) {
    const available_events = [...availableEvents(state, actors, at)];
    return refuse('request/stale', { current_version: state.version, available_events });
  }
  const { event: said } = input;
  const meeting = said.type === 'reschedule' ? said.meeting : state.meeting;
  const { organizer, purpose } = state;
  const self = { starts_at: state.meeting.starts_at };
  const facts = await networkFacts(deps, network, { organizer, purpose, meeting, self });
  const own = said.type === 'answer' ? bodyAddresses(network, state, said.member_id) : [];
  const decided = decide(state, {
    event: said,
    actors,
    at,
    facts,
    bodyAddresses: own,
    gatewayAddresses: facts.gateway,
  });
  if (decided.refused) return decided;
  if (decided.nothing_new) return convocationReceipt(state, actors, at, 200, 0);
  const asked = await askForNew(deps, network, accountOf(call.caller), state, said, at);
  const event = eventAfter(state, decided, { at, by: call.caller.organization });
  const digest = call.received === undefined ? undefined : await deps.ledgerDigest(call.received);
  const record = (decision: Decision, outcome: string, more: { subject_id?: string; to?: string } = {}) =>
    caseRecord(deps, network, {
      at,
      correlation_id: call.correlation_id,
      operation,
      direction: 'in',
      decision,
      from: call.caller.organization,
      client: call.caller.client_id,
      acting_user: call.caller.acting_user,
      convocation_id: state.id,
      digest,
      outcome,
      ...more,
    });
  const records = asked.map(({ decision, subject_id, to }) =>
    record(decision, decision.permitted ? 'accepted' : 'denied', { subject_id, to }),
  );
  const guards: Unit['guards'] = [
    { holds: 'network_version', version: network.version },
    ...asked.map(({ subject_id, version }) => ({ holds: 'evidence_version' as const, subject_id, version })),
  ];
  const ofCall = record({ ...plainly('permit/supplied'), purpose }, 'accepted');
  const errors = asked.flatMap(({ error }) => (error === null ? [] : [error]));
  if (errors.length > 0) {
    const denied: Refusal = refuse('gate/denied', { errors });
    return conclude(
      deps,
      call,
      { exchanges: [{ ...ofCall, permitted: false, outcome: 'denied' }, ...records], guards },
      denied,
    );
  }
  const after = evolve(state, event);
  const written = await writeEvent(deps, { before: state, after, event, correlation_id: call.correlation_id });
  const findings = said.type === 'change_members' ? pecFindings(deps, said.add ?? [], '/add') : [];
  const unit: Unit = { ...written, exchanges: [ofCall, ...records], guards };
  return conclude(deps, call, unit, convocationReceipt(after, actors, at, 200, written.deliveries.length, findings));
}

/** The organizer, or the body of the member who answers. Nobody else learns that there is such a convocation. */
function actorsFor(state: Convocation, call: Call, said: ConvocationSaid): readonly Actor[] {
  const own = call.caller.organization;
  if (said.type === 'answer') {
    return memberOf(state, said.member_id)?.member.organization === own ? ['member'] : [];
  }
  if (state.organizer === own) return ['organizer'];
  return state.members.some(({ member, removed }) => !removed && member.organization === own) ? ['member'] : [];
}

type Asked = {
  readonly decision: Decision;
  readonly subject_id: string;
  readonly to: string;
  readonly version: number;
  readonly error: ProblemError | null;
};

/** Whether each body of a new member may be told of each of their cases, and the body of who answers still of any. */
async function askForNew(
  deps: ConvocationDeps,
  network: NetworkView,
  account: Account,
  state: Convocation,
  said: ConvocationSaid,
  at: string,
): Promise<readonly Asked[]> {
  if (said.type === 'answer') return askForAnswer(deps, network, account, state, said, at);
  if (said.type !== 'change_members') return [];
  const cases = liveCases(state);
  const evidence = new Map<string, EvidenceSet>();
  for (const { subject_id } of cases) evidence.set(subject_id, await deps.store.evidence(subject_id));
  return (said.add ?? []).flatMap((member, index) =>
    cases
      .filter(({ item }) => member.cases.includes(item.case_ref))
      .map(({ item, subject_id }): Asked => {
        const known = evidence.get(subject_id);
        if (known === undefined) throw new Error('the evidence of each case was read');
        const decision = askAboutCase({
          account,
          network,
          organizer: state.organizer,
          to: member.organization,
          purpose: state.purpose,
          operation: 'convene',
          evidence: known,
          birth_date: item.subject.birth_date ?? null,
          today: civilDate(at),
        });
        const detail = `rule ${decision.rule} denies the case to this body`;
        const error = decision.permitted ? null : { pointer: `/add/${index}`, code: decision.rule, detail };
        return { decision, subject_id, to: member.organization, version: known.version, error };
      }),
  );
}

async function askForAnswer(
  deps: ConvocationDeps,
  network: NetworkView,
  account: Account,
  state: Convocation,
  { member_id, answer }: Answering,
  at: string,
): Promise<readonly Asked[]> {
  const denied = await deniedToAnswer(deps, network, { account, state, member_id, answer, at });
  return denied.map(({ decision, subject_id, version }) => {
    const error = {
      pointer: '/response',
      code: decision.rule,
      detail: `rule ${decision.rule} denies the case to this body`,
    };
    return { decision, subject_id, to: organizationOf(state, member_id), version, error };
  });
}
