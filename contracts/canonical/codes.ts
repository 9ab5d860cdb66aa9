/** Code lists of the contract. Source: the ministerial guidelines on local networks for the Assegno di inclusione. */

export const organizationKinds = [
  'comune',
  'ats',
  'cpi',
  'asl',
  'school',
  'cpia',
  'juvenile_justice',
  'housing',
  'training_body',
  'employers_association',
  'bank_foundation',
  'third_sector',
  'caf',
  'patronato',
] as const;
export type OrganizationKind = (typeof organizationKinds)[number];

export const referralKinds = [
  'labour_activation',
  'specialist_health',
  'school',
  'adult_education',
  'housing',
  'training',
  'juvenile_justice',
  'third_sector',
  'other',
] as const;
export type ReferralKind = (typeof referralKinds)[number];

/** Nothing follows them. */
const ended = ['completed', 'declined', 'cancelled', 'interrupted', 'expired', 'entered_in_error'] as const;
export const referralStatuses = [
  'requested',
  'received',
  'on_hold',
  'accepted',
  'scheduled',
  'in_progress',
  'cancellation_requested',
  ...ended,
] as const;
export type ReferralStatus = (typeof referralStatuses)[number];
export const finalStatuses: readonly ReferralStatus[] = ended;

/** The interventions of article 8 of the model protocol, by its letters a to m (the Italian alphabet has no j and k). */
export const interventions = [
  'a_social_secretariat',
  'b_professional_social_service',
  'c_socio_educational_support',
  'd_home_care',
  'e_parenting_support',
  'f_cultural_mediation',
  'g_social_emergency',
  'h_health_interventions',
  'i_active_labour_policy',
  'l_education',
  'm_other',
] as const;

export const declineReasons = [
  'not_eligible',
  'no_capacity',
  'not_appropriate',
  'wrong_territory',
  'cannot_contact',
  'person_refuses',
  'already_in_care',
  'documentation_missing',
  'other',
] as const;
export const holdReasons = ['waiting_list', 'new_assessment', 'budget', 'information', 'other'] as const;
export const interruptReasons = [
  'person_withdrew',
  'no_longer_eligible',
  'moved_away',
  'repeated_absence',
  'deceased',
  'other',
] as const;
export const cancellationReasons = [
  'no_longer_needed',
  'sent_elsewhere',
  'person_withdrew',
  'moved_away',
  'other',
] as const;
export const refusalReasons = ['already_started', 'already_completed', 'other'] as const;
export const errorReasons = ['wrong_person', 'wrong_service', 'duplicate', 'other'] as const;
export const outcomeCodes = [
  'goals_achieved',
  'goals_partly_achieved',
  'goals_not_achieved',
  'sent_elsewhere',
  'no_need_found',
] as const;
export const attendanceOutcomes = ['attended', 'no_show_justified', 'no_show_unjustified'] as const;
export const informationTopics = ['documents', 'contacts', 'availability', 'consent', 'other'] as const;
export const servicePactStatuses = [
  'proposed',
  'signed',
  'suspended',
  'concluded',
  'ended_early',
  'exempted',
  'not_signed',
] as const;
export const acceptanceProcedures = [
  'immediate',
  'order_of_arrival',
  'agreed_priority',
  'subject_to_assessment',
  'subject_to_budget',
] as const;
