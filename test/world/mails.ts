import type { MailLanguage } from '../../contracts/canonical/convocation-codes.ts';
import type { CaseExtract, MailKind } from '../../contracts/canonical/convocation-message.ts';
import type { DeepPartial } from '../../contracts/canonical/message.ts';
import type { Disclosed } from '../../src/policy/index.ts';
import type { ConvocationMail } from '../../src/ports/mail.ts';
import { taxCode } from './people.ts';

/** Stands for the gate, which is not what these tests are about. */
export const asDisclosed = <T>(value: T): Disclosed<T> => value as Disclosed<T>;

const contact = { given_name: 'Anna', family_name: 'Bianchi' };
const head = {
  channel: 'mail',
  at: '2026-11-20T09:00:00.000Z',
  message_id: '019aa3c0-7d52-7a10-8f00-000000000011.k3v9x2q8@posta.borgoverde.example',
  references: [],
  reply_address: 'convocazioni+k3v9x2q8@posta.borgoverde.example',
  return_path: 'convocazioni+b-019aa3c0-7d52-7a10-8f00-000000000011-k3v9x2q8@posta.borgoverde.example',
  sender_name: 'Comune di Borgoverde',
  uid: '8c1f0e7a-2d55@posta.borgoverde.example',
  sequence: 0,
  organizer: {
    name: 'Comune di Borgoverde',
    ...contact,
    phone: '+39 0755550101',
    email: 'anna.bianchi@comune.example.it',
  },
  meeting: {
    starts_at: '2026-12-10T09:30:00+01:00',
    ends_at: '2026-12-10T11:00:00+01:00',
    mode: 'hybrid',
    place: { name: 'Comune di Borgoverde, sala piccola', address: 'Piazza dei Tigli 1' },
    online_url: 'https://incontri.example.it/stanza/borgoverde?chiave=7&lingua=it',
  },
  answer_by: '2026-12-04',
  required: true,
  withheld: [],
} as const;

const professional = {
  member_id: 'operatore-cpi',
  given_name: 'Paolo',
  family_name: 'Verdi',
  function: 'cpi_operator',
  email: 'paolo.verdi@cpi.example.it',
} as const;
const beneficiary = {
  member_id: 'signora',
  given_name: 'Elena',
  family_name: 'Marini',
  email: 'elena.marini@posta.example',
};

const members = [
  { member_id: 'assistente', ...contact, function: 'social_worker', organization_name: 'Comune di Borgoverde' },
  {
    member_id: 'operatore-cpi',
    given_name: 'Paolo',
    family_name: 'Verdi',
    function: 'cpi_operator',
    organization_name: "Centro per l'impiego di Borgoverde",
  },
  {
    member_id: 'psicologa',
    given_name: 'Maja',
    family_name: 'Žužek Đorđić',
    function: 'psychologist',
    organization_name: 'Azienda sanitaria di Borgoverde',
  },
] as const;

export const casesOf = (): ConvocationMail['cases'] => [
  { case_ref: 'caso-1', case_id: 'BV-2026-0107', initials: 'E.M.', case_manager: contact, members: [...members] },
  {
    case_ref: 'caso-2',
    case_id: 'BV-2026-0112',
    initials: 'D.S.',
    case_manager: contact,
    members: members.slice(0, 2),
  },
];

const before = {
  ...head.meeting,
  starts_at: '2026-12-09T09:30:00+01:00',
  ends_at: '2026-12-09T11:00:00+01:00',
  place: { name: 'Sede del CPI', address: 'Via del Lavoro 3' },
};

const answers = [
  {
    member_id: 'assistente',
    ...contact,
    organization_name: 'Comune di Borgoverde',
    answer: 'accepted',
    required: true,
  },
  {
    member_id: 'operatore-cpi',
    given_name: 'Paolo',
    family_name: 'Verdi',
    organization_name: "Centro per l'impiego di Borgoverde",
    answer: 'needs_action',
    required: true,
  },
] as const;

const links = {
  answer: 'https://raccordo.example.it/v1/answers/Zm9vYmFyLWZvb2Jhci1mb29iYXItZm9vYmFyLTAwMDE',
  documents: 'https://raccordo.example.it/v1/documents/YmFyYmF6LWJhcmJhei1iYXJiYXotYmFyYmF6LTAwMDI',
};

const earlier = ['019aa3c0-7d52-7a10-8f00-000000000001.k3v9x2q8@posta.borgoverde.example'];

/** What a mail of each kind is made of beyond its head. */
const contents: Readonly<Record<MailKind, Partial<ConvocationMail>>> = {
  invitation: { links, withheld: ['health', 'economic'] },
  update: {
    links,
    sequence: 1,
    references: earlier,
    changes: [
      { what: 'time', before },
      { what: 'place', before },
      { what: 'member_added', name: 'Maja Žužek Đorđić', case_ref: 'caso-1' },
    ],
  },
  cancellation: { sequence: 2, references: earlier },
  reminder: { links, references: earlier },
  minutes: {
    links: { documents: links.documents },
    minutes_text: 'Riunione regolare, si rivede tutto a febbraio.',
  },
  letter: { to: beneficiary, cases: casesOf().slice(0, 1), links: { answer: links.answer } },
  letter_update: {
    to: beneficiary,
    cases: casesOf().slice(0, 1),
    links: { answer: links.answer },
    references: earlier,
    changes: [{ what: 'time', before }],
  },
  letter_cancellation: { to: beneficiary, cases: casesOf().slice(0, 1), references: earlier },
  confirmation: { answers: [...answers] },
  confirmation_lost: { answers: [...answers] },
  answers_overdue: { answers: [...answers] },
  mail_failed: {
    answers: answers.slice(1).map((each) => ({ ...each, channel: 'pec' as const, unreached: 'no_receipt' as const })),
  },
  meeting_record: { cases: [], minutes_text: 'Riunione regolare, presenti tutti gli enti.' },
};

/** A mail of a kind, in a language; members given replace whole members. */
export const mailOf = (kind: MailKind, language: MailLanguage = 'it', more: Partial<ConvocationMail> = {}) =>
  asDisclosed<ConvocationMail>({
    ...head,
    references: [],
    withheld: [],
    kind,
    language,
    to: professional,
    changes: [],
    links: {},
    cases: casesOf(),
    ...contents[kind],
    ...more,
  });

/** What was decided on the first case, for who attended it. */
export const minutesOf = (): DeepPartial<CaseExtract> => ({
  case_ref: 'caso-1',
  case_id: 'BV-2026-0107',
  minutes: {
    case_ref: 'caso-1',
    decisions: [
      {
        code: 'inclusion_pact_drafted',
        text: 'Firma entro il mese.',
        responsible: 'assistente',
        due_on: '2026-12-31',
      },
      { code: 'further_meeting' },
    ],
    text: 'Si concorda un percorso di formazione al mattino.\nElena lo inizia a gennaio.',
  },
  members: [...members],
  present: ['assistente', 'operatore-cpi'],
});

export const analysisOf = (): DeepPartial<CaseExtract> => ({
  case_ref: 'caso-1',
  case_id: 'BV-2026-0107',
  analysis: {
    subject: {
      tax_code: taxCode('MRNLNE79E54B000'),
      given_name: 'Elena',
      family_name: 'Marini',
      birth_date: '1979-05-14',
      residence: { municipality: 'B000', address: 'Via dei Tigli 4', postal_code: '06999' },
      contacts: { phone: '+39 3335550111', email: 'elena.marini@posta.example' },
    },
    assessed_on: '2026-11-12',
    assessed_by: { ...contact, function: 'social_worker' },
    household: {
      size: 3,
      members: [
        {
          person: 'marito',
          relationship: 'coniuge',
          given_name: 'Paolo',
          family_name: 'Serra',
          age: 49,
          activable: true,
        },
        { person: 'figlia', relationship: 'figlia', given_name: 'Lucia', family_name: 'Serra', age: 10 },
      ],
    },
    domains: {
      work_and_employability: {
        needs: [
          { code: 'no_qualification', person: 'marito', text: 'Cerca un primo impiego regolare e non ha qualifica.' },
          { code: 'hours' },
        ],
        resources: [{ text: 'Ha esperienza di cucina, parla sloveno: «dobro jutro», č š ž đ Č Š Ž Đ.' }],
        note: 'Disponibile al mattino, quando la figlia è a scuola.\nPreferisce spostarsi a piedi o con l’autobus.',
      },
      education_and_training: {
        needs: [{ code: 'absences', person: 'figlia', text: 'Molte assenze da settembre.' }],
      },
      housing: { note: 'Alloggio in affitto, contratto fino a giugno 2027: 420 € al mese.' },
    },
    proposed_outcome: { list_version: '2026-01', code: 'assessment_framework' },
  },
});
