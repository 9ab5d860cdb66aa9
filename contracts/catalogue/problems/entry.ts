import type { retryAdvice } from '../../canonical/problem.ts';

/** A problem as the catalogue has it: what happened, why, and what the caller does about it. */
export type Entry = {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly cure: string;
  readonly retry: (typeof retryAdvice)[number];
};
export const entry = (
  status: number,
  title: string,
  detail: string,
  cure: string,
  retry: Entry['retry'] = 'never',
): Entry => ({ status, title, detail, cure, retry });
