import { type DataClass, dataClasses } from '../../contracts/canonical/data-class.ts';
import type { Referral } from '../../contracts/canonical/referral.ts';
import type { Actor } from '../core/referral/index.ts';
import { civilDate } from '../core/rome/index.ts';
import {
  type Account,
  accountOf,
  coversPurpose,
  type Decision,
  outsideVoucher,
  permittedFor,
} from '../policy/index.ts';
import type { Call, EvidenceSet, NetworkView } from '../ports.ts';
import { askToClaim } from './ask-to-claim.ts';
import type { Deps } from './deps.ts';
import { type ExchangeFacts, exchangeRecord } from './exchange-record.ts';
import { askGate, returnPurpose } from './gate.ts';

type Reader = {
  readonly actors: readonly Actor[];
  readonly organization: string;
  readonly scopes: readonly string[];
};

type Reading = {
  readonly at: string;
  readonly network: NetworkView;
  readonly referral: Referral;
  readonly actors: readonly Actor[];
};

type Ask = {
  readonly account: Account;
  readonly network: NetworkView;
  readonly referral: Referral;
  readonly reader: Reader;
  readonly evidence: EvidenceSet;
  readonly today: string;
};

export type ReadingDecisions = {
  /** What the reader may see of the initiator's part and of the recipient's part. */
  readonly request: Decision;
  readonly progress: Decision;
  /** The decision about the other body's part: the one that the ledger records. */
  readonly judged: Decision;
  readonly from: string | null;
  readonly questionOpen: boolean;
};

/**
 * Each side reads its own part as it gave it, and the other's through the gate. Under a voucher a referral is read for its purpose only, one's own
 * part included, and what was answered under a return purpose for that one.
 */
function readingDecisions({ account, network, referral, reader, evidence, today }: Ask): ReadingDecisions {
  const { request } = referral;
  if (!coversPurpose(account, request.purpose)) {
    const judged = outsideVoucher(request.purpose);
    const from = reader.actors.includes('initiator') ? referral.recipient : request.initiator;
    return { request: judged, progress: judged, judged, from, questionOpen: false };
  }
  const own = (classes: readonly DataClass[]) => permittedFor(account, request.purpose, 'permit/own-data', classes);
  const common = { account, network, request, evidence, today, operation: 'read' as const };
  if (reader.actors.includes('initiator')) {
    const back = returnPurpose(network, request.purpose);
    const mine = own(ownClasses(referral, reader, evidence));
    if (referral.recipient === null)
      return { request: mine, progress: mine, judged: mine, from: null, questionOpen: true };
    const judged = askGate({
      ...common,
      from: referral.recipient,
      to: request.initiator,
      purpose: back,
      operation: 'answer',
    });
    return {
      request: mine,
      progress: judged,
      judged,
      from: referral.recipient,
      questionOpen: judged.classes.has('service_status'),
    };
  }
  if (reader.actors.includes('recipient')) {
    const judged = askGate({ ...common, from: request.initiator, to: reader.organization, purpose: request.purpose });
    const mine = own(dataClasses);
    return { request: judged, progress: mine, judged, from: request.initiator, questionOpen: true };
  }
  // A provider that could not claim the referral has no business with it.
  const judged = askToClaim({ account, network, referral, organization: reader.organization, evidence, today });
  const glimpse: Decision = judged.permitted
    ? permittedFor(account, request.purpose, 'permit/open-referral', ['public', 'service_status'])
    : judged;
  return { request: glimpse, progress: glimpse, judged: glimpse, from: request.initiator, questionOpen: false };
}

/** What the caller may see of a referral now, and the evidence it was judged by. */
export async function judgedReading(
  deps: Deps,
  { caller }: Call,
  { at, network, referral, actors }: Reading,
): Promise<ReadingDecisions & { readonly evidence: EvidenceSet }> {
  const evidence = await deps.store.evidence(referral.subject_id);
  const reader = { actors, organization: caller.organization, scopes: caller.scopes };
  const account = accountOf(caller);
  return { evidence, ...readingDecisions({ account, network, referral, reader, evidence, today: civilDate(at) }) };
}

/** The ledger record of a reading: about the other body's part. */
export const readingRecord = (
  deps: Deps,
  { caller, correlation_id }: Call,
  { at, network, referral }: Reading,
  { judged, from }: ReadingDecisions,
  said: Pick<ExchangeFacts, 'operation' | 'asked' | 'disclosed' | 'digest' | 'outcome' | 'subject_id'>,
) =>
  exchangeRecord({
    id: deps.newId(),
    at,
    correlation_id,
    direction: 'out',
    network,
    decision: judged,
    from,
    to: caller.organization,
    client: caller.client_id,
    acting_user: caller.acting_user,
    subject_id: referral.subject_id,
    referral_id: referral.id,
    ...said,
  });

/** A protected address is for the initiator's restricted role only, even within the body that knows it. */
const ownClasses = (referral: Referral, reader: Reader, evidence: EvidenceSet): readonly DataClass[] =>
  (referral.request.safety?.protected_address === true || evidence.protected_address) &&
  !reader.scopes.includes('protected_address:read')
    ? dataClasses.filter((c) => c !== 'residence' && c !== 'violence_protection')
    : dataClasses;
