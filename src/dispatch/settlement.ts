import type { Finding, Settlement, Verdict } from '../ports.ts';

/** A settlement after which nothing is due. */
export const settlementOf = (
  delivery: { readonly id: string },
  state: Settlement['state'],
  said: Pick<Verdict, 'code' | 'detail'>,
  at: string,
  findings: readonly Finding[] = [],
): Settlement => ({
  delivery_id: delivery.id,
  state,
  code: said.code,
  detail: said.detail,
  findings,
  due_at: null,
  at,
});
