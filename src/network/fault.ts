import type { ProblemError } from '../../contracts/canonical/problem.ts';
import type { Placed } from './draft.ts';

/** A fault of the document: JSON pointer, stable code, the rule. */
export type Fault = ProblemError;

export const fault = (pointer: string, code: string, detail: string): Fault => ({ pointer, code, detail });

/** Every place after the first at which something is said again. */
export function repeated(things: readonly Placed<string>[], what: string): Fault[] {
  const first = new Map<string, string>();
  return things.flatMap(({ at, value }) => {
    const earlier = first.get(value);
    if (earlier === undefined) first.set(value, at);
    return earlier === undefined ? [] : [fault(at, 'duplicate', `${what} stands already at ${earlier}`)];
  });
}

/** A list of an entry, item by item, with its place. */
export const itemsOf = <T>(at: string, list: readonly T[] | undefined): Placed<T>[] =>
  (list ?? []).map((value, index) => ({ at: `${at}/${index}`, value }));
