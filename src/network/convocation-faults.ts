import type { Draft } from './draft.ts';
import { type Fault, itemsOf, repeated } from './fault.ts';

/** The settings of convocations against themselves: a reminder leaves once on a day. */
export const convocationFaults = ({ convocations }: Pick<Draft, 'convocations'>): Fault[] =>
  repeated(itemsOf('/convocations/reminder_days', convocations?.reminder_days?.map(String)), 'the same number of days');
