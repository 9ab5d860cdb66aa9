import type { StartPdndWorld } from './pdnd-suite.ts';

export function pdndRaceJourneys(_start: StartPdndWorld): void {}
