import { inspect, isDeepStrictEqual } from 'node:util';
import type { Narrator } from './narrator.ts';

export type Taken = { readonly name: string; readonly ok: boolean; readonly detail: string };

/** Looks at the far side: `seen` is what is there. Prints what was found true; what is not stops the story. */
export type Check = (claim: string, seen: unknown, expected: unknown) => void;

export type Steps = {
  readonly taken: readonly Taken[];
  /** False: something was not as expected, or went wrong; then nothing more should be told. */
  step(name: string, work: (check: Check) => Promise<string>): Promise<boolean>;
};

const inspected = (value: unknown) => inspect(value, { depth: 6, breakLength: 100, maxStringLength: 400 });

/** The steps of a journey. `work` returns in one line what came of it. */
export function createSteps(narrator: Narrator): Steps {
  const taken: Taken[] = [];
  return {
    taken,
    async step(name, work) {
      const check: Check = (claim, seen, expected) => {
        if (!isDeepStrictEqual(seen, expected)) {
          throw new Error(`${claim}: expected ${inspected(expected)}, saw ${inspected(seen)}`);
        }
        narrator.checked(claim);
      };
      try {
        taken.push({ name, ok: true, detail: await work(check) });
        return true;
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        taken.push({ name, ok: false, detail });
        narrator.failed(name, detail);
        return false;
      }
    },
  };
}
