import type { Verdict } from '../../src/ports.ts';

/** Every way a delivery can end here. The README's table is this one. */
export const outcomes = {
  accepted: {
    outcome: 'delivered',
    code: 'municipal-json/accepted',
    detail: 'The system took the message.',
  },
  not_wanted: {
    outcome: 'delivered',
    code: 'municipal-json/not-wanted',
    detail:
      'The profile says that this system has no use for this event (its outbound expression gave null). Nothing was sent.',
  },
  answered_no: {
    outcome: 'refused',
    code: 'municipal-json/answered-no',
    detail:
      'The system answered that it does not take the message. Clear the reason there, then run the delivery again.',
  },
  answered_later: {
    outcome: 'deferred',
    code: 'municipal-json/answered-later',
    detail: 'The system answered that it cannot take the message now.',
  },
  answer_not_understood: {
    outcome: 'unknown',
    code: 'municipal-json/answer-not-understood',
    detail:
      'The status says taken, the answer cannot be read by the profile. Look in the system whether the message is there.',
  },
  rejected: {
    outcome: 'refused',
    code: 'municipal-json/rejected',
    detail:
      'The system refused the message as not valid. Compare its format with the outbound expression of the profile.',
  },
  not_found: {
    outcome: 'refused',
    code: 'municipal-json/not-found',
    detail:
      'The system knows no such case or no such path. Check address and path, and whether the case still exists there.',
  },
  conflict: {
    outcome: 'refused',
    code: 'municipal-json/conflict',
    detail: 'The system says the message contradicts what it holds. Compare the case there with the referral.',
  },
  credentials: {
    outcome: 'deferred',
    code: 'municipal-json/credentials',
    detail:
      'The system does not accept our credentials. Check the secret that the network document names for it, or the voucher: raccordo pdnd token shows what it says.',
  },
  busy: {
    outcome: 'deferred',
    code: 'municipal-json/busy',
    detail: 'The system is busy or under maintenance and did not take the message.',
  },
  failed: {
    outcome: 'unknown',
    code: 'municipal-json/failed',
    detail: 'The system failed while it had the message. Look there whether the message was taken.',
  },
  unexpected_status: {
    outcome: 'unknown',
    code: 'municipal-json/unexpected-status',
    detail:
      'The status is not among accepted_statuses and says nothing certain. Look in the system whether the message is there.',
  },
  not_mapped: {
    outcome: 'refused',
    code: 'municipal-json/not-mapped',
    detail:
      'The outbound expression gave no result for this event. Nothing was sent. Complete the profile, then run the delivery again.',
  },
  profile_failed: {
    outcome: 'refused',
    code: 'municipal-json/profile-failed',
    detail:
      'The outbound expression could not be evaluated. Nothing was sent. Correct the profile, then run the delivery again.',
  },
} as const satisfies Record<string, Verdict>;

export type OutcomeName = keyof typeof outcomes;

/** What a status means that the profile does not accept. What is not named: 4xx rejected, 5xx failed, else unexpected. */
export const byStatus: Readonly<Record<number, OutcomeName>> = {
  401: 'credentials',
  403: 'credentials',
  404: 'not_found',
  408: 'busy',
  409: 'conflict',
  410: 'not_found',
  425: 'busy',
  429: 'busy',
  503: 'busy',
};

/** Why a message from the system was not understood. The pointer names the place in the system's own document. */
export const misunderstandings = {
  not_json: { code: 'municipal-json/not-json', detail: 'The body is not JSON.' },
  too_deep: { code: 'municipal-json/too-deep', detail: 'The document nests more than 32 levels.' },
  profile_failed: {
    code: 'municipal-json/inbound-failed',
    detail: 'The inbound expression could not be evaluated on this document',
  },
  nothing_said: {
    code: 'municipal-json/nothing-said',
    detail: 'The inbound expression finds neither a referral nor an event in this document.',
  },
  too_many: { code: 'municipal-json/too-many', detail: 'The document holds more than 50 referrals or events.' },
  not_canonical: {
    code: 'municipal-json/not-canonical',
    detail: 'What the document says breaks a rule of the contract',
  },
  repeated_message_id: {
    code: 'municipal-json/repeated-message-id',
    detail: 'Two referrals or events of the document have the same message_id.',
  },
} as const satisfies Record<string, { readonly code: string; readonly detail: string }>;
