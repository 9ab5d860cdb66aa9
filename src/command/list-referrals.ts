import type { ReferralHead } from '../../contracts/api/views.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import { publish } from '../policy/index.ts';
import type { Call, Outcome, Page } from '../ports.ts';
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

/** The referrals a body sent, received or may claim: codes, states and pseudonyms, nobody's data. */
export function listReferrals(deps: Deps) {
  return async (call: Call, { cursor, limit, ...filter }: ListReferrals): Promise<Outcome<Page<ReferralHead>>> => {
    const network = await deps.network();
    const organization = call.caller.organization;
    const claimable_services = network.document.services
      .filter((s) => s.providers.some((p) => p === organization))
      .map((s) => s.id);
    const page = await deps.store.listReferrals({ organization, claimable_services, ...filter }, cursor, limit);
    if (page === 'invalid_cursor') return refuse('request/invalid-cursor');
    const refusal = await recorded(
      deps,
      plainRecord(deps, call, network.version, { operation: 'referral.list', direction: 'out', outcome: 'read' }),
    );
    if (refusal !== null) return refusal;
    const items = page.items.map(({ recipient, ...head }) => ({
      ...head,
      ...(recipient === null ? {} : { recipient }),
    }));
    return { refused: false, status: 200, headers: {}, body: publish({ items, next_cursor: page.next_cursor }) };
  };
}
