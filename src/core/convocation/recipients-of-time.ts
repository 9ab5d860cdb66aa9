import type { MailChange } from '../../../contracts/canonical/convocation-message.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import { activeBeneficiaries, activeMembers } from './lines.ts';
import { meetingChanges } from './meeting-changes.ts';
import { type Told, tellBeneficiary, tellMember, youWereRemoved } from './told.ts';

/** After a reschedule: everybody gets the new meeting beside the former one; a delegation ended, so the member is asked and the delegate freed. */
export function tellAboutTime(before: Convocation, after: Convocation): readonly Told[] {
  const meeting = meetingChanges(before.meeting, after.meeting).map(
    (what): MailChange => ({ what, before: before.meeting }),
  );
  const terms: MailChange[] = before.answer_by === after.answer_by ? [] : [{ what: 'answer_by' }];
  const changes = [...meeting, ...terms];
  if (changes.length === 0) return [];
  const stays = new Set(activeMembers(after).map(({ member }) => member.member_id));
  return [
    ...activeMembers(before).map((m) =>
      stays.has(m.member.member_id) ? tellMember(m, 'update', changes) : tellMember(m, 'cancellation', youWereRemoved),
    ),
    // Beneficiaries have no day for answers.
    ...(meeting.length > 0 ? activeBeneficiaries(after).map((b) => tellBeneficiary(b, 'letter_update', meeting)) : []),
  ];
}
