import type { Convocation, MemberState } from '../../../contracts/canonical/convocation-state.ts';
import type { ConvocationDeps } from './deps.ts';

export type Known = {
  /** The meeting as it was before they left. */
  readonly before: Convocation;
  /** As of the event by which they left. */
  readonly asLeft: Convocation;
};

/** What somebody who left knew. Nothing that came after is for them. Null while they are called, or where it cannot be read any more. */
export async function knownToLeaver(
  deps: ConvocationDeps,
  { id }: Convocation,
  { removed, left_version }: Pick<MemberState, 'removed' | 'left_version'>,
): Promise<Known | null> {
  if (!removed || left_version === undefined) return null;
  const before = await deps.store.convocationAt(id, left_version - 1);
  const asLeft = await deps.store.convocationAt(id, left_version);
  return before === null || asLeft === null ? null : { before, asLeft };
}
