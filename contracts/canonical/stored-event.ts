import type { ReferralEventType } from './referral-event.ts';

/** One durable fact about a stream. `payload` holds the personal part and is sealed under the subject's key. */
export type StoredEvent = {
  readonly stream: string;
  readonly version: number;
  readonly type: ReferralEventType;
  readonly at: string;
  readonly by: string;
  readonly subject_id: string;
  readonly payload: unknown;
};
