import type { DataClass } from '../../../contracts/canonical/data-class.ts';
import { elena, lucia, paolo } from '../../world/people.ts';

type Case = 'caso-1' | 'caso-2' | 'caso-3';

export const bodies = ['comune-borgoverde', 'cpi-borgoverde', 'asl-borgoverde', 'ic-borgoverde'] as const;

/** The number by which a case stands in mails. */
export const caseIds: Readonly<Record<Case, string>> = {
  'caso-1': 'BV-2026-0107',
  'caso-2': 'BV-2026-0112',
  'caso-3': 'BV-2026-0118',
};
export const caseRefs = Object.keys(caseIds) as readonly Case[];

export type Member = {
  readonly member_id: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly function: string;
  readonly organization: (typeof bodies)[number];
  readonly email: string;
  readonly pec?: string;
  readonly language?: 'it' | 'sl';
  readonly required?: true;
  readonly cases: readonly Case[];
  readonly concerns?: readonly string[];
};

/** Nine people of four bodies, two languages, one with a certified mailbox, one whose address is wrong. */
export const cast = {
  anna: {
    member_id: 'assistente',
    given_name: 'Anna',
    family_name: 'Bianchi',
    function: 'social_worker',
    organization: 'comune-borgoverde',
    email: 'anna.bianchi@comune.borgoverde.example',
    required: true,
    cases: ['caso-1', 'caso-2', 'caso-3'],
  },
  luca: {
    member_id: 'educatore',
    given_name: 'Luca',
    family_name: 'Fabbri',
    function: 'educator',
    organization: 'comune-borgoverde',
    email: 'luca.fabbri@comune.borgoverde.example',
    cases: ['caso-1', 'caso-3'],
  },
  verdi: {
    member_id: 'operatore-cpi',
    given_name: 'Paolo',
    family_name: 'Verdi',
    function: 'cpi_operator',
    organization: 'cpi-borgoverde',
    email: 'paolo.verdi@cpi.borgoverde.example',
    required: true,
    cases: ['caso-1'],
  },
  sara: {
    member_id: 'operatrice-cpi',
    given_name: 'Sara',
    family_name: 'Conti',
    function: 'cpi_operator',
    organization: 'cpi-borgoverde',
    email: 'sara.conti@cpi.borgoverde.example',
    cases: ['caso-2'],
  },
  maja: {
    member_id: 'psicologa',
    given_name: 'Maja',
    family_name: 'Černigoj',
    function: 'psychologist',
    organization: 'asl-borgoverde',
    email: 'maja.cernigoj@asl.borgoverde.example',
    pec: 'salute.mentale@pec.asl.borgoverde.example',
    language: 'sl',
    required: true,
    cases: ['caso-1'],
  },
  igor: {
    member_id: 'medico-serd',
    given_name: 'Igor',
    family_name: 'Žerjal',
    function: 'health_addiction',
    organization: 'asl-borgoverde',
    email: 'igor.zerjal@asl.borgoverde.example',
    language: 'sl',
    cases: ['caso-2'],
  },
  elisa: {
    member_id: 'pediatra',
    given_name: 'Elisa',
    family_name: 'Monti',
    function: 'paediatrician',
    organization: 'asl-borgoverde',
    email: 'elisa.monti@asl.borgoverde.example',
    cases: ['caso-3'],
  },
  carla: {
    member_id: 'docente',
    given_name: 'Carla',
    family_name: 'Riva',
    function: 'school',
    organization: 'ic-borgoverde',
    email: 'carla.riva@scuola.borgoverde.example',
    cases: ['caso-3'],
    concerns: ['figlia'],
  },
  piero: {
    member_id: 'sostegno',
    given_name: 'Piero',
    family_name: 'Sala',
    function: 'school',
    organization: 'ic-borgoverde',
    email: 'piero.salla@scuola.borgoverde.example',
    cases: ['caso-3'],
    concerns: ['figlia'],
  },
} as const satisfies Record<string, Member>;
export const members: readonly Member[] = Object.values(cast);

/** Who comes to the first meeting in Sara Conti's place. */
export const colleague = {
  given_name: 'Marco',
  family_name: 'Leoni',
  email: 'marco.leoni@cpi.borgoverde.example',
};
export const organizerEmail = 'segreteria@comune.borgoverde.example';
export const beneficiary = {
  member_id: 'signora',
  case: 'caso-1',
  given_name: elena.given_name,
  family_name: elena.family_name,
  email: elena.contacts.email,
};

const subjectOf = ({ tax_code, given_name, family_name, birth_date }: typeof paolo) => ({
  tax_code,
  given_name,
  family_name,
  birth_date,
});
const subjects = { 'caso-1': subjectOf(elena), 'caso-2': subjectOf(paolo), 'caso-3': subjectOf(lucia) };

/** What each preliminary analysis says, one sentence of a class: so that one can look for it afterwards. */
export const sentences: Readonly<Record<Case, Partial<Record<DataClass, string>>>> = {
  'caso-1': {
    labour: 'Cerca un primo impiego al mattino.',
    education: 'Ha lasciato gli studi da perito.',
    economic: 'Ha un debito con il locatore.',
    housing: 'Alloggio umido al pianterreno.',
    social: 'Si confida volentieri con la vicina.',
    health: 'In cura per ansia.',
  },
  'caso-2': {
    labour: 'Lavorava in un vivaio.',
    economic: 'Ha impegnato lo stipendio.',
    social: 'Vive con il fratello.',
    health: 'Gioca ogni giorno.',
    judicial: 'Ha una causa in tribunale.',
  },
  'caso-3': {
    education: 'Molte assenze da settembre.',
    social: 'I genitori si stanno separando.',
    health: 'Soffre di asma allergica.',
  },
};

export const analysisOf = (ref: Case) => {
  const { labour, education, economic, housing, social, health, judicial } = sentences[ref];
  const note = (name: string, text: string | undefined) => (text === undefined ? {} : { [name]: { note: text } });
  return {
    subject: subjects[ref],
    case_id: caseIds[ref],
    assessed_on: '2026-11-12',
    assessed_by: { given_name: 'Anna', family_name: 'Bianchi', function: 'social_worker' },
    household: { size: 3, members: [{ person: 'figlia', relationship: 'figlia', age: 10, given_name: 'Lucia' }] },
    domains: {
      ...note('work_and_employability', labour),
      ...note('economic', economic),
      ...note('housing', housing),
      ...note('family_and_social_networks', social),
      ...(education === undefined
        ? {}
        : { education_and_training: { needs: [{ code: 'support', person: 'figlia', text: education }] } }),
    },
    ...(health === undefined ? {} : { health }),
    ...(judicial === undefined ? {} : { judicial }),
    proposed_outcome: { list_version: '2026-01', code: 'assessment_framework' },
  };
};

const onDay = (day: string) => ({
  starts_at: `${day}T09:30:00+01:00`,
  ends_at: `${day}T11:30:00+01:00`,
  mode: 'in_person',
  place: { name: 'Comune di Borgoverde, sala piccola', address: 'Piazza dei Tigli 1' },
});
export const firstMeeting = onDay('2026-12-10');
export const secondMeeting = onDay('2026-12-11');

export const convocation = (analyses: ReadonlyMap<string, string>) => ({
  purpose: 'ADI-CONV',
  organizer: 'comune-borgoverde',
  organizer_contact: {
    given_name: 'Giulia',
    family_name: 'Rota',
    email: organizerEmail,
    phone: '+39 0755550101',
  },
  meeting: firstMeeting,
  answer_by: '2026-12-04',
  reminder_days: [7, 1],
  agenda: caseRefs.map((case_ref) => ({
    case_ref,
    case_id: caseIds[case_ref],
    subject: subjects[case_ref],
    residence: 'comune-borgoverde',
    case_manager: 'assistente',
    analysis_id: analyses.get(case_ref),
  })),
  members,
  beneficiaries: [beneficiary],
});
