import type { Convocation, MemberState } from '../../../contracts/canonical/convocation-state.ts';
import { activeMembers, delegateOf } from './lines.ts';

/** Whether everybody required, or the delegate in their place, accepted. A meeting that requires nobody is never confirmed. */
export function statusByAnswers(state: Pick<Convocation, 'members'>): 'convened' | 'confirmed' {
  const required = activeMembers(state).filter(
    ({ member, delegate_of }) => member.required === true && delegate_of === undefined,
  );
  return required.length > 0 && required.every((line) => comes(state, line)) ? 'confirmed' : 'convened';
}

function comes(state: Pick<Convocation, 'members'>, { member, answer }: MemberState): boolean {
  if (answer.state !== 'delegated') return answer.state === 'accepted';
  return delegateOf(state, member.member_id)?.answer.state === 'accepted';
}
