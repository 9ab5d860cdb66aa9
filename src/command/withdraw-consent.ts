import type { Consent } from '../../contracts/canonical/consent.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import { accountOf, outsideVoucher, publish } from '../policy/index.ts';
import type { Call, Outcome } from '../ports.ts';
import { type Again, conclude, persist, replayOf } from './conclude.ts';
import type { Deps } from './deps.ts';
import { isWithdrawable } from './evidence-account.ts';
import { denial } from './gate.ts';
import { plainRecord } from './public-record.ts';
import { etagOf } from './receipt.ts';
import type { ConsentReceipt } from './register-consent.ts';

export type WithdrawConsent = { readonly consent_id: string; readonly withdrawn_at: string };

/** The person takes the evidence back: what waits to be sent on its ground will not be sent. */
export const withdrawConsent =
  (deps: Deps) =>
  (call: Call, input: WithdrawConsent): Promise<Outcome<ConsentReceipt>> =>
    persist(() => attempt(deps, call, input));

async function attempt(deps: Deps, call: Call, input: WithdrawConsent): Promise<Outcome<ConsentReceipt> | Again> {
  const replay = await replayOf(deps, call);
  if (replay !== null) return replay;
  const network = await deps.network();
  const consent = await deps.store.consent(input.consent_id);
  if (consent === null || consent.registered_by !== call.caller.organization) return refuse('consent/not-found');
  const facts = {
    operation: 'consent.withdraw' as const,
    direction: 'in' as const,
    subject_id: consent.subject_id,
    digest: call.received === undefined ? undefined : await deps.ledgerDigest(call.received),
  };
  if (!isWithdrawable(accountOf(call.caller), consent)) {
    const decision = outsideVoucher(consent.scope.purpose ?? null);
    const denied = plainRecord(deps, call, network.version, { ...facts, decision, outcome: 'denied' });
    return conclude(deps, call, { exchanges: [denied] }, denial(decision));
  }
  if (consent.status === 'withdrawn') return refuse('consent/already-withdrawn', { current_version: consent.version });
  const before = Date.parse(input.withdrawn_at) < Date.parse(consent.given_at);
  const ahead = Date.parse(input.withdrawn_at) > Date.parse(deps.clock());
  if (before || ahead)
    return refuse('request/invalid-body', {
      errors: [
        {
          pointer: '/withdrawn_at',
          code: 'out_of_range',
          detail: before ? 'is before the evidence was given' : 'is in the future',
        },
      ],
    });
  const evidence = await deps.store.evidence(consent.subject_id);
  const after: Consent = {
    ...consent,
    version: consent.version + 1,
    status: 'withdrawn',
    withdrawn_at: input.withdrawn_at,
  };
  const record = plainRecord(deps, call, network.version, {
    ...facts,
    rule: 'permit/supplied',
    outcome: 'withdrawn',
  });
  const unit = {
    exchanges: [record] as const,
    consents: [after],
    guards: [{ holds: 'evidence_version' as const, subject_id: consent.subject_id, version: evidence.version }],
  };
  const { id, version, subject_id, status, registered_at } = after;
  return conclude(deps, call, unit, {
    refused: false,
    status: 200,
    headers: { etag: etagOf(version) },
    body: publish({ id, version, subject_id, status, registered_at, withdrawn_at: input.withdrawn_at }),
  });
}
