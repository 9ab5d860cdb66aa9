import type { OrganizationKind } from '../canonical/codes.ts';
import type { TeamFunction } from '../canonical/convocation-codes.ts';

const health = [
  'health_consultorio',
  'health_mental',
  'health_addiction',
  'health_disability',
  'health_child_neuropsychiatry',
  'general_practitioner',
  'paediatrician',
  'psychologist',
  'cultural_mediator',
] as const;

/**
 * Which functions in a team a kind of body may provide. Data, and a proposal: the protocol of each network decides, and its document may
 * narrow it for a body (`organizations[].team_functions`).
 * Source: the ministerial guidelines on local networks, composition of the équipe multidisciplinare.
 */
export const functionsOfKind: Readonly<Record<OrganizationKind, readonly TeamFunction[]>> = {
  comune: ['social_worker', 'educator', 'psychologist', 'cultural_mediator', 'housing', 'other'],
  ats: ['social_worker', 'educator', 'psychologist', 'cultural_mediator', 'other'],
  cpi: ['cpi_operator'],
  asl: [...health, 'social_worker', 'educator', 'other'],
  school: ['school'],
  cpia: ['cpia'],
  juvenile_justice: ['juvenile_justice', 'social_worker', 'educator'],
  housing: ['housing'],
  training_body: ['training_body'],
  employers_association: ['other'],
  bank_foundation: ['other'],
  third_sector: ['third_sector', 'educator', 'cultural_mediator'],
  caf: ['other'],
  patronato: ['other'],
};
