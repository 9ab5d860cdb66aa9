import type { ProblemCode } from '../catalogue/problems.ts';
import type { AvailableEvent } from './available-event.ts';
import type { ProblemError } from './problem.ts';

/** An expected failure, as a value. `code` is one of the problem catalogue; `errors` name every fault by its place. */
export type Refusal = {
  readonly refused: true;
  readonly code: ProblemCode;
  /** More precise than the catalogue's own text. Never anybody's value. */
  readonly detail?: string | undefined;
  readonly errors?: readonly ProblemError[] | undefined;
  readonly available_events?: readonly AvailableEvent[] | undefined;
  readonly current_version?: number | undefined;
};

/** Shorthand for a refusal value. */
export const refuse = (code: ProblemCode, more: Omit<Refusal, 'refused' | 'code'> = {}): Refusal => ({
  refused: true,
  code,
  ...more,
});
