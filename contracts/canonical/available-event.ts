import { z } from 'zod';
import { type ConvocationEventType, convocationEventTypes } from './convocation-event.ts';
import { classed } from './data-class.ts';
import { type ReferralEventType, referralEventTypes } from './referral-event.ts';
import { line } from './text.ts';

/** What may happen to a stream, of whatever aggregate. Some names are of both. */
export type EventType = ReferralEventType | ConvocationEventType;

const eventTypes: readonly EventType[] = [...new Set<EventType>([...referralEventTypes, ...convocationEventTypes])];

/** Who may record an event: the sides of a referral, those of a convocation, and the gateway itself. */
export const eventActors = ['initiator', 'recipient', 'eligible_body', 'organizer', 'member', 'gateway'] as const;

/** Which event may come next and what it needs: what `available_events` tells. */
export const AvailableEvent = z
  .strictObject({
    type: classed('public', z.enum(eventTypes)),
    by: classed('public', z.enum(eventActors)),
    reasons: classed('public', z.array(line(40)).max(20).optional()),
  })
  .meta({ id: 'AvailableEvent', example: { type: 'decline', by: 'recipient', reasons: ['no_capacity', 'other'] } });
export type AvailableEvent = z.infer<typeof AvailableEvent>;
