/** PDND's API: keys, purposes, events, tracing; what PDND checks on an assertion. */
export type { VoucherFor } from './api-client.ts';
export { assertionReasons, type Reason, type ReasonCode } from './assertion-reasons.ts';
export { createPdnd, type Pdnd, type PdndDeps } from './create-pdnd.ts';
export { type DpopReason, dpopReasonOf } from './dpop-reasons.ts';
export { tracingPageRows } from './limits.ts';
export { type AssertionContext, type AssertionForm, reasonsOf } from './reasons-of.ts';
export { tracingCsv, tracingDay, tracingText } from './tracing.ts';
