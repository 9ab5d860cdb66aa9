import type { ConvocationEventType } from './convocation-event.ts';
import type { ReferralEventType } from './referral-event.ts';

/** What an event says of one case of a convocation, sealed under the key of the person it is about; null once that key was destroyed. */
export type EventPart = { readonly key: string; readonly subject_id: string; readonly payload: unknown };

/** One durable fact about a stream. `payload` holds the personal part and is sealed under the key of `subject_id`. */
export type StoredEvent<Type extends string = ReferralEventType> = {
  readonly stream: string;
  readonly version: number;
  readonly type: Type;
  readonly at: string;
  readonly by: string;
  readonly subject_id: string;
  readonly payload: unknown;
};

/** An event of a convocation: `payload` is about the meeting, under the convocation's own key; each case is a part. */
export type ConvocationStoredEvent = StoredEvent<ConvocationEventType> & { readonly parts: readonly EventPart[] };
