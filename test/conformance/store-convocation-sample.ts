import { type ConvocationRequest, ConvocationRequest as Request } from '../../contracts/canonical/convocation.ts';
import type { Convocation } from '../../contracts/canonical/convocation-state.ts';
import {
  type PreliminaryAnalysis,
  PreliminaryAnalysisRequest,
  preliminaryAnalysisExample,
} from '../../contracts/canonical/preliminary-analysis.ts';
import { type ConvocationSaid, evolve, split } from '../../src/core/convocation/index.ts';
import type { ConvocationHead, Link, NewDelivery, NewSubject, StoredConvocationEvent, Unit } from '../../src/ports.ts';
import { sample as meeting } from '../unit/core/convocation-sample.ts';
import { at, type createSample, planted, seconds, taxCode } from './store-sample.ts';

/** What of a convocation must be found nowhere in a database. */
export const plantedOfMeeting = {
  member: 'Mastrangelini-Delsegreto',
  member_address: 'mastrangelini.delsegreto@enti.example.it',
  beneficiary_address: 'beneficiaria.nascosta@posta.example.it',
  case_number: 'BV-RISERVATO-4471',
  place: 'Sala Nascostissima, vicolo Cieco 3',
  minutes: 'Verbale segretissimo del caso',
  meeting_minutes: 'Premessa segretissima della riunione',
  analysis: 'Si confida solo alla vicina',
};

/** A meeting of two cases whose every text is planted. */
export const requestOf = (more: object = {}): ConvocationRequest =>
  Request.parse({
    ...meeting,
    meeting: { ...meeting.meeting, place: { name: plantedOfMeeting.place } },
    members: meeting.members.slice(0, 4).map((member) => ({
      ...member,
      cases: (member.cases as string[]).filter((ref) => ref !== 'caso-3'),
      family_name: plantedOfMeeting.member,
      email: plantedOfMeeting.member_address,
    })),
    agenda: meeting.agenda.slice(0, 2).map((item, index) => ({
      ...item,
      case_id: `${plantedOfMeeting.case_number}${index}`,
      subject: { tax_code: taxCode(index + 1).value, family_name: planted.family_name },
    })),
    beneficiaries: [
      {
        member_id: 'persona-1',
        case: 'caso-1',
        given_name: 'E',
        family_name: planted.family_name,
        email: plantedOfMeeting.beneficiary_address,
      },
    ],
    ...more,
  });

/** What the store's suite writes of convocations, for people and meetings with identifiers of its own. */
export function createMeetings(sample: ReturnType<typeof createSample>) {
  const { newId, exchange } = sample;

  const headOf = (state: Convocation, more: Partial<ConvocationHead> = {}): ConvocationHead => ({
    id: state.id,
    version: state.version,
    status: state.status,
    organizer: state.organizer,
    purpose: state.purpose,
    starts_at: new Date(state.meeting.starts_at).toISOString(),
    next_due: null,
    created_at: state.created_at,
    updated_at: state.updated_at,
    ...more,
  });

  const unitOf = (event: StoredConvocationEvent, state: Convocation, more: Partial<ConvocationHead>): Unit => ({
    exchanges: [exchange({ operation: 'convocation.event', convocation_id: state.id })],
    events: [event],
    convocations: [
      { head: headOf(state, more), parties: [...new Set(state.members.map((m) => m.member.organization))] },
    ],
  });

  return {
    headOf,

    /** A new convocation about new people: the unit that convenes, the state it leads to, and the people by case. */
    convene(more: { readonly request?: object; readonly head?: Partial<ConvocationHead> } = {}) {
      const request = requestOf(more.request);
      const id = newId();
      const people = request.agenda.map(({ case_ref }) => ({ case_ref, subject_id: newId(), analysis_version: null }));
      const event: StoredConvocationEvent = {
        stream: id,
        version: 1,
        at,
        by: request.organizer,
        subject_id: id,
        ...split(null, { type: 'convene', request, subjects: people }),
      };
      const state = evolve(null, event);
      const subjects: NewSubject[] = [id, ...people.map((each) => each.subject_id)].map((each) => ({
        id: each,
        identifiers: [],
        created_at: at,
      }));
      const unit: Unit = { ...unitOf(event, state, more.head ?? {}), subjects };
      return { unit, state, event, people: people.map(({ subject_id }) => subject_id) };
    },

    /** One more event. */
    step(before: Convocation, said: ConvocationSaid, more: Partial<ConvocationHead> = {}) {
      const event: StoredConvocationEvent = {
        stream: before.id,
        version: before.version + 1,
        at: seconds(before.version),
        by: before.organizer,
        subject_id: before.id,
        ...split(before, said),
      };
      const state = evolve(before, event);
      return { unit: unitOf(event, state, more), state, event };
    },

    link: (more: Partial<Link> = {}): Link => ({
      digest: `digest-${newId()}`,
      kind: 'documents',
      convocation_id: newId(),
      member: 'operatore',
      views_left: 1,
      expires_at: seconds(3600),
      created_at: at,
      ...more,
    }),

    analysis: (subject_id: string, more: Partial<PreliminaryAnalysis> = {}): PreliminaryAnalysis => ({
      id: newId(),
      version: 1,
      subject_id,
      recorded_by: 'comune-borgoverde',
      recorded_at: at,
      content: PreliminaryAnalysisRequest.parse({ ...preliminaryAnalysisExample, health: plantedOfMeeting.analysis }),
      ...more,
    }),

    mail: (more: Partial<NewDelivery> = {}): NewDelivery => {
      const { referral_id: _, ...delivery } = sample.delivery();
      const convocation_id = more.convocation_id ?? newId();
      const member = more.member ?? 'operatore';
      return {
        ...delivery,
        convocation_id,
        member,
        task: 'mail',
        event: 'invitation',
        system: 'mail-relay',
        purpose: 'ADI-CONV',
        lane: `${convocation_id}:${member}:mail`,
        ...more,
      } as NewDelivery;
    },
  };
}
