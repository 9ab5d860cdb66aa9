import { describe, expect, it } from 'vitest';
import type { WireAnswer } from '../../src/ports.ts';
import { ask, begin, type Conversation, converse, type Partner, type Task } from './adapter-converse.ts';
import { expectSound } from './adapter-expect.ts';
import { hostileAnswers } from './adapter-hostile.ts';
import { type OutcomeTable, type Subject, suiteNow } from './adapter-subject.ts';

const answerMsMax = 2_000;

/** A partner that answers nonsense, at every step: never a throw, never a hang, never a success, and never calm after an effect. */
export function suiteOfHostility<O, P extends Partner, T extends OutcomeTable>(subject: Subject<O, P, T>): void {
  const { adapter, message, outcomes } = subject;
  const tasks: readonly Task[] = adapter.follow === undefined ? ['write'] : ['write', 'follow'];

  /** Genuine answers up to a turn, then one that is not, for this turn and those after it. */
  const interrupted = async (task: Task, at: number, answer: WireAnswer): Promise<Conversation> => {
    const partner = subject.start();
    const first = await begin(adapter, task, message, subject.system, suiteNow);
    return await converse(first, (request, turn) => (turn < at ? ask(partner, request) : answer));
  };

  describe.each(tasks)('a hostile partner (%s)', (task) => {
    it('is outlived at every step', async () => {
      const partner = subject.start();
      const first = await begin(adapter, task, message, subject.system, suiteNow);
      const { turns } = await converse(first, (request) => ask(partner, request));
      expect(turns.length).toBeGreaterThan(0);
      for (const [at, { answer: genuine, effect }] of turns.entries()) {
        for (const { name, answer, empty } of hostileAnswers(genuine)) {
          const from = performance.now();
          const conversation = await interrupted(task, at, answer);
          const where = `step ${at + 1}, ${name}`;
          expect(performance.now() - from, `${where}: took too long`).toBeLessThan(answerMsMax);
          expectSound(conversation, message, outcomes);
          expectCaution(conversation, answer, effect, empty, where);
        }
      }
    }, 120_000);
  });
}

function expectCaution(
  { verdict, turns }: Conversation,
  answer: WireAnswer,
  effect: boolean,
  empty: boolean,
  where: string,
) {
  const { outcome } = verdict;
  const said = `${where}: ${outcome} ${verdict.code}`;
  // 2xx without a body may be all that a partner says when it takes something.
  const mayBeTaken = effect && empty && answer.status >= 200 && answer.status <= 299;
  if (!mayBeTaken) expect(outcome, said).not.toBe('delivered');
  const touched = turns.some((turn) => turn.effect);
  if (!touched) expect(outcome, said).not.toBe('unknown');
  const ambiguous = answer.status === 500 || (answer.status >= 200 && answer.status <= 299 && !empty);
  if (effect && ambiguous) expect(outcome, `${said}: it may have been taken`).not.toBe('deferred');
}
