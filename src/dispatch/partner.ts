import type { Adapter } from '../ports.ts';
import type { Prepared } from './ports.ts';

/** What dispatch needs to know of a partner to decide how a delivery goes on. */
export type Partner = {
  /** It answers a repeat of the same message without a second effect. */
  readonly deduplicates: boolean;
  readonly follow?: Adapter['follow'];
};

export function partnerOf({ adapter, context }: Extract<Prepared, { permitted: true }>): Partner {
  const { deduplicates, follow } = adapter;
  return {
    deduplicates: typeof deduplicates === 'function' ? deduplicates(context.options) : deduplicates,
    follow,
  };
}
