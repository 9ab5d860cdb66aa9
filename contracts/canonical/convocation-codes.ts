/** Code lists of convocations. Source: the ministerial guidelines on local networks for the Assegno di inclusione, on the équipe multidisciplinare. */

/** What a professional is in the team. */
export const teamFunctions = [
  'social_worker',
  'educator',
  'psychologist',
  'cultural_mediator',
  'cpi_operator',
  'health_consultorio',
  'health_mental',
  'health_addiction',
  'health_disability',
  'health_child_neuropsychiatry',
  'general_practitioner',
  'paediatrician',
  'school',
  'cpia',
  'juvenile_justice',
  'housing',
  'training_body',
  'third_sector',
  'other',
] as const;
export type TeamFunction = (typeof teamFunctions)[number];

/** convened: called, answers are open. confirmed: every required member accepted. held: it took place. minuted: its minutes are written. */
export const convocationStatuses = ['convened', 'confirmed', 'held', 'minuted', 'cancelled'] as const;
export type ConvocationStatus = (typeof convocationStatuses)[number];

export const answerStates = ['needs_action', 'accepted', 'tentative', 'declined', 'delegated'] as const;
export type AnswerState = (typeof answerStates)[number];

/** How an answer came in. */
export const answerChannels = ['page', 'mail', 'api'] as const;
export type AnswerChannel = (typeof answerChannels)[number];

export const meetingModes = ['in_person', 'online', 'hybrid'] as const;
export type MeetingMode = (typeof meetingModes)[number];

/** Languages of mails and pages: Italian, those of the bilingual territories, and English. */
export const mailLanguages = ['it', 'de', 'fr', 'sl', 'en'] as const;
export type MailLanguage = (typeof mailLanguages)[number];

export const rescheduleReasons = [
  'members_unavailable',
  'beneficiary_unavailable',
  'place_unavailable',
  'other',
] as const;
export const meetingCancellationReasons = ['no_longer_needed', 'members_unavailable', 'merged', 'other'] as const;
export const caseWithdrawalReasons = ['no_longer_needed', 'solved', 'moved_away', 'other_meeting', 'other'] as const;
export const answerReasons = ['other_commitment', 'absence', 'not_competent', 'other'] as const;

/** What is known of a mail to a member, from the weakest to the strongest word; `failed` and `no_receipt` ask somebody to act. */
export const mailEvidenceStates = [
  'sent',
  'relayed',
  'accepted_by_provider',
  'delivered',
  'failed',
  'no_receipt',
] as const;
export type MailEvidenceState = (typeof mailEvidenceStates)[number];

/** What a meeting decides on a case. The text beside it says the rest. */
export const decisionCodes = [
  'assessment_framework_opened',
  'inclusion_pact_drafted',
  'inclusion_pact_revised',
  'referral_to_service',
  'service_pact_coordinated',
  'intervention_activated',
  'intervention_ended',
  'monitoring_continued',
  'further_meeting',
  'case_closed',
  'other',
] as const;
export type DecisionCode = (typeof decisionCodes)[number];
