import { refuse } from '../../contracts/canonical/refusal.ts';
import type { SubjectIdentifiers } from '../../contracts/canonical/subject.ts';
import { publish } from '../policy/index.ts';
import type { Call, Outcome } from '../ports.ts';
import type { Deps } from './deps.ts';
import { identifiersOf } from './identifiers.ts';
import { plainRecord, recorded } from './public-record.ts';

export type SubjectSearchResult = { readonly subject_id: string };

/** The pseudonym of a person, for a body that has to do with them already. To all others nobody is known, and nobody learns since when. */
export function searchSubject(deps: Deps) {
  return async (call: Call, identifiers: SubjectIdentifiers): Promise<Outcome<SubjectSearchResult>> => {
    const network = await deps.network();
    const prepared = await deps.store.prepare({ identifiers: identifiersOf(identifiers) });
    const organization = call.caller.organization;
    const mine = prepared.subject_id !== null && (await isConcerned(deps, organization, prepared.subject_id));
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

async function isConcerned(deps: Deps, organization: string, subject_id: string): Promise<boolean> {
  const referrals = await deps.store.listReferrals({ organization, claimable_services: [], subject_id }, null, 1);
  if (referrals !== 'invalid_cursor' && referrals.items.length > 0) return true;
  const consents = await deps.store.listConsents({ subject_id, registered_by: organization }, null, 1);
  return consents !== 'invalid_cursor' && consents.items.length > 0;
}
