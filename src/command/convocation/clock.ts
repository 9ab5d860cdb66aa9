import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { Exchange } from '../../../contracts/canonical/exchange.ts';
import { mailRelays } from '../../../contracts/catalogue/mail-relays.ts';
import { activeMembers, type ConvocationSaid, decide, due, evolve } from '../../core/convocation/index.ts';
import type { ConvocationHead, Log, NetworkView, Unit } from '../../ports.ts';
import { plainly } from '../public-record.ts';
import { caseRecord } from './case-record.ts';
import type { ConvocationDeps } from './deps.ts';
import { eventAfter } from './event-after.ts';
import { plusHours } from './instants.ts';
import { earliest, headOf, receiptHoursMax, writeEvent } from './write-event.ts';

const againHours = 1;

/**
 * What the clock does for convocations: reminders, the end of the term for answers, certified mail without a receipt. Says how many it served. One
 * that cannot be served, such as one whose rows were damaged, is tried again in an hour and holds up no other.
 */
export const tickConvocations =
  (deps: ConvocationDeps, log: Log) =>
  async (limit: number): Promise<number> => {
    const heads = await deps.store.dueConvocations(deps.clock(), limit);
    const network = await deps.network();
    for (const head of heads) {
      const at = deps.clock();
      const record = recordOf(deps, network, head, at);
      try {
        await serve(deps, head, record, at);
      } catch (error) {
        const name = error instanceof Error ? error.name : typeof error;
        log('error', 'convocation.clock_failed', { convocation_id: head.id, error: name });
        const nextDue = { id: head.id, version: head.version, next_due: plusHours(at, againHours) };
        await deps.store.commit({ exchanges: [record('failed')], nextDue });
      }
    }
    return heads.length;
  };

type Record = (outcome: string) => Exchange;

const recordOf =
  (deps: ConvocationDeps, network: NetworkView, { id, organizer, purpose }: ConvocationHead, at: string): Record =>
  (outcome) =>
    caseRecord(deps, network, {
      at,
      correlation_id: deps.newId(),
      operation: 'convocation.clock',
      direction: 'out',
      decision: { ...plainly('permit/supplied'), purpose },
      from: organizer,
      convocation_id: id,
      outcome,
    });

/** Whoever wrote meanwhile leaves the convocation due, so the next tick comes back to it. */
async function serve(deps: ConvocationDeps, head: ConvocationHead, record: Record, at: string): Promise<void> {
  let state = await deps.store.convocation(head.id);
  if (state === null) {
    await deps.store.commit({
      exchanges: [record('key-destroyed')],
      nextDue: { id: head.id, version: head.version, next_due: null },
    });
    return;
  }
  const receipts = await missingReceipts(deps, state, at);
  const now = due(state, at);
  const said: readonly ConvocationSaid[] = [
    ...(now.reminder_days.length > 0 ? [{ type: 'remind' as const, days: now.reminder_days }] : []),
    ...(now.answers_overdue ? [{ type: 'answers_overdue' as const }] : []),
    ...receipts.missing.map((member_id) => ({
      type: 'record_evidence' as const,
      evidence: { member_id, channel: 'pec' as const, state: 'no_receipt' as const },
    })),
  ];
  const parts: Awaited<ReturnType<typeof writeEvent>>[] = [];
  const exchanges: Exchange[] = [];
  for (const event of said) {
    const decided = decide(state, { event, actors: ['gateway'], at });
    if (decided.refused || decided.nothing_new) continue;
    const stored = eventAfter(state, decided, { at, by: 'gateway' });
    const after = evolve(state, stored);
    const entry = record(decided.type);
    exchanges.push(entry);
    parts.push(await writeEvent(deps, { before: state, after, event: stored, correlation_id: entry.correlation_id }));
    state = after;
  }
  await deps.store.commit(unitOf(state, parts, exchanges, receipts.next, record, at));
  if (parts.some(({ deliveries }) => deliveries.length > 0)) deps.wake();
}

/** All that one tick writes of a convocation: its events in order, and one head, after the last of them. */
function unitOf(
  state: Convocation,
  parts: readonly Awaited<ReturnType<typeof writeEvent>>[],
  exchanges: readonly Exchange[],
  receiptsAt: string | null,
  record: Record,
  at: string,
): Unit {
  const next_due = earliest(due(state, at).next_at, receiptsAt);
  const [first, ...others] = exchanges;
  if (first === undefined) {
    return { exchanges: [record('nothing-due')], nextDue: { id: state.id, version: state.version, next_due } };
  }
  return {
    exchanges: [first, ...others],
    events: parts.flatMap(({ events }) => events),
    deliveries: parts.flatMap(({ deliveries }) => deliveries),
    links: parts.flatMap(({ links }) => links),
    convocations: [{ head: { ...headOf(state, at), next_due }, parties: [] }],
  };
}

/** Members whose certified mail was relayed a day ago without a word of the provider since; and when the next one will be so old. */
async function missingReceipts(
  deps: ConvocationDeps,
  state: Convocation,
  at: string,
): Promise<{ readonly missing: readonly string[]; readonly next: string | null }> {
  const members = activeMembers(state).filter(({ member }) => member.pec !== undefined);
  if (members.length === 0) return { missing: [], next: null };
  const missing: string[] = [];
  let next: string | null = null;
  for (const { member, evidence } of members) {
    const to = { referral_id: state.id, system: mailRelays.pec, member: member.member_id };
    // Newest first: only the latest notice to somebody still matters.
    const page = await deps.store.listDeliveries(to, null, 1);
    const latest = page === 'invalid_cursor' ? undefined : page.items[0];
    if (latest === undefined) continue;
    const overdueAt = plusHours(latest.settled_at ?? at, receiptHoursMax);
    const heard = evidence.some((e) => e.channel === 'pec' && e.at >= (latest.sent_at ?? latest.created_at));
    if (heard) continue;
    if (latest.state === 'delivered' && overdueAt <= at) missing.push(member.member_id);
    else if (['delivered', 'queued', 'leased'].includes(latest.state)) next = earliest(next, overdueAt);
  }
  return { missing, next };
}
