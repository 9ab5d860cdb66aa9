/** PDND's API: keys, purposes, events, tracing; what PDND checks on an assertion. */
export {};
