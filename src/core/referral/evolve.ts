import type { Referral, ReferralProgress } from '../../../contracts/canonical/referral.ts';
import type { ReferralEventRequest } from '../../../contracts/canonical/referral-event.ts';
import type { StoredEvent } from '../../../contracts/canonical/stored-event.ts';
import { nextStatus } from './next-status.ts';
import type { Recorded, Submitted } from './state.ts';
import { transitionOf } from './transitions.ts';

/** The state after one more event. Events are facts: they are applied, never judged again. */
export function evolve(state: Referral | null, event: StoredEvent): Referral {
  if (event.type === 'submit') return submitted(event, event.payload as Submitted);
  if (state === null) throw new Error('a referral begins with submit');
  return recorded(state, event, (event.payload as Recorded).event);
}

function submitted(event: StoredEvent, { request, conversation_id, reply_to }: Submitted): Referral {
  return {
    id: event.stream as Referral['id'],
    version: event.version,
    status: 'requested',
    turn: null,
    held_from: null,
    cancelled_from: null,
    subject_id: event.subject_id,
    recipient: request.recipient ?? null,
    conversation_id,
    request,
    progress: {},
    question: null,
    ...(reply_to === undefined ? {} : { reply_to }),
    created_at: event.at,
    updated_at: event.at,
  };
}

function recorded(state: Referral, event: StoredEvent, said: Recorded['event']): Referral {
  const transition = transitionOf(event.type);
  if (transition === undefined) throw new Error(`no transition for ${event.type}`);
  const status = nextStatus(transition, state, said);
  return {
    ...state,
    version: event.version,
    updated_at: event.at,
    status,
    turn: said.type === 'request_information' ? 'initiator' : said.type === 'supply_information' ? null : state.turn,
    question:
      said.type === 'request_information'
        ? { topic: said.topic, text: said.text }
        : said.type === 'supply_information'
          ? null
          : state.question,
    held_from:
      said.type === 'hold'
        ? state.status
        : status === 'on_hold' || status === 'cancellation_requested'
          ? state.held_from
          : null,
    cancelled_from: status === 'cancellation_requested' ? (state.cancelled_from ?? state.status) : null,
    recipient: said.type === 'claim' ? event.by : state.recipient,
    progress: said.type === 'expire' ? state.progress : progressAfter(state.progress, said),
  };
}

/** The latest word on each member wins; an appointment that was cancelled or kept is no longer the next one. */
function progressAfter(before: ReferralProgress, said: ReferralEventRequest): ReferralProgress {
  const { appointment, ...rest } = before;
  const kept = appointment === undefined ? rest : { ...rest, appointment };
  switch (said.type) {
    case 'acknowledge':
    case 'claim':
    case 'accept':
    case 'schedule':
    case 'reschedule':
    case 'report_progress':
    case 'complete':
    case 'start':
    case 'hold':
    case 'decline':
    case 'interrupt':
      return { ...kept, ...reported(said) };
    case 'resume':
      return withoutReason({ ...kept, ...reported(said) });
    case 'cancel_appointment':
      return { ...rest, ...reported(said) };
    case 'record_attendance':
      return { ...rest, attendance: said.attendance, ...(said.note === undefined ? {} : { note: said.note }) };
    case 'request_information':
    case 'supply_information':
    case 'request_cancellation':
    case 'confirm_cancellation':
    case 'refuse_cancellation':
    case 'mark_entered_in_error':
      return before;
    default:
      return said satisfies never;
  }
}

type Reporting = Exclude<
  ReferralEventRequest,
  {
    type:
      | 'record_attendance'
      | 'request_information'
      | 'supply_information'
      | 'request_cancellation'
      | 'refuse_cancellation'
      | 'mark_entered_in_error';
  }
>;

function reported(said: Reporting): Partial<ReferralProgress> {
  const { type: _, ...members } = said;
  return members;
}

function withoutReason({ reason: _, ...progress }: ReferralProgress): ReferralProgress {
  return progress;
}
