import type { Delegate } from '../../../contracts/canonical/convocation.ts';
import type { Convocation, MemberAnswer, MemberState } from '../../../contracts/canonical/convocation-state.ts';
import { civilDate } from '../rome/index.ts';
import { memberOf } from './lines.ts';
import { meetingChanges } from './meeting-changes.ts';
import { asked, asMember } from './new-lines.ts';
import { passedReminders } from './reminder-instant.ts';
import type { Payloads } from './state.ts';

/** The answer stands on the member's line. A delegation adds the delegate's line; any later answer of the member ends it. */
export function answered(state: Convocation, at: string, payload: Payloads['answer']): Convocation {
  const { member_id, answer, sequence, channel, replied_at, delegate_id } = payload;
  const line = memberOf(state, member_id);
  if (line === undefined) return state;
  const given: MemberAnswer = {
    state: answer.answer,
    sequence,
    at,
    by: channel,
    ...(replied_at === undefined ? {} : { replied_at }),
    ...(answer.answer === 'declined' ? { reason: answer.reason } : {}),
    ...(answer.answer === 'delegated' ? { delegate: answer.delegate } : {}),
  };
  const members = state.members.map((m): MemberState => {
    if (m.member.member_id === member_id) return { ...m, answer: given };
    return m.delegate_of === member_id ? { ...m, removed: true } : m;
  });
  if (answer.answer !== 'delegated' || delegate_id === null) return { ...state, members };
  return { ...state, members: [...members, delegateLine(line, answer.delegate, delegate_id, state.sequence, at)] };
}

/** A colleague in the member's place: same body, function and cases; the mailbox for formal notices stays the member's. */
function delegateLine(line: MemberState, who: Delegate, id: string, sequence: number, at: string): MemberState {
  const { pec: _, ...member } = line.member;
  return { ...asMember({ ...member, ...who, member_id: id }, sequence, at), delegate_of: line.member.member_id };
}

/**
 * Another time, place or mode asks everybody anew: answers to the former meeting do not count, and delegations, which were answers, end. A day for
 * answers that is not told anew stays, unless it is over or falls after the meeting.
 */
export function rescheduled(state: Convocation, at: string, payload: Payloads['reschedule']): Convocation {
  const { meeting } = payload;
  const answer_by = payload.answer_by ?? stillUseful(state.answer_by, at, meeting.starts_at);
  const answer_overdue_told = answer_by === state.answer_by && state.answer_overdue_told;
  const changes = meetingChanges(state.meeting, meeting);
  if (changes.length === 0) return { ...state, meeting, answer_by, answer_overdue_told };
  const sequence = state.sequence + 1;
  return {
    ...state,
    meeting,
    answer_by,
    answer_overdue_told: false,
    sequence,
    reminded_days: changes.includes('time') ? passedReminders(meeting, state.reminder_days, at) : state.reminded_days,
    members: state.members.map((m) => ({
      ...m,
      answer: asked(sequence, at),
      removed: m.removed || m.delegate_of !== undefined,
    })),
  };
}

const stillUseful = (answerBy: string | null, at: string, startsAt: string): string | null =>
  answerBy !== null && civilDate(at) <= answerBy && answerBy <= civilDate(startsAt) ? answerBy : null;
