import type { ReferralOutcome } from '../../contracts/api/replies.ts';
import type { ReferralStatus } from '../../contracts/canonical/codes.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import { publish } from '../policy/index.ts';
import type { Call, Outcome } from '../ports.ts';
import type { Deps } from './deps.ts';
import { denial } from './gate.ts';
import { actorsOf } from './party.ts';
import { recorded } from './public-record.ts';
import { judgedReading, readingRecord } from './reading.ts';

const unanswered: readonly ReferralStatus[] = ['requested', 'received'];
const retryAfterSeconds = 60;

/** Whether the recipient has answered (NONBLOCK_PULL_REST): not yet, or where to read what it said. As much an exchange as reading it. */
export function readOutcome(deps: Deps) {
  return async (call: Call, input: { readonly referral_id: string }): Promise<Outcome<ReferralOutcome>> => {
    const at = deps.clock();
    const network = await deps.network();
    const referral = await deps.store.referral(input.referral_id);
    const actors = referral === null ? [] : actorsOf(referral, call.caller.organization, network);
    const isInitiator = actors.includes('initiator');
    if (referral === null || !(isInitiator || actors.includes('recipient'))) return refuse('referral/not-found');
    const reading = { at, network, referral, actors };
    const decisions = await judgedReading(deps, call, reading);
    const { request, judged, evidence } = decisions;
    const record = readingRecord(deps, call, reading, decisions, {
      operation: 'referral.read',
      asked: ['service_status'],
      outcome: judged.permitted ? 'read' : 'denied',
    });
    const guards = [{ holds: 'evidence_version' as const, subject_id: referral.subject_id, version: evidence.version }];
    const unwritten = await recorded(deps, record, guards);
    if (unwritten !== null) return unwritten;
    // How its own referral stands is the initiator's to know, whatever else it may see of it.
    if (!judged.permitted && !request.permitted) return denial(judged);
    return unanswered.includes(referral.status)
      ? {
          refused: false,
          status: 200,
          headers: { 'retry-after': String(retryAfterSeconds) },
          body: publish({ status: 'processing' as const }),
        }
      : { refused: false, status: 303, headers: { location: `/v1/referrals/${referral.id}` }, body: null };
  };
}
