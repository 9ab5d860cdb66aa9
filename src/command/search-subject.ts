import { refuse } from '../../contracts/canonical/refusal.ts';
import type { SubjectIdentifiers } from '../../contracts/canonical/subject.ts';
import { type Account, accountOf, coversPurpose, publish } from '../policy/index.ts';
import type { Call, Outcome } from '../ports.ts';
import type { Deps } from './deps.ts';
import { isReadable } from './evidence-account.ts';
import { identifiersOf } from './identifiers.ts';
import { plainRecord, recorded } from './public-record.ts';

export type SubjectSearchResult = { readonly subject_id: string };

/** The pseudonym of a person, for a body that has to do with them already: under a voucher, for its purposes. To all others nobody is known, and nobody learns since when. */
export function searchSubject(deps: Deps) {
  return async (call: Call, identifiers: SubjectIdentifiers): Promise<Outcome<SubjectSearchResult>> => {
    const network = await deps.network();
    const prepared = await deps.store.prepare({ identifiers: identifiersOf(identifiers) });
    const organization = call.caller.organization;
    const mine =
      prepared.subject_id !== null &&
      (await isConcerned(deps, organization, accountOf(call.caller), prepared.subject_id));
    const subject_id = mine ? prepared.subject_id : null;
    const record = plainRecord(deps, call, network.version, {
      operation: 'subject.search',
      direction: 'out',
      rule: 'permit/own-data',
      outcome: mine ? 'found' : 'not-found',
      subject_id,
    });
    const refusal = await recorded(deps, record);
    if (refusal !== null) return refusal;
    if (subject_id === null) return refuse('subject/not-found');
    return { refused: false, status: 200, headers: {}, body: publish({ subject_id }) };
  };
}

/** How much about one person is looked through for something that a voucher is for. */
const itemsReadMax = 100;

async function isConcerned(deps: Deps, organization: string, account: Account, subject_id: string): Promise<boolean> {
  const filter = { organization, claimable_services: [], subject_id };
  const referrals = await deps.store.listReferrals(filter, null, itemsReadMax);
  if (referrals !== 'invalid_cursor' && referrals.items.some(({ purpose }) => coversPurpose(account, purpose)))
    return true;
  const consents = await deps.store.listConsents({ subject_id, registered_by: organization }, null, itemsReadMax);
  return consents !== 'invalid_cursor' && consents.items.some((consent) => isReadable(account, consent));
}
