/** PDND's API: keys, purposes, events, tracing; what PDND checks on an assertion. */
export { assertionReasons, type Reason, type ReasonCode } from './assertion-reasons.ts';
export { type DpopReason, dpopReasonOf } from './dpop-reasons.ts';
export { type AssertionContext, type AssertionForm, reasonsOf } from './reasons-of.ts';
