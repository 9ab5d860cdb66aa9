import type { Disclosed } from './disclosed.ts';

/** What holds a part of a referral is no plain value: its parts come from `discloser`, and `assemble` puts them together. */
type Plain<T> = T extends { readonly request: unknown } | { readonly progress: unknown } | { readonly subject: unknown }
  ? never
  : T;

/**
 * Lets out what holds no personal data: directory entries, catalogue entries, receipts, ledger records, delivery states.
 * That the replies so made have fields of class `public` only is checked on their schemas (test/structure/public-replies.test.ts),
 * and every reply is parsed by its schema on the way out.
 */
export const publish = <T>(value: Plain<T>): Disclosed<T> => value as unknown as Disclosed<T>;

/** A head without personal data, and parts that passed the gate each on its own. */
export const assemble = <H extends object, P extends Readonly<Record<string, Disclosed<object>>>>(
  head: Plain<H>,
  parts: P,
): Disclosed<H & P> => ({ ...(head as object), ...parts }) as unknown as Disclosed<H & P>;

/**
 * What one person is told of a meeting: a head about the meeting and that person, who is called to it, and cases that each passed the gate on their
 * own. A case that did not is not among them, and nothing in the head is of a case.
 */
export const assembleForMember = <H extends object, C extends object>(
  head: H,
  cases: readonly Disclosed<C>[],
): Disclosed<H & { readonly cases: readonly C[] }> =>
  ({ ...head, cases }) as unknown as Disclosed<H & { readonly cases: readonly C[] }>;
