export { availableEvents } from './available-events.ts';
export { type Command, type Decided, decide } from './decide.ts';
export { evolve } from './evolve.ts';
export { nextStatus } from './next-status.ts';
export type { Recorded, Submitted } from './state.ts';
export { type Actor, transitions } from './transitions.ts';
