import { describe } from 'vitest';
import type { Partner } from './adapter-converse.ts';
import type { OutcomeTable, Subject } from './adapter-subject.ts';
import { suiteOfAnything } from './adapter-suite-anything.ts';
import { suiteOfExamples } from './adapter-suite-examples.ts';
import { suiteOfHostility } from './adapter-suite-hostility.ts';
import { suiteOfInbound } from './adapter-suite-inbound.ts';
import { suiteOfOutcomes } from './adapter-suite-outcomes.ts';

export type { Subject, Trial } from './adapter-subject.ts';

/** What holds for every adapter: pure, total, silent about people, and true to its own table of outcomes. */
export function adapterSuite<O, P extends Partner, T extends OutcomeTable>(subject: Subject<O, P, T>): void {
  describe(`the adapter ${subject.adapter.kind}`, () => {
    suiteOfExamples(subject);
    suiteOfOutcomes(subject);
    suiteOfHostility(subject);
    suiteOfAnything(subject);
    suiteOfInbound(subject);
  });
}
