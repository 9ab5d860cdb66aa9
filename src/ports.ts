/**
 * What the stages need from outside, as functions and values. `entry/compose.ts` wires them by hand.
 */
export type { Refusal } from '../contracts/canonical/refusal.ts';
export type {
  EventPart,
  StoredConvocationEvent,
  StoredEvent,
  StoredReferralEvent,
} from '../contracts/canonical/stored-event.ts';
export type { Disclosed } from './policy/disclosed.ts';
export type * from './ports/adapter.ts';
export type * from './ports/call.ts';
export type * from './ports/gateway.ts';
export type * from './ports/mail.ts';
export type * from './ports/network.ts';
export type * from './ports/runtime.ts';
export type * from './ports/send.ts';
export type * from './ports/store.ts';
export type * from './ports/trust.ts';
export type * from './ports/unit.ts';
