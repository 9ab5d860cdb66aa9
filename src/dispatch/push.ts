import type { Step, Verdict } from '../ports.ts';

const taken: Verdict = {
  outcome: 'delivered',
  code: 'dispatch/taken',
  detail: 'The system took the request and brings its answer by callback.',
};

/**
 * A conversation with a partner that answers by callback (NONBLOCK_PUSH_REST): 202 to a request with an effect says that it was taken,
 * where the adapter sees no answer of its own kind in it.
 */
export const answeredByCallback = (step: Step): Step =>
  'verdict' in step
    ? step
    : {
        ...step,
        next: async (answer) => {
          const next = await step.next(answer);
          const isTaken =
            step.effect && answer.status === 202 && 'verdict' in next && next.verdict.outcome === 'unknown';
          return isTaken ? { verdict: taken } : answeredByCallback(next);
        },
      };
