import type { MailKind } from '../../../contracts/canonical/convocation-message.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import { isToldAnew, memberOf } from '../../core/convocation/index.ts';

/** Mails that ask somebody to come. */
const asking: ReadonlySet<MailKind> = new Set(['invitation', 'update', 'reminder', 'letter', 'letter_update']);

/**
 * Why a mail that waited is not sent any more: what it says has been overtaken. Whoever got nothing so far is then not told of the cancellation
 * either. Null: it still says something.
 */
export function overtaken(
  now: Convocation,
  asTold: Convocation,
  kind: MailKind,
  memberId: string,
  at: string,
): { readonly reason: string; readonly detail: string } | null {
  if (kind === 'mail_failed' && isToldAnew(asTold, now)) {
    return { reason: 'superseded', detail: 'A later notice names everybody who was not reached.' };
  }
  if (!asking.has(kind)) return null;
  if (now.status === 'cancelled')
    return { reason: 'superseded', detail: 'The meeting was called off before this was sent.' };
  if (Date.parse(now.meeting.ends_at) <= Date.parse(at)) {
    return { reason: 'too-late', detail: 'The meeting was over before this could be sent.' };
  }
  const line = memberOf(now, memberId);
  const beneficiary = now.beneficiaries.find(({ member_id }) => member_id === memberId);
  if (line?.removed === true || beneficiary?.removed === true) {
    return { reason: 'superseded', detail: 'The recipient left the team before this was sent.' };
  }
  if (kind === 'reminder' && line !== undefined && line.answer.state !== 'needs_action') {
    return { reason: 'answered', detail: 'The recipient answered before the reminder was sent.' };
  }
  return null;
}
