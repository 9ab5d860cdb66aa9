import type { ConvocationReceipt } from '../../../contracts/api/convocation-views.ts';
import type { AgendaCase, ConvocationRequest } from '../../../contracts/canonical/convocation.ts';
import type { Exchange } from '../../../contracts/canonical/exchange.ts';
import type { ProblemError } from '../../../contracts/canonical/problem.ts';
import { type Refusal, refuse } from '../../../contracts/canonical/refusal.ts';
import { decide, evolve } from '../../core/convocation/index.ts';
import { civilDate } from '../../core/rome/index.ts';
import { accountOf } from '../../policy/index.ts';
import type { Call, Finding, NetworkView, NewSubject, Outcome, Unit } from '../../ports.ts';
import { type Again, conclude, persist, replayed } from '../conclude.ts';
import { type Person, resolvePerson } from '../resolve-person.ts';
import { taxCodeFindings } from '../tax-code-findings.ts';
import { caseRecord } from './case-record.ts';
import type { ConvocationDeps } from './deps.ts';
import { askAboutCase } from './gate.ts';
import { networkFacts } from './network-facts.ts';
import { pecFindings } from './pec-findings.ts';
import { convocationReceipt } from './receipt.ts';
import { writeEvent } from './write-event.ts';

/** A case of the request with who it is about on file. */
type Known = {
  readonly item: AgendaCase;
  readonly index: number;
  readonly person: Person;
  readonly subject_id: string;
  readonly analysis_version: number | null;
};

/** The organizer calls a team: every fault of the composition at once, then the gate for each case and body, then the mails. */
export const convene =
  (deps: ConvocationDeps) =>
  (call: Call, request: ConvocationRequest): Promise<Outcome<ConvocationReceipt>> =>
    persist(() => attempt(deps, call, request));

async function attempt(
  deps: ConvocationDeps,
  call: Call,
  request: ConvocationRequest,
): Promise<Outcome<ConvocationReceipt> | Again> {
  const at = deps.clock();
  const network = await deps.network();
  const people = await Promise.all(request.agenda.map(({ subject }) => resolvePerson(deps, call, subject)));
  const replay = replayed(people[0]?.remembered ?? null, call);
  if (replay !== null) return replay;
  if (request.organizer !== call.caller.organization) return notYours;
  if (network.purpose(request.purpose) === undefined) return unknownPurpose;
  const analyses = await Promise.all(
    request.agenda.map(({ analysis_id }) => (analysis_id === undefined ? null : deps.store.analysis(analysis_id))),
  );
  const faults: ProblemError[] = [];
  const known = request.agenda.map((item, index): Known => {
    const person = people[index];
    if (person === undefined) throw new Error('a case has no person');
    if (person.ambiguous)
      faults.push(fault(`/agenda/${index}/subject`, 'ambiguous', 'the identifiers are on file for different people'));
    const analysis = analyses[index] ?? null;
    const isTheirs = analysis?.recorded_by === request.organizer && analysis.subject_id === person.subject_id;
    if (item.analysis_id !== undefined && !isTheirs) {
      faults.push(
        fault(`/agenda/${index}/analysis_id`, 'unknown', 'is no analysis of this person that the organizer recorded'),
      );
    }
    return {
      item,
      index,
      person,
      subject_id: person.subject_id ?? deps.newId(),
      analysis_version: analysis?.version ?? null,
    };
  });
  const subjects = known.map(({ item, subject_id, analysis_version }) => ({
    case_ref: item.case_ref,
    subject_id,
    analysis_version,
  }));
  const facts = await networkFacts(deps, network, { ...request, self: null });
  const reminder_days = network.document.convocations?.reminder_days;
  const event = { type: 'convene' as const, request, subjects, reminder_days };
  const decided = decide(null, { event, actors: ['organizer'], at, facts });
  if (decided.refused) return withFaults(decided, faults);
  if (faults.length > 0) return refuse('convocation/not-consistent', { errors: faults });
  if (decided.nothing_new) throw new Error('convening is always news');

  const id = deps.newId();
  const asked = askAll(deps, network, call, request, known, id, at);
  const guards: Unit['guards'] = [
    { holds: 'network_version', version: network.version },
    ...known
      .filter(({ person }) => person.subject_id !== null)
      .map(({ subject_id, person }) => ({
        holds: 'evidence_version' as const,
        subject_id,
        version: person.evidence.version,
      })),
  ];
  if (asked.denials.length > 0) {
    const refusal = refuse('gate/denied', { errors: asked.denials });
    return conclude(deps, call, { exchanges: asked.records, guards }, refusal);
  }
  const head = {
    stream: id,
    version: 1,
    type: decided.type,
    at,
    by: call.caller.organization,
    subject_id: id,
  } as const;
  const stored = { ...head, payload: decided.payload, parts: decided.parts };
  const after = evolve(null, stored);
  const written = await writeEvent(deps, { before: null, after, event: stored, correlation_id: call.correlation_id });
  const unit: Unit = {
    ...written,
    exchanges: asked.records,
    subjects: [{ id, identifiers: [], created_at: at }, ...newSubjects(known, at)],
    guards,
  };
  return conclude(
    deps,
    call,
    unit,
    convocationReceipt(after, ['organizer'], at, 201, written.deliveries.length, findingsOf(deps, request)),
  );
}

/** What was taken as said and may still not be meant so, or not arrive. */
const findingsOf = (deps: ConvocationDeps, { agenda, members }: ConvocationRequest): readonly Finding[] => [
  ...agenda.flatMap(({ subject }, index) => taxCodeFindings(subject, `/agenda/${index}/subject`)),
  ...pecFindings(deps, members, '/members'),
];

const notYours: Refusal = refuse('convocation/not-your-event', {
  detail: 'A body convenes in its own name only.',
  errors: [{ pointer: '/organizer', code: 'not_allowed', detail: 'is not the body of the caller' }],
});
const unknownPurpose: Refusal = refuse('gate/purpose-unknown', {
  errors: [{ pointer: '/purpose', code: 'unknown', detail: 'is not a purpose of the catalogue' }],
});
const fault = (pointer: string, code: string, detail: string): ProblemError => ({ pointer, code, detail });

const withFaults = (refusal: Refusal, faults: readonly ProblemError[]): Refusal =>
  refusal.code === 'convocation/not-consistent'
    ? { ...refusal, errors: [...(refusal.errors ?? []), ...faults].slice(0, 100) }
    : refusal;

/** The people of the agenda who are not on file yet. */
const newSubjects = (known: readonly Known[], at: string): readonly NewSubject[] =>
  known
    .filter(({ person }) => person.subject_id === null)
    .map(({ item, person, subject_id }) => ({
      id: subject_id,
      identifiers: person.identifiers,
      created_at: at,
      birth_date: item.subject.birth_date,
    }));

/** Whether each body may be told of each of its cases: one record for each, one error for each that is denied. */
function askAll(
  deps: ConvocationDeps,
  network: NetworkView,
  call: Call,
  request: ConvocationRequest,
  known: readonly Known[],
  convocation_id: string,
  at: string,
): { readonly records: readonly [Exchange, ...Exchange[]]; readonly denials: readonly ProblemError[] } {
  const denials: ProblemError[] = [];
  const records = known.flatMap(({ item, person, subject_id, index }) => {
    const bodies = new Set(request.members.filter((m) => m.cases.includes(item.case_ref)).map((m) => m.organization));
    return [...bodies].map((to) => {
      const decision = askAboutCase({
        account: accountOf(call.caller),
        network,
        organizer: request.organizer,
        to,
        purpose: request.purpose,
        operation: 'convene',
        evidence: person.evidence,
        birth_date: item.subject.birth_date ?? null,
        today: civilDate(at),
      });
      if (!decision.permitted)
        denials.push(fault(`/agenda/${index}`, decision.rule, `rule ${decision.rule} denies it for ${to}`));
      return caseRecord(deps, network, {
        at,
        correlation_id: call.correlation_id,
        operation: 'convocation.convene',
        direction: 'in',
        decision,
        from: request.organizer,
        to,
        client: call.caller.client_id,
        acting_user: call.caller.acting_user,
        subject_id: decision.permitted ? subject_id : person.subject_id,
        convocation_id,
        outcome: decision.permitted ? 'accepted' : 'denied',
      });
    });
  });
  const [first, ...others] = records;
  if (first === undefined) throw new Error('a convocation has a case with a member');
  return { records: [first, ...others], denials };
}
