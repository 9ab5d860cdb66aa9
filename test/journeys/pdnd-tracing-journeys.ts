import type { StartPdndWorld } from './pdnd-suite.ts';

export function pdndTracingJourneys(_start: StartPdndWorld): void {}
