import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { ask, begin, type Conversation, contextOf, converse, type Partner } from './adapter-converse.ts';
import { expectSound } from './adapter-expect.ts';
import { type OutcomeTable, type Subject, suiteNow, type Trial } from './adapter-subject.ts';

/** Every row of the table is reached through the simulator, and what it says of repeats and of purity is true. */
export function suiteOfOutcomes<O, P extends Partner, T extends OutcomeTable>(subject: Subject<O, P, T>): void {
  const { adapter, outcomes, trials } = subject;

  const run = async (trial: Trial<P>, partner = subject.start()): Promise<Conversation> => {
    trial.prepare?.(partner);
    const message = trial.message?.(subject.message) ?? subject.message;
    const system = trial.options === undefined ? subject.system : { ...subject.system, options: { ...trial.options } };
    const first = await begin(adapter, trial.task ?? 'write', message, system, suiteNow);
    const conversation = await converse(first, async (request, turn) => {
      const answer = await ask(partner, request);
      return trial.answers?.(answer, turn) ?? answer;
    });
    expectSound(conversation, message, outcomes);
    return conversation;
  };

  describe('outcomes', () => {
    it('have a trial for each row and a code of the kind', () => {
      expect(Object.keys(trials).sort()).toEqual(Object.keys(outcomes).sort());
      for (const { code } of Object.values(outcomes)) expect(code).toMatch(new RegExp(`^${adapter.kind}/[a-z0-9-]+$`));
    });

    it('are all explained in the README', () => {
      const readme = readFileSync(new URL('../README.md', subject.examples), 'utf8');
      const codes = new Set(Object.values(outcomes).map(({ code }) => code));
      expect([...codes].filter((code) => !readme.includes(`\`${code}\``))).toEqual([]);
    });

    it.each(Object.entries(trials))('%s', async (row, trial: Trial<P>) => {
      const { verdict, turns } = await run(trial);
      const expected = outcomes[row];
      expect({ code: verdict.code, outcome: verdict.outcome }).toEqual({
        code: expected?.code,
        outcome: expected?.outcome,
      });
      if (verdict.outcome === 'unknown') expect(turns.some(({ effect }) => effect)).toBe(true);
      if (trial.task === 'follow') expect(turns.some(({ effect }) => effect)).toBe(false);
    });

    it.each(Object.entries(trials))('%s is the same the second time, on another day', async (_, trial: Trial<P>) => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-22T10:00:00Z') });
      const fetched = vi.spyOn(globalThis, 'fetch');
      try {
        const once = await run(trial);
        vi.setSystemTime(Date.parse('2031-03-30T01:30:00Z'));
        expect(await run(trial)).toEqual(once);
        expect(fetched).not.toHaveBeenCalled();
      } finally {
        vi.useRealTimers();
      }
    });

    it('may be asked of a step twice', async () => {
      const partner = subject.start();
      const first = await begin(adapter, 'write', subject.message, subject.system, suiteNow);
      if (!('send' in first)) throw new Error('the full message is not sent');
      const answer = await ask(partner, first.send);
      const [one, two] = [await first.next(answer), await first.next(answer)];
      expect('send' in two ? two.send : two.verdict).toEqual('send' in one ? one.send : one.verdict);
    });

    it('tell the truth about repeats', async () => {
      const partner = subject.start();
      const taken = await run({}, partner);
      expect(taken.verdict.outcome).toBe('delivered');
      expect(partner.effects()).toBe(1);
      expect((await run({}, partner)).verdict.outcome).toBe('delivered');
      const { deduplicates } = adapter;
      const { options } = contextOf(adapter, subject.message, subject.system, suiteNow);
      const once = typeof deduplicates === 'function' ? deduplicates(options) : deduplicates;
      expect(partner.effects()).toBe(once ? 1 : 2);
    });
  });
}
