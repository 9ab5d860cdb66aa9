import type { Convocation, MemberState } from '../../../contracts/canonical/convocation-state.ts';
import { type Refusal, refuse } from '../../../contracts/canonical/refusal.ts';
import { memberOf } from '../../core/convocation/index.ts';
import type { Link } from '../../ports.ts';
import type { ConvocationDeps } from './deps.ts';

/** A link that holds: the meeting it is for, as it is now, and the line of its bearer. */
export type OpenLink = {
  readonly refused: false;
  readonly link: Link;
  readonly state: Convocation;
  readonly line: MemberState;
};

/** What a token leads to. The token itself is kept nowhere: it is found by its digest. */
export async function openLink(
  deps: ConvocationDeps,
  token: string,
  kind: 'answer' | 'documents',
): Promise<OpenLink | Refusal> {
  const link = await deps.store.link(await deps.tokenDigest(token));
  if (link === null || link.kind !== kind) return refuse('convocation/link-unknown');
  if (link.expires_at <= deps.clock()) return refuse('convocation/link-expired');
  const state = await deps.store.convocation(link.convocation_id);
  const line = state === null ? undefined : memberOf(state, link.member);
  if (state === null || line === undefined) return refuse('convocation/link-unknown');
  return { refused: false, link, state, line };
}
