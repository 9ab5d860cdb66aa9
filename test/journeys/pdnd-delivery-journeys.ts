import type { StartPdndWorld } from './pdnd-suite.ts';

export function pdndDeliveryJourneys(_start: StartPdndWorld): void {}
