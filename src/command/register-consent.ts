import type { Consent, ConsentRequest } from '../../contracts/canonical/consent.ts';
import type { ConsentId } from '../../contracts/canonical/ids.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import { evidenceRegistrars } from '../../contracts/catalogue/purposes.ts';
import { accountOf, type Decision, denied, outsideVoucher, publish } from '../policy/index.ts';
import type { Call, Outcome, Unit } from '../ports.ts';
import { type Again, conclude, persist, replayed } from './conclude.ts';
import type { Deps } from './deps.ts';
import { isRegistrable } from './evidence-account.ts';
import { exchangeRecord } from './exchange-record.ts';
import { denial } from './gate.ts';
import { learnPerson } from './learn-person.ts';
import { plainly } from './public-record.ts';
import { etagOf } from './receipt.ts';
import { resolvePerson } from './resolve-person.ts';

export type ConsentReceipt = Pick<Consent, 'id' | 'version' | 'subject_id' | 'status' | 'registered_at'> & {
  readonly withdrawn_at?: string;
};

/** A body registers evidence about a person: it is what later exchanges stand on. */
export const registerConsent =
  (deps: Deps) =>
  (call: Call, request: ConsentRequest): Promise<Outcome<ConsentReceipt>> =>
    persist(() => attempt(deps, call, request));

async function attempt(deps: Deps, call: Call, request: ConsentRequest): Promise<Outcome<ConsentReceipt> | Again> {
  const at = deps.clock();
  const network = await deps.network();
  const prepared = await resolvePerson(deps, call, request.subject);
  const replay = replayed(prepared.remembered, call);
  if (replay !== null) return replay;
  const unknown = faultsOfScope(request, network) ?? faultsOfTime(request, at);
  if (unknown !== null) return unknown;
  const subject_id = prepared.subject_id ?? deps.newId();
  const allowed = mayRegister(call, request);
  // What needs no file was asked first: only who may register here learns what is on file.
  const ambiguous = allowed.permitted && prepared.ambiguous;
  const decision = ambiguous ? denied('subject/ambiguous') : allowed;
  const record = exchangeRecord({
    id: deps.newId(),
    at,
    correlation_id: call.correlation_id,
    operation: 'consent.register',
    direction: 'in',
    network,
    decision,
    from: call.caller.organization,
    client: call.caller.client_id,
    acting_user: call.caller.acting_user,
    subject_id: decision.permitted ? subject_id : prepared.subject_id,
    digest: call.received === undefined ? undefined : await deps.ledgerDigest(call.received),
    outcome: decision.permitted ? 'registered' : ambiguous ? 'ambiguous' : 'denied',
  });
  if (!decision.permitted) {
    const refusal = ambiguous ? refuse('subject/ambiguous') : denial(decision);
    return conclude(deps, call, { exchanges: [record] }, refusal);
  }
  const { subject: _subject, birth_date, ...evidence } = request;
  const consent: Consent = {
    ...evidence,
    id: deps.newId() as ConsentId,
    version: 1,
    subject_id,
    registered_by: call.caller.organization as Consent['registered_by'],
    status: 'active',
    registered_at: at,
  };
  const unit: Unit = {
    exchanges: [record],
    ...learnPerson(call, prepared, { birth_date }, subject_id, at),
    consents: [consent],
    guards: [
      { holds: 'network_version', version: network.version },
      { holds: 'evidence_version', subject_id, version: prepared.evidence.version },
    ],
  };
  const { id, version, status, registered_at } = consent;
  return conclude(deps, call, unit, {
    refused: false,
    status: 201,
    headers: { etag: etagOf(version), location: `/v1/consents/${id}` },
    body: publish({ id, version, subject_id, status, registered_at }),
  });
}

/** Evidence that permits comes from the bodies that answer for it; a refusal or an objection is taken from anybody. */
function mayRegister(call: Call, request: ConsentRequest): Decision {
  const restrains = request.kind === 'objection' || request.kind === 'refusal';
  if (!restrains && !evidenceRegistrars.includes(call.caller.organization_kind)) return denied('party/not-registrar');
  return isRegistrable(accountOf(call.caller), request)
    ? plainly('permit/supplied')
    : outsideVoucher(request.scope.purpose ?? null);
}

/** A word given tomorrow would outrank every word until then. */
const faultsOfTime = (request: ConsentRequest, at: string) =>
  Date.parse(request.given_at) > Date.parse(at)
    ? refuse('request/invalid-body', {
        errors: [{ pointer: '/given_at', code: 'out_of_range', detail: 'is in the future' }],
      })
    : null;

function faultsOfScope(request: ConsentRequest, network: Awaited<ReturnType<Deps['network']>>) {
  const { purpose, recipient } = request.scope;
  if (purpose !== undefined && network.purpose(purpose) === undefined) {
    return refuse('gate/purpose-unknown', {
      errors: [{ pointer: '/scope/purpose', code: 'unknown', detail: 'is not a purpose of the catalogue' }],
    });
  }
  if (recipient !== undefined && network.organization(recipient) === undefined) {
    return refuse('referral/recipient-unknown', {
      errors: [{ pointer: '/scope/recipient', code: 'unknown', detail: 'is not a body of the network' }],
    });
  }
  return null;
}
