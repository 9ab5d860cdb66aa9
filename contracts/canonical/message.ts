import { z } from 'zod';
import { referralStatuses } from './codes.ts';
import { classed } from './data-class.ts';
import { Service } from './network.ts';
import { Organization } from './organization.ts';
import { ReferralProgress, ReferralRequest } from './referral.ts';
import { ReferralEventRequest, referralEventTypes } from './referral-event.ts';
import { instant, line } from './text.ts';

const pub = <S extends z.ZodType>(schema: S) => classed('public', schema);

/**
 * What an adapter translates: one event of a referral, with as much of the referral around it as the recipient may see.
 * The adapter receives it as `Disclosed<ReferralMessage>`, in which every member of `event`, `request` and `progress` may be missing.
 */
export const ReferralMessage = z
  .strictObject({
    message_id: pub(z.uuid().max(36).meta({ description: 'The delivery id: the same on every attempt' })),
    correlation_id: pub(z.uuid().max(36)),
    conversation_id: pub(line(64)),
    referral_id: pub(z.uuid().max(36)),
    version: pub(z.int().min(1).max(100_000)),
    at: pub(instant()),
    purpose: pub(line(20)),
    from: Organization,
    to: Organization,
    service: Service,
    status: pub(z.enum(referralStatuses)),
    event_type: pub(z.enum(referralEventTypes)),
    event: ReferralEventRequest.optional(),
    request: ReferralRequest,
    progress: ReferralProgress,
    withheld: pub(z.array(line(30)).max(20)),
  })
  .meta({ id: 'ReferralMessage' });
export type ReferralMessage = z.infer<typeof ReferralMessage>;

/** Every member may be missing: what was not permitted is not there. Branded strings are values, not objects. */
export type DeepPartial<T> = T extends string | number | boolean
  ? T
  : T extends readonly (infer E)[]
    ? DeepPartial<E>[]
    : T extends object
      ? { [K in keyof T]?: DeepPartial<T[K]> | undefined }
      : T;

/** The message after the gate: the envelope whole, the rest as far as permitted. */
export type PartialReferralMessage = Omit<ReferralMessage, 'event' | 'request' | 'progress'> & {
  event?: DeepPartial<ReferralMessage['event']>;
  request: DeepPartial<ReferralMessage['request']>;
  progress: DeepPartial<ReferralMessage['progress']>;
};
