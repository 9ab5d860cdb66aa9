import type { ConvocationHead, ConvocationView, MeetingProposals } from '../../../contracts/api/convocation-views.ts';
import type { ConvocationStatus } from '../../../contracts/canonical/convocation-codes.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import { isMailDelivery, type MailDelivery } from '../../../contracts/canonical/delivery.ts';
import { refuse } from '../../../contracts/canonical/refusal.ts';
import { activeMembers, availableEvents, proposeMeetings as propose } from '../../core/convocation/index.ts';
import { accountOf, publish } from '../../policy/index.ts';
import type { Call, Outcome, Page, Said } from '../../ports.ts';
import { plainly, plainRecord, recorded } from '../public-record.ts';
import { etagOf } from '../receipt.ts';
import { caseRecord } from './case-record.ts';
import type { ConvocationDeps } from './deps.ts';
import { deniedByVoucher } from './outside-voucher.ts';
import { channelOf } from './queue-mails.ts';
import { type LineMails, organizerView, partyView } from './views.ts';

const pageItems = 100;
/** Sixty members with a notice in both mailboxes, and what comes of a dozen changes of the meeting. */
const pagesMax = 20;

/** The organizer reads all of it; the body of a member what its members may know. The reading is an exchange. */
export const readConvocation =
  (deps: ConvocationDeps) =>
  async (
    call: Call,
    { convocation_id }: { readonly convocation_id: string },
  ): Promise<Outcome<Said<ConvocationView>>> => {
    const at = deps.clock();
    const network = await deps.network();
    const state = await deps.store.convocation(convocation_id);
    const own = call.caller.organization;
    const lines = state === null ? [] : activeMembers(state).filter(({ member }) => member.organization === own);
    if (state === null || (state.organizer !== own && lines.length === 0)) return refuse('convocation/not-found');
    const denied = deniedByVoucher(deps, network, call, state, 'convocation.read', 'out');
    if (denied !== null) return (await recorded(deps, denied.record)) ?? denied.refusal;
    const isOrganizer = state.organizer === own;
    const available_events = [...availableEvents(state, isOrganizer ? ['organizer', 'member'] : ['member'], at)];
    const mails = await mailsOf(deps, state, isOrganizer ? null : lines.map(({ member }) => member.member_id));
    const common = { account: accountOf(call.caller), state, available_events, mails, scopes: call.caller.scopes };
    const view = isOrganizer
      ? await organizerView(deps, common)
      : await partyView(deps, network, { ...common, organization: own, at });
    const facts = {
      at,
      correlation_id: call.correlation_id,
      operation: 'convocation.read' as const,
      direction: 'out' as const,
      from: state.organizer,
      to: own,
      client: call.caller.client_id,
      acting_user: call.caller.acting_user,
      convocation_id: state.id,
    };
    const [
      first = caseRecord(deps, network, { ...facts, decision: plainly('permit/own-data'), outcome: 'read' }),
      ...others
    ] = view.accounts.map((account) => caseRecord(deps, network, { ...facts, ...account }));
    const guards = view.accounts.flatMap(({ guard }) => (guard === null ? [] : [guard]));
    const written = await deps.store.commit({ exchanges: [first, ...others], guards });
    if (!written.committed) return refuse('gateway/unavailable');
    return { refused: false, status: 200, headers: { etag: etagOf(state.version) }, body: view.body };
  };

/** What became of the mails, by line; `only` where the reader sees these lines only. */
async function mailsOf(deps: ConvocationDeps, { id }: Convocation, only: readonly string[] | null): Promise<LineMails> {
  const found = await allMails(deps, id);
  const shown = only === null ? found : found.filter(({ member }) => only.includes(member));
  return Map.groupBy(
    shown.map(({ id: delivery_id, member, event: kind, system, state, code, settled_at, created_at }) => ({
      member,
      mail: {
        delivery_id: String(delivery_id),
        kind,
        channel: channelOf(system),
        state,
        ...(code === undefined ? {} : { code }),
        at: settled_at ?? created_at,
      },
    })),
    ({ member }) => member,
  );
}

async function allMails({ store }: ConvocationDeps, convocation_id: string): Promise<readonly MailDelivery[]> {
  const found: MailDelivery[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const page = await store.listDeliveries({ convocation_id }, cursor, pageItems);
    if (page === 'invalid_cursor') throw new Error('a cursor of this list is not known to it');
    found.push(...page.items.filter(isMailDelivery));
    cursor = page.next_cursor;
    if (cursor === null) break;
  }
  return found;
}

/** Under a voucher, those of its purposes: a page may then be short, and the cursor goes on. */
export const listConvocations =
  (deps: ConvocationDeps) =>
  async (
    call: Call,
    {
      status,
      cursor,
      limit,
    }: { readonly status?: ConvocationStatus | undefined; readonly cursor: string | null; readonly limit: number },
  ): Promise<Outcome<Page<ConvocationHead>>> => {
    const network = await deps.network();
    const { organization, voucher } = call.caller;
    const filter = { organization, status, purposes: voucher?.purposes };
    const page = await deps.store.listConvocations(filter, cursor, limit);
    if (page === 'invalid_cursor') return refuse('request/invalid-cursor');
    const facts = { operation: 'convocation.list' as const, direction: 'out' as const, outcome: 'listed' };
    const refusal = await recorded(deps, plainRecord(deps, call, network.version, facts));
    if (refusal !== null) return refusal;
    // The status of a row was written from a convocation's own.
    const items = page.items.map(({ next_due: _, status: kept, ...head }) => ({
      ...head,
      status: kept as ConvocationStatus,
    }));
    return { refused: false, status: 200, headers: {}, body: publish({ items, next_cursor: page.next_cursor }) };
  };

/** Dates for the next meetings of a series. It is arithmetic: nothing is read and nothing is kept. */
export const proposeMeetings =
  () =>
  async (
    _call: Call,
    input: { readonly starts_at: string; readonly ends_at: string; readonly rule: string; readonly count: number },
  ): Promise<Outcome<Said<MeetingProposals>>> => {
    if (Date.parse(input.ends_at) <= Date.parse(input.starts_at)) {
      const errors = [{ pointer: '/ends_at', code: 'contradiction', detail: 'is not after starts_at' }];
      return refuse('convocation/series-invalid', { errors });
    }
    const found = propose(input.rule, input, input.count);
    if (found.refused) {
      const errors = [{ pointer: '/rule', code: found.fault, detail: found.detail }];
      return refuse('convocation/series-invalid', { errors });
    }
    const skipped = found.skipped.map(({ date, holiday }) => ({ on: date, because: holiday }));
    return { refused: false, status: 200, headers: {}, body: publish({ proposals: found.meetings, skipped }) };
  };
