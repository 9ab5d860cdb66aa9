import type { MailEvidence } from '../../../contracts/canonical/convocation-event.ts';
import type { Convocation, MemberEvidence } from '../../../contracts/canonical/convocation-state.ts';
import { memberOf, waitingMembers } from './lines.ts';
import { meetingChanges } from './meeting-changes.ts';
import type { Answering, ConvocationSaid } from './state.ts';

/** Whether what is said already stands: a link pressed twice, a reply that the mail server brought again. */
export function saysNothingNew(state: Convocation, said: ConvocationSaid): boolean {
  switch (said.type) {
    case 'answer':
      return isSameAnswer(state, said);
    case 'reschedule':
      return (
        meetingChanges(state.meeting, said.meeting).length === 0 &&
        (said.answer_by === undefined || said.answer_by === state.answer_by)
      );
    case 'change_members':
      return [said.add, said.add_beneficiaries, said.remove].every((list) => (list ?? []).length === 0);
    case 'remind':
      if ('days' in said) return said.days.every((days) => state.reminded_days.includes(days));
      return waitingMembers(state).length === 0;
    case 'record_evidence':
      return isSameEvidence(state, said.evidence);
    case 'answers_overdue':
      return state.answer_overdue_told;
    case 'convene':
    case 'withdraw_case':
    case 'cancel':
    case 'record_attendance':
    case 'record_minutes':
      return false;
    default:
      return said satisfies never;
  }
}

/** The same answer in a later reply is new: a reply written between the two, and brought last, is overtaken by it. */
function isSameAnswer(state: Convocation, { member_id, answer, sequence, replied_at }: Answering): boolean {
  const stands = memberOf(state, member_id)?.answer;
  if (stands?.state !== answer.answer || stands.sequence !== (sequence ?? state.sequence)) return false;
  if (replied_at !== undefined && Date.parse(replied_at) > Date.parse(stands.replied_at ?? stands.at)) return false;
  if (answer.answer === 'declined') return stands.reason === answer.reason;
  if (answer.answer !== 'delegated') return true;
  const { given_name, family_name, email } = answer.delegate;
  const to = stands.delegate;
  return to?.given_name === given_name && to.family_name === family_name && to.email === email;
}

/** Evidence of nobody's line is no news either: the person's key was destroyed. */
function isSameEvidence(state: Convocation, { member_id, channel, state: said, code }: MailEvidence): boolean {
  const line = memberOf(state, member_id) ?? state.beneficiaries.find((b) => b.member_id === member_id);
  if (line === undefined) return true;
  const newest = line.evidence.findLast((e: MemberEvidence) => e.channel === channel);
  return newest?.state === said && newest.code === code;
}
