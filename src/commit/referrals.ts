import type { Referral } from '../../contracts/canonical/referral.ts';
import type { ReferralEventType } from '../../contracts/canonical/referral-event.ts';
import type { ReferralFilter, ReferralHead, Store, StoredReferralEvent } from '../ports.ts';
import type { Context } from './context.ts';
import { place } from './keys/keyring.ts';
import { type From, listed } from './page.ts';
import { read } from './statement.ts';
import { coveredArg } from './statements/covered.ts';
import { eventsAfter } from './statements/event.ts';
import {
  type HeadRow,
  listReferralsAs,
  listReferralsOfSubject,
  type ReferralRole,
  referralById,
  staleReferralsIn,
} from './statements/referral.ts';

/** Events folded per round trip; a longer history takes several. */
const eventsPerReadMax = 500;

type Area = Pick<Store, 'referral' | 'referralAt' | 'referralEvents' | 'listReferrals' | 'staleReferrals'>;

export function referralsArea({ engine, keys, seals, fold }: Context): Area {
  const head = async (id: string) => {
    const [[row]] = await read(engine, referralById({ id }));
    if (row === undefined) return null;
    const open = async (): Promise<Referral | null> => {
      if (row.sealed === null) return foldTo(row.id, row.version);
      const key = await keys.open(row.subject_id, row);
      // What was sealed here was a Referral, and the tag holds for this row and version only.
      return key && ((await seals.open(key, row.sealed, place.referral(row.id, row.version))) as Referral);
    };
    return { version: row.version, open };
  };

  const referralEvents: Area['referralEvents'] = async (id, after, limit) => {
    const [rows] = await read(engine, eventsAfter({ stream: id, after, limit }));
    return Promise.all(
      rows.map(
        async ({ stream, version, type, at, actor, subject_id, sealed, ...wrapped }): Promise<StoredReferralEvent> => {
          const key = await keys.open(subject_id, wrapped);
          const payload = key && (await seals.open(key, sealed, place.event(stream, version)));
          return { stream, version, type: type as ReferralEventType, at, by: actor, subject_id, payload };
        },
      ),
    );
  };

  const foldTo = async (id: string, version: number): Promise<Referral | null> => {
    let state: Referral | null = null;
    for (let at = 0; at < version; at = state?.version ?? version) {
      for (const event of await referralEvents(id, at, Math.min(eventsPerReadMax, version - at))) {
        // A destroyed key leaves no payload to fold.
        if (event.payload === null) return null;
        state = fold(state, event);
      }
    }
    return state;
  };

  return {
    referral: async (id) => (await head(id))?.open() ?? null,
    referralAt: async (id, version) => {
      const found = await head(id);
      if (found === null || version < 1 || version > found.version) return null;
      return found.version === version ? found.open() : foldTo(id, version);
    },
    referralEvents,
    listReferrals: (filter, cursor, limit) =>
      listed('referrals', cursor, limit, toHead, (from) => read(engine, ...listStatements(filter, from))),
    staleReferrals: async (statuses, created_before, limit) => {
      const asked = statuses.map((status) => {
        if (status !== 'requested' && status !== 'received') throw new Error(`a referral ${status} does not expire`);
        return staleReferralsIn[status]({ created_before, limit });
      });
      const rows = (await read(engine, ...asked)).flat();
      return rows
        .sort((a, b) => (a.created_at < b.created_at ? -1 : 1))
        .slice(0, limit)
        .map(toHead);
    },
  };
}

function listStatements(filter: ReferralFilter, from: From) {
  const { organization, role, subject_id, status = null, service = null } = filter;
  const common = { organization, status, service, purposes: coveredArg(filter.purposes), ...from };
  const as = (each: ReferralRole) => (role === undefined || role === each ? 1 : 0);
  if (subject_id !== undefined) {
    const flags = { as_initiator: as('initiator'), as_recipient: as('recipient') };
    return [listReferralsOfSubject({ ...common, subject_id, ...flags })];
  }
  const args = { ...common, services: JSON.stringify(filter.claimable_services) };
  const roles = (['initiator', 'recipient', 'claimable'] as const).filter((each) => as(each) === 1);
  return roles.map((each) => listReferralsAs[each](args));
}

/** Identifiers and codes are branded by the contract; these were, when they were written. */
const toHead = (row: HeadRow) => ({ ...row }) as ReferralHead;
