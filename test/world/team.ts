import { elena, lucia, paolo } from './people.ts';

const member = (member_id: string, more: object) => ({ member_id, ...more });

/** Six people of four bodies, two languages, one with a certified mailbox. */
export const members = {
  assistente: member('assistente', {
    given_name: 'Anna',
    family_name: 'Bianchi',
    function: 'social_worker',
    organization: 'comune-borgoverde',
    email: 'anna.bianchi@comune.borgoverde.example',
    required: true,
    cases: ['caso-1', 'caso-2', 'caso-3'],
  }),
  cpi: member('operatore-cpi', {
    given_name: 'Paolo',
    family_name: 'Verdi',
    function: 'cpi_operator',
    organization: 'cpi-borgoverde',
    email: 'paolo.verdi@cpi.borgoverde.example',
    required: true,
    cases: ['caso-1'],
  }),
  psicologa: member('psicologa', {
    given_name: 'Maja',
    family_name: 'Černigoj',
    function: 'psychologist',
    organization: 'asl-borgoverde',
    email: 'maja.cernigoj@asl.borgoverde.example',
    pec: 'serd@pec.asl.borgoverde.example',
    language: 'sl',
    cases: ['caso-2'],
  }),
  scuola: member('docente', {
    given_name: 'Carla',
    family_name: 'Riva',
    function: 'school',
    organization: 'ic-borgoverde',
    email: 'carla.riva@scuola.borgoverde.example',
    cases: ['caso-3'],
    concerns: ['figlia'],
  }),
};

const subjectOf = ({ tax_code, given_name, family_name, birth_date }: typeof paolo) => ({
  tax_code,
  given_name,
  family_name,
  birth_date,
});

const agendaCase = (case_ref: string, case_id: string, subject: object, more: object = {}) => ({
  case_ref,
  case_id,
  subject,
  residence: 'comune-borgoverde',
  case_manager: 'assistente',
  ...more,
});

/** A meeting of three cases, each with members of its own; members given replace whole members. */
export const convocation = (more: object = {}) => ({
  purpose: 'ADI-CONV',
  organizer: 'comune-borgoverde',
  organizer_contact: {
    given_name: 'Anna',
    family_name: 'Bianchi',
    email: 'segreteria@comune.borgoverde.example',
    phone: '+39 0755550101',
  },
  meeting: {
    starts_at: '2026-12-10T09:30:00+01:00',
    ends_at: '2026-12-10T11:30:00+01:00',
    mode: 'in_person',
    place: { name: 'Comune di Borgoverde, sala piccola', address: 'Piazza dei Tigli 1' },
  },
  answer_by: '2026-12-04',
  agenda: [
    agendaCase('caso-1', 'BV-2026-0107', subjectOf(elena)),
    agendaCase('caso-2', 'BV-2026-0112', subjectOf(paolo)),
    agendaCase('caso-3', 'BV-2026-0118', subjectOf(lucia)),
  ],
  members: [members.assistente, members.cpi, members.psicologa, members.scuola],
  ...more,
});

/** The preliminary analysis of Elena's household: something of every domain. */
export const analysis = (more: object = {}) => ({
  subject: subjectOf(elena),
  case_id: 'BV-2026-0107',
  assessed_on: '2026-11-12',
  assessed_by: { given_name: 'Anna', family_name: 'Bianchi', function: 'social_worker' },
  household: {
    size: 3,
    members: [{ person: 'figlia', relationship: 'figlia', age: 10, given_name: 'Lucia', family_name: 'Serra' }],
  },
  domains: {
    personal_and_social_functioning: { note: 'Si confida volentieri.' },
    economic: { note: 'Ha un debito con il locatore.' },
    work_and_employability: { needs: [{ code: 'no_qualification', text: 'Cerca un primo impiego.' }] },
    education_and_training: {
      needs: [{ code: 'absences', person: 'figlia', text: 'Molte assenze da settembre.' }],
      note: 'La madre non ha titoli di studio.',
    },
    housing: { note: 'Alloggio umido.' },
  },
  health: 'In cura per ansia.',
  proposed_outcome: { list_version: '2026-01', code: 'assessment_framework' },
  ...more,
});
