import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import type { LabourSapOptions } from './config.ts';
import type { News } from './pact.ts';

type Status = PartialReferralMessage['status'];
type Progress = PartialReferralMessage['progress'];

/** Where the recipient may report at once, and where it must take the person on first (the referral's state table). */
const mayReport: readonly Status[] = ['accepted', 'scheduled', 'in_progress'];
const mayAccept: readonly Status[] = ['requested', 'received', 'on_hold'];

/**
 * The events that bring the referral up to the news, in the recipient's name; none when nothing is new. A service pact is
 * proof that the CPI took the person on, so it accepts what was not accepted. A DID alone is not: it may be older.
 */
export function reportsOf(
  { didOn, pact }: News,
  { status, progress }: PartialReferralMessage,
  options: LabourSapOptions,
): ReferralEventRequest[] {
  const known = progress.labour ?? {};
  // Whole, because the latest word on `labour` replaces the one before.
  const labour = {
    ...known,
    ...(didOn === undefined ? {} : { did_date: didOn }),
    ...(pact === undefined ? {} : { service_pact: pact.status, service_pact_date: pact.on }),
  };
  const isNew =
    labour.did_date !== known.did_date ||
    labour.service_pact !== known.service_pact ||
    labour.service_pact_date !== known.service_pact_date;
  if (!isNew) return [];
  if (pact === undefined) return mayReport.includes(status) ? [{ type: 'report_progress', labour }] : [];

  const accept: ReferralEventRequest[] = mayAccept.includes(status) ? [{ type: 'accept' }] : [];
  if (pact.status === 'concluded') {
    // Possible from cancellation_requested too: an outcome overtakes a pending cancellation.
    return [...accept, { type: 'complete', labour, outcome: options.concluded_outcome, ended_on: pact.on }];
  }
  if (status === 'cancellation_requested') return [];
  const start: ReferralEventRequest[] =
    pact.status === 'signed' && status !== 'in_progress' ? [{ type: 'start', started_on: pact.on }] : [];
  return [...accept, ...start, { type: 'report_progress', labour, ...exemption(pact, progress) }];
}

/** Yes and until when, and no when it is over. Why a person is exempt is not in this list, and would not be told. */
function exemption({ status, endsOn }: NonNullable<News['pact']>, progress: Progress) {
  if (status === 'exempted') return { exemption: { exempt: true, ...(endsOn === undefined ? {} : { until: endsOn }) } };
  return progress.exemption?.exempt === true ? { exemption: { exempt: false } } : {};
}
