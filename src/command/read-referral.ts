import type { ReferralHead, ReferralView } from '../../contracts/api/views.ts';
import type { DataClass } from '../../contracts/canonical/data-class.ts';
import { dataClasses } from '../../contracts/canonical/data-class.ts';
import { type Referral, ReferralProgress, ReferralRequest } from '../../contracts/canonical/referral.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import { availableEvents } from '../core/referral/index.ts';
import { assemble, discloser } from '../policy/index.ts';
import type { Call, Outcome, Said } from '../ports.ts';
import type { Deps } from './deps.ts';
import { denial } from './gate.ts';
import { actorsOf, maySee } from './party.ts';
import { judgedReading, readingRecord } from './reading.ts';
import { etagOf } from './receipt.ts';

const cutRequest = discloser<ReferralRequest>(ReferralRequest, 'ReferralRequest');
const cutProgress = discloser<ReferralProgress>(ReferralProgress, 'ReferralProgress');

/** Either side reads the referral: its own part whole, the other's as far as the gate permits. The reading is an exchange. */
export function readReferral(deps: Deps) {
  return async (call: Call, input: { readonly referral_id: string }): Promise<Outcome<Said<ReferralView>>> => {
    const at = deps.clock();
    const network = await deps.network();
    const referral = await deps.store.referral(input.referral_id);
    if (referral === null) return refuse('referral/not-found');
    const actors = actorsOf(referral, call.caller.organization, network);
    if (!maySee(referral, actors)) return refuse('referral/not-found');
    const reading = { at, network, referral, actors };
    const decisions = await judgedReading(deps, call, reading);
    const request = cutRequest(referral.request, decisions.request.classes);
    const progress = cutProgress(referral.progress, decisions.progress.classes);
    const others = decisions.judged;
    // What a body supplied itself is not disclosed to it: the record is about the other body's part.
    const theirs = decisions.request === others ? request : progress;
    // A provider that only looks at an open referral does not learn what kinds of data there are.
    const isParty = actors.includes('initiator') || actors.includes('recipient');
    const withheld = isParty ? unique([...request.withheld, ...progress.withheld]) : [];
    const record = readingRecord(deps, call, reading, decisions, {
      operation: 'referral.read',
      // A glimpse of an open referral discloses nobody, and its record names nobody to who reads it back.
      subject_id: isParty || !others.permitted ? referral.subject_id : null,
      asked: theirs.asked,
      disclosed: theirs.disclosed,
      digest: await deps.ledgerDigest(new TextEncoder().encode(JSON.stringify([request.value, progress.value]))),
      outcome: others.permitted ? 'read' : isParty ? 'denied' : 'not-found',
    });
    const written = await deps.store.commit({
      exchanges: [record],
      guards: [{ holds: 'evidence_version', subject_id: referral.subject_id, version: decisions.evidence.version }],
    });
    if (!written.committed) return refuse('gateway/unavailable');
    // Who could not claim an open referral is told what anybody without business there is told.
    if (!others.permitted && !isParty) return refuse('referral/not-found');
    if (!others.permitted && !decisions.request.permitted) return denial(others);
    const { turn, question } = referral;
    const head = {
      ...headOf(referral, isParty),
      ...(turn !== null && decisions.questionOpen ? { turn } : {}),
      ...(question !== null && decisions.questionOpen ? { question } : {}),
      available_events: availableEvents(referral, actors),
      withheld,
    };
    const body = assemble(head, { request: request.value, progress: progress.value });
    return { refused: false, status: 200, headers: { etag: etagOf(referral.version) }, body };
  };
}

/** The lines of a referral that hold nothing but codes, states and pseudonyms. */
const headOf = (referral: Referral, isParty: boolean): ReferralHead => ({
  id: referral.id,
  version: referral.version,
  status: referral.status,
  ...(isParty ? { subject_id: referral.subject_id } : {}),
  ...(referral.recipient === null ? {} : { recipient: referral.recipient }),
  initiator: referral.request.initiator,
  service: referral.request.service,
  purpose: referral.request.purpose,
  kind: referral.request.kind,
  conversation_id: referral.conversation_id,
  created_at: referral.created_at,
  updated_at: referral.updated_at,
});

const unique = (classes: readonly DataClass[]): readonly DataClass[] => dataClasses.filter((c) => classes.includes(c));
