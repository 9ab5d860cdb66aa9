import type { ReferralRequest, ReplyTo } from '../../../contracts/canonical/referral.ts';
import type { ReferralEventRequest } from '../../../contracts/canonical/referral-event.ts';

/** What a `submit` event holds. */
export type Submitted = {
  readonly request: ReferralRequest;
  readonly conversation_id: string;
  readonly reply_to?: ReplyTo | undefined;
};

/** What every later event holds: what was said; for a claim, the body that now is the recipient. */
export type Recorded = { readonly event: ReferralEventRequest | { readonly type: 'expire' } };
