import type { AvailableEvent } from '../../contracts/canonical/available-event.ts';
import type { Referral } from '../../contracts/canonical/referral.ts';
import { type Actor, availableEvents } from '../core/referral/index.ts';
import { publish } from '../policy/index.ts';
import type { Answer, Finding } from '../ports.ts';

/** What a write on a referral answers: nothing about the person, so that the reply may be kept and repeated. */
export type ReferralReceipt = {
  readonly id: string;
  readonly version: number;
  readonly status: Referral['status'];
  readonly available_events: readonly AvailableEvent[];
  readonly findings: readonly Finding[];
};

export const etagOf = (version: number): string => `"v${version}"`;

export function referralReceipt(
  referral: Referral,
  actors: readonly Actor[],
  status: 200 | 201,
  findings: readonly Finding[] = [],
): Answer<ReferralReceipt> {
  return {
    refused: false,
    status,
    headers: {
      etag: etagOf(referral.version),
      ...(status === 201 ? { location: `/v1/referrals/${referral.id}` } : {}),
    },
    body: publish({
      id: referral.id,
      version: referral.version,
      status: referral.status,
      available_events: availableEvents(referral, actors),
      findings,
    }),
  };
}
