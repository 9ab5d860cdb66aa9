import type { TimelineEntry } from '../../contracts/api/views.ts';
import type { DataClass } from '../../contracts/canonical/data-class.ts';
import type { Referral } from '../../contracts/canonical/referral.ts';
import { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import { evolve, type Recorded } from '../core/referral/index.ts';
import { assemble, discloser, publish } from '../policy/index.ts';
import type { Call, Outcome, Page, Said, StoredReferralEvent } from '../ports.ts';
import type { Deps } from './deps.ts';
import { denial } from './gate.ts';
import { actorsOf } from './party.ts';
import { judgedReading, readingRecord } from './reading.ts';

const cutEvent = discloser<ReferralEventRequest>(ReferralEventRequest, 'ReferralEventRequest');

type TimelineLine = Said<TimelineEntry>;

export type ReadTimeline = { readonly referral_id: string; readonly cursor: string | null; readonly limit: number };

/** What happened, in order. What the other side said is disclosed as in the reading of the referral. The cursor is a version. */
export function readTimeline(deps: Deps) {
  return async (call: Call, input: ReadTimeline): Promise<Outcome<Page<TimelineLine>>> => {
    const after = input.cursor === null ? 0 : Number(input.cursor);
    if (!Number.isSafeInteger(after) || after < 0) return refuse('request/invalid-cursor');
    const at = deps.clock();
    const network = await deps.network();
    const referral = await deps.store.referral(input.referral_id);
    if (referral === null) return refuse('referral/not-found');
    const actors = actorsOf(referral, call.caller.organization, network);
    if (!actors.includes('initiator') && !actors.includes('recipient')) return refuse('referral/not-found');
    const reading = { at, network, referral, actors };
    const decisions = await judgedReading(deps, call, reading);
    const before = after === 0 ? null : await deps.store.referralAt(referral.id, after);
    const events = await deps.store.referralEvents(referral.id, after, input.limit + 1);
    const { lines, disclosed, asked } = told(
      before,
      events.slice(0, input.limit),
      call.caller.organization,
      decisions.judged.classes,
    );
    const record = readingRecord(deps, call, reading, decisions, {
      operation: 'referral.timeline',
      asked,
      disclosed,
      digest: await deps.ledgerDigest(new TextEncoder().encode(JSON.stringify(lines))),
      outcome: decisions.judged.permitted ? 'read' : 'denied',
    });
    const written = await deps.store.commit({ exchanges: [record] });
    if (!written.committed) return refuse('gateway/unavailable');
    if (!decisions.judged.permitted && !decisions.request.permitted) return denial(decisions.judged);
    const next_cursor = events.length > input.limit ? String(lines.at(-1)?.version ?? after) : null;
    return { refused: false, status: 200, headers: {}, body: publish({ items: lines, next_cursor }) };
  };
}

function told(
  before: Referral | null,
  events: readonly StoredReferralEvent[],
  reader: string,
  classes: ReadonlySet<DataClass>,
) {
  const asked = new Set<DataClass>();
  const disclosed = new Set<DataClass>();
  let state = before;
  const lines = events.map((event): TimelineLine => {
    state = evolve(state, event);
    const head = { version: event.version, type: event.type, by: event.by, at: event.at, status: state.status };
    const said = (event.payload as Recorded).event;
    if (event.type === 'submit' || said.type === 'expire') return { ...head, withheld: [] };
    const own = event.by === reader;
    const cut = cutEvent(said, own ? new Set(cutEvent(said, new Set()).asked) : classes);
    for (const c of own ? [] : cut.asked) asked.add(c);
    for (const c of own ? [] : cut.disclosed) disclosed.add(c);
    return assemble({ ...head, withheld: cut.withheld }, { event: cut.value });
  });
  return { lines, asked: [...asked], disclosed: [...disclosed] };
}
