/** PDND's API: keys, purposes, events, tracing; what PDND checks on an assertion. */
export type { VoucherFor } from './api-client.ts';
export { createPdnd, type Pdnd, type PdndDeps } from './create-pdnd.ts';
export { tracingCsv, tracingDay } from './tracing.ts';
