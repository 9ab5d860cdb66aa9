import type { ReferralHead } from '../../contracts/api/views.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import { civilDates } from '../core/rome/index.ts';
import { type Account, accountOf, publish } from '../policy/index.ts';
import type { Call, NetworkView, Outcome, Page, ReferralHead as StoredHead } from '../ports.ts';
import { askToClaim } from './ask-to-claim.ts';
import type { Deps } from './deps.ts';
import { plainRecord, recorded } from './public-record.ts';

export type ListReferrals = {
  readonly role?: 'initiator' | 'recipient' | 'claimable' | undefined;
  readonly status?: string | undefined;
  readonly service?: string | undefined;
  readonly subject_id?: string | undefined;
  readonly cursor: string | null;
  readonly limit: number;
};

/** Pages of the store behind one page here: what the gate hides is made up for by what follows. After so many the page is short. */
const roundsMax = 10;

/** The referrals a body sent, received or could claim now: codes, states and pseudonyms, nobody's data. */
export function listReferrals(deps: Deps) {
  const dateOf = civilDates();
  return async (call: Call, { cursor, limit, ...filter }: ListReferrals): Promise<Outcome<Page<ReferralHead>>> => {
    const network = await deps.network();
    const organization = call.caller.organization;
    const claimable_services = network.document.services
      .filter((s) => s.providers.some((p) => p === organization))
      .map((s) => s.id);
    const account = accountOf(call.caller);
    const headFor = headReader(deps, network, organization, account, dateOf(deps.clock()));
    const items: ReferralHead[] = [];
    let next_cursor = cursor;
    for (let rounds = 0; rounds < roundsMax && items.length < limit; rounds += 1) {
      const wanted = { organization, claimable_services, purposes: call.caller.voucher?.purposes, ...filter };
      const page = await deps.store.listReferrals(wanted, next_cursor, limit - items.length);
      if (page === 'invalid_cursor') return refuse('request/invalid-cursor');
      const heads = await Promise.all(page.items.map(headFor));
      items.push(...heads.filter((head) => head !== null));
      next_cursor = page.next_cursor;
      if (next_cursor === null) break;
    }
    const refusal = await recorded(
      deps,
      plainRecord(deps, call, network.version, { operation: 'referral.list', direction: 'out', outcome: 'read' }),
    );
    if (refusal !== null) return refusal;
    return { refused: false, status: 200, headers: {}, body: publish({ items, next_cursor }) };
  };
}

/** One line of the list; null for an open referral that the body could not claim. Whom an open one is about is told to who claims it. */
function headReader(deps: Deps, network: NetworkView, organization: string, account: Account, today: string) {
  return async ({ recipient, subject_id, ...head }: StoredHead): Promise<ReferralHead | null> => {
    if (recipient !== null) return { ...head, subject_id, recipient };
    if (head.initiator === organization) return { ...head, subject_id };
    const [referral, evidence] = await Promise.all([deps.store.referral(head.id), deps.store.evidence(subject_id)]);
    if (referral === null) return null;
    return askToClaim({ account, network, referral, organization, evidence, today }).permitted ? head : null;
  };
}
