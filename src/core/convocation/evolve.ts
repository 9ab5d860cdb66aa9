import type { CaseState, Convocation, MemberState } from '../../../contracts/canonical/convocation-state.ts';
import type { StoredConvocationEvent } from '../../../contracts/canonical/stored-event.ts';
import { answered, rescheduled } from './evolve-answers.ts';
import { attendanceRecorded, evidenceRecorded, minutesRecorded } from './evolve-records.ts';
import { caseWithdrawn, membersChanged } from './evolve-team.ts';
import { asMember, newBeneficiaries } from './new-lines.ts';
import { passedReminders } from './reminder-instant.ts';
import { type Content, contentOf } from './state.ts';
import { statusByAnswers } from './status-by-answers.ts';

/**
 * The state after one more event. Events are facts: they are applied, never judged again. A case whose person's key was destroyed is null
 * from then on, and its beneficiaries are gone; members, answers and status are what they were.
 */
export function evolve(state: Convocation | null, event: StoredConvocationEvent): Convocation {
  const content = contentOf(event);
  if (content.type === 'convene') return convened(event, content);
  if (state === null) throw new Error('a convocation begins with convene');
  const { members, beneficiaries, ...rest } = applied(state, event.at, content);
  const after = {
    ...rest,
    members: members.map((line) => leaving(line, event.version)),
    beneficiaries: beneficiaries.map((b) => leaving(b, event.version)),
    version: event.version,
    updated_at: event.at,
  };
  const open = after.status === 'convened' || after.status === 'confirmed';
  return open ? { ...after, status: statusByAnswers(after) } : after;
}

/** Whoever left is told of nothing that came after: by which version they left is noted once. */
const leaving = <L extends Pick<MemberState, 'removed' | 'left_version'>>(line: L, version: number): L =>
  line.removed && line.left_version === undefined ? { ...line, left_version: version } : line;

function convened(event: StoredConvocationEvent, { payload, parts }: Content<'convene'>): Convocation {
  const { purpose, organizer, organizer_contact, meeting, answer_by, reminder_days, members } = payload;
  return {
    id: event.stream,
    version: event.version,
    status: 'convened',
    sequence: 0,
    purpose,
    organizer,
    organizer_contact,
    meeting,
    answer_by,
    reminder_days,
    reminded_days: passedReminders(meeting, reminder_days, event.at),
    answer_overdue_told: false,
    cases: parts.map(({ subject_id, payload: part }): CaseState | null =>
      part === null
        ? null
        : { item: part.item, subject_id, analysis_version: part.analysis_version, withdrawn: false, minutes: null },
    ),
    withdrawn_cases: [],
    members: members.map((member) => asMember(member, 0, event.at)),
    beneficiaries: newBeneficiaries(parts),
    minutes_text: null,
    created_at: event.at,
    updated_at: event.at,
  };
}

function applied(state: Convocation, at: string, content: Exclude<Content, { type: 'convene' }>): Convocation {
  switch (content.type) {
    case 'answer':
      return answered(state, at, content.payload);
    case 'reschedule':
      return rescheduled(state, at, content.payload);
    case 'change_members':
      return membersChanged(state, at, content);
    case 'withdraw_case':
      return caseWithdrawn(state, content.payload.case_ref);
    case 'cancel':
      return { ...state, status: 'cancelled', sequence: state.sequence + 1 };
    case 'remind':
      return { ...state, reminded_days: [...new Set([...state.reminded_days, ...content.payload.days])] };
    case 'record_attendance':
      return attendanceRecorded(state, content);
    case 'record_minutes':
      return minutesRecorded(state, content);
    case 'record_evidence':
      return evidenceRecorded(state, at, content.payload);
    case 'answers_overdue':
      return { ...state, answer_overdue_told: true };
    default:
      return content satisfies never;
  }
}
