import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { StoredConvocationEvent } from '../../../contracts/canonical/stored-event.ts';
import { activeBeneficiaries, activeMembers, waitingMembers } from './lines.ts';
import { tellAboutMinutes } from './recipients-of-minutes.ts';
import { tellAboutTeam } from './recipients-of-team.ts';
import { tellAboutTime } from './recipients-of-time.ts';
import { contentOf, type Payloads } from './state.ts';
import { type Told, tellBeneficiary, tellMember, tellOrganizer } from './told.ts';

/**
 * Who is told what after an event: each person once, exactly what changed for them. `before` is null for `convene`. A delegation is told to
 * the delegate only; the others read the present composition in their next mail or behind their link.
 */
export function recipients(
  before: Convocation | null,
  after: Convocation,
  event: StoredConvocationEvent,
): readonly Told[] {
  const content = contentOf(event);
  if (before === null || content.type === 'convene') return invitations(after);
  switch (content.type) {
    case 'reschedule':
      return tellAboutTime(before, after);
    case 'answer':
    case 'change_members':
    case 'withdraw_case':
      return [...tellAboutTeam(before, after, content.type), ...tellOfConfirmation(before, after)];
    case 'cancel':
      return [
        ...activeMembers(before).map((m) => tellMember(m, 'cancellation')),
        ...activeBeneficiaries(before).map((b) => tellBeneficiary(b, 'letter_cancellation')),
      ];
    case 'remind':
      return waitingMembers(after).map((m) => tellMember(m, 'reminder'));
    case 'record_minutes':
      return tellAboutMinutes(before, after);
    case 'record_evidence':
      return asksSomebodyToAct(content.payload) ? [tellOrganizer('mail_failed')] : [];
    case 'answers_overdue':
      return waitingMembers(after).length > 0 ? [tellOrganizer('answers_overdue')] : [];
    case 'record_attendance':
      return [];
    default:
      return content satisfies never;
  }
}

const invitations = (after: Convocation): readonly Told[] => [
  ...activeMembers(after).map((m) => tellMember(m, 'invitation')),
  ...activeBeneficiaries(after).map((b) => tellBeneficiary(b, 'letter')),
];

/** Once per change, and not of what the organizer just did: another meeting is plainly not confirmed yet. */
function tellOfConfirmation(before: Convocation, after: Convocation): readonly Told[] {
  if (before.status === after.status) return [];
  return [tellOrganizer(after.status === 'confirmed' ? 'confirmation' : 'confirmation_lost')];
}

const asksSomebodyToAct = ({ state }: Payloads['record_evidence']) => state === 'failed' || state === 'no_receipt';
