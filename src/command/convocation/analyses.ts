import type { PreliminaryAnalysisView } from '../../../contracts/api/convocation-views.ts';
import { dataClasses } from '../../../contracts/canonical/data-class.ts';
import type { Exchange } from '../../../contracts/canonical/exchange.ts';
import type {
  PreliminaryAnalysis,
  PreliminaryAnalysisReceipt,
  PreliminaryAnalysisRequest,
} from '../../../contracts/canonical/preliminary-analysis.ts';
import { PreliminaryAnalysisRequest as Schema } from '../../../contracts/canonical/preliminary-analysis.ts';
import { type Refusal, refuse } from '../../../contracts/canonical/refusal.ts';
import { civilDate } from '../../core/rome/index.ts';
import { accountOf, assemble, coversPurpose, discloser, outsideVoucher, publish } from '../../policy/index.ts';
import type { Answer, Call, NetworkView, Outcome, Page, Said, Unit } from '../../ports.ts';
import { type Again, conclude, persist, replayed } from '../conclude.ts';
import type { Deps } from '../deps.ts';
import { exchangeRecord } from '../exchange-record.ts';
import { denial } from '../gate.ts';
import { plainly, plainRecord, recorded } from '../public-record.ts';
import { etagOf } from '../receipt.ts';
import { resolvePerson } from '../resolve-person.ts';
import { taxCodeFindings } from '../tax-code-findings.ts';

const cut = discloser<PreliminaryAnalysisRequest>(Schema, 'PreliminaryAnalysisRequest');
const assessors = ['comune', 'ats'];
const assessedLater = refuse('request/invalid-body', {
  errors: [{ pointer: '/assessed_on', code: 'out_of_range', detail: 'is in the future' }],
});

/** A social service records its first assessment of a household. It is kept sealed under the person's key. */
export const recordAnalysis = (deps: Deps) => (call: Call, content: PreliminaryAnalysisRequest) =>
  persist(() => record(deps, call, content));

async function record(
  deps: Deps,
  call: Call,
  content: PreliminaryAnalysisRequest,
): Promise<Outcome<PreliminaryAnalysisReceipt> | Again> {
  const at = deps.clock();
  const network = await deps.network();
  const person = await resolvePerson(deps, call, content.subject);
  const replay = replayed(person.remembered, call);
  if (replay !== null) return replay;
  if (!assessors.includes(call.caller.organization_kind)) return refuse('analysis/not-your-kind');
  const denied = deniedByVoucher(deps, call, network, 'analysis.record');
  if (denied !== null) return conclude(deps, call, { exchanges: [denied.record] }, denied.refusal);
  if (person.ambiguous) return refuse('subject/ambiguous');
  if (content.assessed_on > civilDate(at)) return assessedLater;
  const subject_id = person.subject_id ?? deps.newId();
  const { birth_date } = content.subject;
  const made: PreliminaryAnalysis = {
    id: deps.newId(),
    version: 1,
    subject_id,
    recorded_by: call.caller.organization,
    recorded_at: at,
    content,
  };
  const unit: Unit = {
    exchanges: [recordOf(deps, call, network.version, made, 'recorded', await digestOf(deps, call))],
    analyses: [made],
    ...(person.subject_id === null
      ? { subject: { id: subject_id, identifiers: person.identifiers, created_at: at, birth_date } }
      : {}),
    guards: [{ holds: 'network_version', version: network.version }],
  };
  return conclude(deps, call, unit, receiptOf(made, 201));
}

/** Another version, about the same person, by the body that recorded the one before. */
export const reviseAnalysis =
  (deps: Deps) =>
  (
    call: Call,
    input: {
      readonly analysis_id: string;
      readonly if_match_version: number;
      readonly content: PreliminaryAnalysisRequest;
    },
  ) =>
    persist(async (): Promise<Outcome<PreliminaryAnalysisReceipt> | Again> => {
      const before = await ownAnalysis(deps, call, input.analysis_id);
      if (before === null) return refuse('analysis/not-found');
      const network = await deps.network();
      const denied = deniedByVoucher(deps, call, network, 'analysis.record');
      if (denied !== null) return conclude(deps, call, { exchanges: [denied.record] }, denied.refusal);
      if (before.version !== input.if_match_version)
        return refuse('request/stale', { current_version: before.version });
      const person = await resolvePerson(deps, call, input.content.subject);
      if (person.ambiguous) return refuse('subject/ambiguous');
      if (person.subject_id !== before.subject_id) return refuse('analysis/other-person');
      const at = deps.clock();
      if (input.content.assessed_on > civilDate(at)) return assessedLater;
      const { id, subject_id, recorded_by } = before;
      const made = {
        id,
        subject_id,
        recorded_by,
        version: before.version + 1,
        recorded_at: at,
        content: input.content,
      };
      const record = recordOf(deps, call, network.version, made, 'revised', await digestOf(deps, call));
      return conclude(deps, call, { exchanges: [record], analyses: [made] }, receiptOf(made, 200));
    });

/** The body that recorded it reads it whole, and the reading is recorded. */
export const readAnalysis =
  (deps: Deps) =>
  async (
    call: Call,
    { analysis_id }: { readonly analysis_id: string },
  ): Promise<Outcome<Said<PreliminaryAnalysisView>>> => {
    const found = await ownAnalysis(deps, call, analysis_id);
    if (found === null) return refuse('analysis/not-found');
    const network = await deps.network();
    const denied = deniedByVoucher(deps, call, network, 'analysis.read');
    if (denied !== null) return (await recorded(deps, denied.record)) ?? denied.refusal;
    const evidence = await deps.store.evidence(found.subject_id);
    // A protected address is for the restricted role only, even within the body that knows it.
    const hidden = evidence.protected_address && !call.caller.scopes.includes('protected_address:read');
    const classes = new Set(dataClasses.filter((c) => !hidden || (c !== 'residence' && c !== 'violence_protection')));
    const { value } = cut(found.content, classes);
    const record = recordOf(deps, call, network.version, found, 'read', await deps.ledgerDigest(encoded(value)));
    const { content: _, ...head } = found;
    const refusal = await recorded(deps, { ...record, operation: 'analysis.read', direction: 'out' });
    if (refusal !== null) return refusal;
    const body = assemble(head, { content: value });
    return { refused: false, status: 200, headers: { etag: etagOf(found.version) }, body };
  };

export const listAnalyses =
  (deps: Deps) =>
  async (
    call: Call,
    input: { readonly subject_id?: string | undefined; readonly cursor: string | null; readonly limit: number },
  ): Promise<Outcome<Page<PreliminaryAnalysisReceipt>>> => {
    const { cursor, limit, subject_id } = input;
    const network = await deps.network();
    const denied = deniedByVoucher(deps, call, network, 'analysis.read');
    if (denied !== null) return (await recorded(deps, denied.record)) ?? denied.refusal;
    const filter = { recorded_by: call.caller.organization, subject_id };
    const page = await deps.store.listAnalyses(filter, cursor, limit);
    if (page === 'invalid_cursor') return refuse('request/invalid-cursor');
    const facts = { operation: 'analysis.read' as const, direction: 'out' as const, outcome: 'listed' };
    const refusal = await recorded(deps, plainRecord(deps, call, network.version, facts));
    return refusal ?? { refused: false, status: 200, headers: {}, body: publish(page) };
  };

/** An assessment is made so that a team may be convened: under a voucher, one for a purpose that convenes. Null: nothing stands against it. */
function deniedByVoucher(
  deps: Deps,
  call: Call,
  network: NetworkView,
  operation: 'analysis.record' | 'analysis.read',
): { readonly record: Exchange; readonly refusal: Refusal } | null {
  const account = accountOf(call.caller);
  const convening = network.purposes.filter(({ operations }) => operations.includes('convene'));
  if (convening.some(({ code }) => coversPurpose(account, code))) return null;
  const decision = outsideVoucher(null);
  const direction = operation === 'analysis.read' ? 'out' : 'in';
  const record = plainRecord(deps, call, network.version, { operation, direction, decision, outcome: 'denied' });
  return { record, refusal: denial(decision) };
}

async function ownAnalysis(deps: Deps, call: Call, id: string): Promise<PreliminaryAnalysis | null> {
  const found = await deps.store.analysis(id);
  return found?.recorded_by === call.caller.organization ? found : null;
}

const encoded = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const digestOf = async (deps: Deps, call: Call) =>
  call.received === undefined ? undefined : deps.ledgerDigest(call.received);

const recordOf = (
  deps: Deps,
  call: Call,
  version: number,
  about: PreliminaryAnalysis,
  outcome: string,
  digest: string | undefined,
) =>
  exchangeRecord({
    id: deps.newId(),
    at: deps.clock(),
    correlation_id: call.correlation_id,
    operation: 'analysis.record',
    direction: 'in',
    network: { version },
    decision: plainly(outcome === 'read' ? 'permit/own-data' : 'permit/supplied'),
    from: call.caller.organization,
    client: call.caller.client_id,
    acting_user: call.caller.acting_user,
    subject_id: about.subject_id,
    asked: cut(about.content, new Set()).asked,
    disclosed: [],
    digest,
    outcome,
  });

function receiptOf({ content, ...head }: PreliminaryAnalysis, status: 200 | 201): Answer<PreliminaryAnalysisReceipt> {
  const location = status === 201 ? { location: `/v1/preliminary-analyses/${head.id}` } : {};
  const findings = taxCodeFindings(content.subject);
  const body = publish({ ...head, ...(findings.length > 0 ? { findings: [...findings] } : {}) });
  return { refused: false, status, headers: { etag: etagOf(head.version), ...location }, body };
}
