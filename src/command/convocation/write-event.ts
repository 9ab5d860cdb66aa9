import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import { due, recipients } from '../../core/convocation/index.ts';
import type { ConvocationHead, Link, StoredConvocationEvent, Unit } from '../../ports.ts';
import type { ConvocationDeps } from './deps.ts';
import { plusHours } from './instants.ts';
import { organizationOf } from './line-of.ts';
import { queueMails } from './queue-mails.ts';

type Written = Required<Pick<Unit, 'events' | 'convocations' | 'deliveries' | 'links'>>;

/** A PEC provider has so many hours to say something (DPCM 2 November 2005, technical rules); then the organizer is told that it did not. */
export const receiptHoursMax = 24;
const replyHoursMax = 24 * 400;

/** What one event writes: itself, the head, the mails to who is told, and the reply addresses of who is new in the team. */
export async function writeEvent(
  deps: ConvocationDeps,
  {
    before,
    after,
    event,
    correlation_id,
  }: {
    readonly before: Convocation | null;
    readonly after: Convocation;
    readonly event: StoredConvocationEvent;
    readonly correlation_id: string;
  },
): Promise<Written> {
  const told = recipients(before, after, event);
  const deliveries = queueMails(deps, after, told, {
    at: event.at,
    correlation_id,
    organizationOf: (member) => organizationOf(after, member),
  });
  const known = new Set(before?.members.map(({ member }) => member.member_id));
  const fresh = after.members.filter(({ member }) => !known.has(member.member_id));
  const links = await Promise.all(fresh.map(({ member }) => replyLink(deps, after, member.member_id, event.at)));
  const parties = [...new Set(fresh.map(({ member }): string => member.organization))];
  return { events: [event], convocations: [{ head: headOf(after, event.at), parties }], deliveries, links };
}

/** By the reply address, what comes back finds its line of the meeting. */
async function replyLink(deps: ConvocationDeps, state: Convocation, member: string, at: string): Promise<Link> {
  const handle = await deps.addresses.handleOf(state.id, member);
  return {
    digest: await deps.tokenDigest(handle),
    kind: 'reply',
    convocation_id: state.id,
    member,
    views_left: 0,
    expires_at: plusHours(state.meeting.starts_at, replyHoursMax),
    created_at: at,
  };
}

export const headOf = (state: Convocation, at: string): ConvocationHead => ({
  id: state.id,
  version: state.version,
  status: state.status,
  organizer: state.organizer,
  purpose: state.purpose,
  starts_at: new Date(state.meeting.starts_at).toISOString(),
  next_due: nextDue(state, at),
  created_at: state.created_at,
  updated_at: state.updated_at,
});

/** The earlier of two instants, in UTC; null where there is none. */
export const earliest = (a: string | null, b: string | null): string | null => {
  const instants = [a, b].filter((each) => each !== null).map((each) => new Date(each).toISOString());
  return instants.sort()[0] ?? null;
};

/** Where somebody has a certified mailbox the clock also looks, a day after anything was sent, for receipts that did not come. */
function nextDue(state: Convocation, at: string): string | null {
  const byState = due(state, at).next_at;
  const receipts = state.members.some(({ member }) => member.pec !== undefined) ? plusHours(at, receiptHoursMax) : null;
  return earliest(byState, receipts);
}
