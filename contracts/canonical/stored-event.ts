import type { EventType } from './available-event.ts';
import type { ConvocationEventType } from './convocation-event.ts';
import type { ReferralEventType } from './referral-event.ts';

/** What an event says of one case of a convocation, sealed under the key of the person whom the case is about. */
export type EventPart = {
  /** The `case_ref` in its convocation. */
  readonly key: string;
  readonly subject_id: string;
  /** Null where the person's key was destroyed. */
  readonly payload: unknown;
};

/**
 * One durable fact about a stream. Of a referral, `payload` holds the personal part, sealed under the key of `subject_id`, its person. Of a
 * convocation, `subject_id` is the convocation itself: `payload` holds what is of the meeting, sealed under its own key, and `parts` what is
 * of each case. Types are in `src/core`, file `state.ts` of each aggregate.
 */
export type StoredEvent<T extends EventType = EventType> = {
  readonly stream: string;
  readonly version: number;
  readonly type: T;
  readonly at: string;
  readonly by: string;
  readonly subject_id: string;
  readonly payload: unknown;
  readonly parts?: readonly EventPart[] | undefined;
};
export type StoredReferralEvent = StoredEvent<ReferralEventType>;
export type StoredConvocationEvent = StoredEvent<ConvocationEventType>;
