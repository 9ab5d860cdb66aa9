import { ConvocationRequest, type TeamMember } from '../../../contracts/canonical/convocation.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { StoredConvocationEvent } from '../../../contracts/canonical/stored-event.ts';
import { functionsOfKind } from '../../../contracts/catalogue/team-functions.ts';
import {
  type Actor,
  type ConvocationSaid,
  decide,
  evolve,
  type Facts,
  recipients,
  type Told,
} from '../../../src/core/convocation/index.ts';
import { taxCode } from '../../world/people.ts';

export const id = '019aa3c0-7d52-7a10-8f00-000000000021';
export const convenedAt = '2026-11-20T09:00:00.000Z';
/** The meeting is on 10 December, 09:30 to 11:00 in Rome. */
export const duringMeeting = '2026-12-10T09:00:00.000Z';
export const everybody: readonly Actor[] = ['organizer', 'member', 'gateway'];

const member = (member_id: string, more: object) => ({
  member_id,
  given_name: `G-${member_id}`,
  family_name: `F-${member_id}`,
  function: 'social_worker',
  organization: 'comune-borgoverde',
  email: `${member_id}@enti.example.it`,
  cases: ['caso-1'],
  ...more,
});

const item = (n: number, code: string) => ({
  case_ref: `caso-${n}`,
  case_id: `BV-2026-010${n}`,
  subject: { tax_code: taxCode(code) },
  residence: 'comune-borgoverde',
  case_manager: 'assistente',
});

/** Three cases, six members of four bodies; the school works on case 2 alone, case 3 has a beneficiary without e-mail. */
export const sample = {
  purpose: 'ADI-CONV',
  organizer: 'comune-borgoverde',
  organizer_contact: { given_name: 'Anna', family_name: 'Bianchi', email: 'anna.bianchi@comune.example.it' },
  meeting: {
    starts_at: '2026-12-10T09:30:00+01:00',
    ends_at: '2026-12-10T11:00:00+01:00',
    mode: 'in_person',
    place: { name: 'Comune di Borgoverde, sala piccola' },
  },
  answer_by: '2026-12-04',
  reminder_days: [7, 1],
  agenda: [item(1, 'MRNLNE79E54B000'), item(2, 'SRRPLA77M09B000'), item(3, 'SRRDVD07A22B000')],
  members: [
    member('assistente', { required: true, cases: ['caso-1', 'caso-2', 'caso-3'] }),
    member('operatore', { function: 'cpi_operator', organization: 'cpi-borgoverde', required: true }),
    member('psicologa', {
      function: 'psychologist',
      organization: 'asl-borgoverde',
      cases: ['caso-1', 'caso-2'],
      pec: 'psicologa@pec.example.it',
    }),
    member('scuola', { function: 'school', organization: 'ic-borgoverde', cases: ['caso-2'] }),
    member('medico', { function: 'health_mental', organization: 'asl-borgoverde', cases: ['caso-3'] }),
    member('educatore', { function: 'educator', cases: ['caso-3'] }),
  ],
  beneficiaries: [
    { member_id: 'persona-1', case: 'caso-1', given_name: 'E', family_name: 'M', email: 'persona@posta.example.it' },
    { member_id: 'persona-3', case: 'caso-3', given_name: 'D', family_name: 'S' },
  ],
};

/** Not parsed where a test wants to break a rule that the schema leaves to the checks. */
export const requestWith = (more: object = {}): ConvocationRequest => ConvocationRequest.parse({ ...sample, ...more });
export const teamMember = (member_id: string, more: object = {}): TeamMember =>
  ConvocationRequest.shape.members.element.parse(member(member_id, more));

const body = (kind: keyof typeof functionsOfKind) => ({ kind, functions: functionsOfKind[kind], agreement: true });
export const facts: Facts = {
  organizations: new Map([
    ['comune-borgoverde', body('comune')],
    ['cpi-borgoverde', body('cpi')],
    ['asl-borgoverde', body('asl')],
    ['ic-borgoverde', body('school')],
  ]),
  purpose: { code: 'ADI-CONV', convening: ['ADI-CONV', 'ADI-VMD'] },
  date: '2026-12-10',
  day: { meetings: 0, meetingsMax: null },
};

export const convene = (request: ConvocationRequest = requestWith()): ConvocationSaid => ({
  type: 'convene',
  request,
  subjects: request.agenda.map(({ case_ref }) => ({
    case_ref,
    subject_id: `person-of-${case_ref}`,
    analysis_version: 1,
  })),
});

/** What comes of an event: the state, what was stored, who is told. Null where it says nothing new. */
export type Step = {
  readonly after: Convocation;
  readonly event: StoredConvocationEvent;
  readonly told: readonly Told[];
};

export function step(state: Convocation | null, event: ConvocationSaid, at: string = convenedAt): Step | null {
  const decided = decide(state, { event, actors: everybody, at, facts });
  if (decided.refused) throw new Error(`${decided.code}: ${JSON.stringify(decided.errors ?? decided.detail)}`);
  if (decided.nothing_new) return null;
  const stored: StoredConvocationEvent = {
    stream: id,
    version: (state?.version ?? 0) + 1,
    type: decided.type,
    at,
    by: 'comune-borgoverde',
    subject_id: id,
    payload: decided.payload,
    parts: decided.parts,
  };
  const after = evolve(state, stored);
  return { after, event: stored, told: recipients(state, after, stored) };
}

export const following = (state: Convocation | null, event: ConvocationSaid, at?: string): Convocation => {
  const done = step(state, event, at);
  if (done === null) throw new Error(`${event.type} says nothing new`);
  return done.after;
};

export const convened = (request?: ConvocationRequest): Convocation => following(null, convene(request));

export const answer = (member_id: string, state = 'accepted', more: object = {}): ConvocationSaid =>
  ({
    type: 'answer',
    member_id,
    sequence: null,
    channel: 'page',
    answer: { answer: state, ...(state === 'declined' ? { reason: 'absence' } : {}), ...more },
  }) as ConvocationSaid;

export const delegation = (member_id: string, name = 'Bruno'): ConvocationSaid =>
  answer(member_id, 'delegated', {
    delegate: { given_name: name, family_name: 'Neri', email: `${name.toLowerCase()}@enti.example.it` },
  });

export const reschedule = (meeting: object, more: object = {}): ConvocationSaid =>
  ({
    type: 'reschedule',
    meeting: { ...sample.meeting, ...meeting },
    reason: 'other',
    ...more,
  }) as ConvocationSaid;
export const nextDay = { starts_at: '2026-12-11T09:30:00+01:00', ends_at: '2026-12-11T11:00:00+01:00' };

export const minutes = (...refs: string[]): ConvocationSaid => ({
  type: 'record_minutes',
  text: 'Si apre alle 9.30.',
  cases: refs.map((case_ref) => ({
    case_ref,
    decisions: [{ code: 'monitoring_continued' as const }],
    text: `Verbale di ${case_ref}.`,
  })),
});

export const attendance = (entries: Readonly<Record<string, string[]>>): ConvocationSaid => ({
  type: 'record_attendance',
  attendance: Object.entries(entries).map(([member_id, cases]) => ({ member_id, cases })),
  beneficiaries: [{ member_id: 'persona-1', attendance: 'attended' }],
});
