import { z } from 'zod';
import { ConvocationRequest, localRef } from '../canonical/convocation.ts';
import { convocationStatuses } from '../canonical/convocation-codes.ts';
import { ConvocationAnswer, ConvocationEventRequest } from '../canonical/convocation-event.ts';
import { instant } from '../canonical/text.ts';
import { ConvocationHead, ConvocationReceipt, ConvocationView, MeetingProposals } from './convocation-views.ts';
import { answers, declare, json, pub, uuid } from './declaration.ts';
import { pageOf, pageQuery } from './page.ts';

const params = z.strictObject({ convocation_id: uuid('Identifier of the convocation') });
const tag = 'convocations';
const gate = ['gate/denied', 'gate/purpose-unknown'] as const;

export const convene = declare({
  id: 'convene_team',
  method: 'post',
  path: '/v1/convocations',
  tag,
  scope: 'convocations:write',
  summary: { en: 'Convene the team', it: "Convoca l'équipe multidisciplinare" },
  description:
    'One meeting with an agenda of several cases, each with members of its own. Every fault of the composition is told at once, by its place. Each member gets a mail with a calendar invitation, and learns of their own cases only; the gate is asked for each case and member, now and again when the mail is sent.',
  idempotency: 'required',
  body: json(ConvocationRequest),
  reply: answers(201, 'The team was convened', ConvocationReceipt, { headers: ['ETag', 'Location'] }),
  problems: [...gate, 'convocation/not-consistent', 'convocation/not-your-event', 'subject/ambiguous'],
});

export const listConvocations = declare({
  id: 'list_convocations',
  method: 'get',
  path: '/v1/convocations',
  tag,
  scope: 'convocations:read',
  summary: { en: 'List the convocations of the caller', it: 'Elenca le convocazioni del chiamante' },
  description: 'Those that the body convened or has a member in, newest first.',
  query: z.strictObject({
    status: pub(
      z.enum(convocationStatuses).optional().meta({ description: 'Only in this state', example: 'convened' }),
    ),
    ...pageQuery,
  }),
  reply: answers(200, 'A page of convocations', pageOf(ConvocationHead, 'ConvocationPage')),
  problems: [],
});

export const readConvocation = declare({
  id: 'read_convocation',
  method: 'get',
  path: '/v1/convocations/{convocation_id}',
  tag,
  scope: 'convocations:read',
  summary: { en: 'Read a convocation', it: 'Legge una convocazione' },
  description:
    'The organizer sees all of it, with the state of each mail; a body of a member sees the cases of its members and who shares them. The reading is recorded in the ledger.',
  params,
  reply: answers(200, 'The convocation', ConvocationView, { headers: ['ETag'] }),
  problems: [...gate, 'convocation/not-found'],
});

export const recordConvocationEvent = declare({
  id: 'record_convocation_event',
  method: 'post',
  path: '/v1/convocations/{convocation_id}/events',
  tag,
  scope: 'convocations:write',
  summary: { en: 'Record what happens to a convocation', it: 'Registra un evento di una convocazione' },
  description:
    'Moves it, changes its team, withdraws a case, calls it off, reminds, records attendance and minutes. Each person is told what changed for them.',
  params,
  idempotency: 'optional',
  ifMatch: true,
  body: json(ConvocationEventRequest),
  reply: answers(200, 'The event was recorded', ConvocationReceipt, { headers: ['ETag'] }),
  problems: [
    ...gate,
    'convocation/not-found',
    'convocation/not-consistent',
    'convocation/event-not-available',
    'convocation/not-your-event',
    'subject/ambiguous',
  ],
});

export const answerConvocation = declare({
  id: 'answer_convocation',
  method: 'post',
  path: '/v1/convocations/{convocation_id}/answers',
  tag,
  scope: 'convocations:write',
  summary: { en: 'Answer for a member', it: 'Risponde per un componente' },
  description:
    'For bodies with a system of their own: the answer of one of their members to the meeting in its present sequence. An answer to an older one does not count.',
  params,
  idempotency: 'optional',
  body: json(
    z
      .strictObject({
        member_id: pub(localRef()),
        sequence: pub(z.int().min(0).max(100_000)),
        response: ConvocationAnswer,
      })
      .meta({
        id: 'MemberAnswerRequest',
        example: { member_id: 'operatore-cpi', sequence: 0, response: { answer: 'accepted' } },
      }),
  ),
  reply: answers(200, 'The answer was recorded', ConvocationReceipt, { headers: ['ETag'] }),
  problems: [
    ...gate,
    'convocation/not-found',
    'convocation/answer-outdated',
    'convocation/answer-closed',
    'convocation/member-unknown',
    'convocation/event-not-available',
    'convocation/not-your-event',
    'convocation/not-consistent',
  ],
});

export const readCalendar = declare({
  id: 'read_convocation_calendar',
  method: 'get',
  path: '/v1/convocations/{convocation_id}/calendar',
  tag,
  scope: 'convocations:read',
  summary: { en: "A member's calendar entry", it: 'La voce di calendario di un componente' },
  description: 'The iCalendar object (RFC 5545) that the mail of one member of the body holds.',
  params,
  query: z.strictObject({ member_id: pub(localRef().meta({ description: 'The member', example: 'operatore-cpi' })) }),
  reply: {
    status: 200,
    description: 'The calendar entry',
    types: ['text/calendar'],
    schema: pub(z.string().max(100_000)),
    example: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n',
  },
  problems: [...gate, 'convocation/not-found'],
});

export const readLetter = declare({
  id: 'read_convocation_letter',
  method: 'get',
  path: '/v1/convocations/{convocation_id}/letter',
  tag,
  scope: 'convocations:read',
  summary: { en: 'The letter to a beneficiary, to print', it: 'La lettera a un beneficiario, da stampare' },
  description:
    'For the body that convened: the letter in plain words as a PDF for the post, for a beneficiary with or without an e-mail address. It says how things stand now; once the meeting or the part of the beneficiary is off, it says that.',
  params,
  query: z.strictObject({ member_id: pub(localRef().meta({ description: 'The beneficiary', example: 'madre' })) }),
  reply: {
    status: 200,
    description: 'The letter',
    types: ['application/pdf'],
    schema: z.string().max(20_000_000).meta({ format: 'binary' }),
    example: '%PDF-1.7',
  },
  problems: [...gate, 'convocation/not-found', 'convocation/member-unknown'],
});

export const proposeMeetings = declare({
  id: 'propose_meetings',
  method: 'post',
  path: '/v1/meeting-proposals',
  tag,
  scope: 'convocations:read',
  summary: { en: 'Propose the next meetings of a series', it: 'Propone i prossimi incontri di una serie' },
  description:
    'From a recurrence rule (RFC 5545 section 3.3.10) in Rome time; Italian public holidays are skipped and named. Each meeting is then convened on its own.',
  body: json(
    z
      .strictObject({
        starts_at: pub(instant()),
        ends_at: pub(instant()),
        rule: pub(z.string().min(1).max(200)),
        count: pub(z.int().min(1).max(52)),
      })
      .meta({
        id: 'MeetingSeries',
        example: {
          starts_at: '2026-12-08T09:30:00+01:00',
          ends_at: '2026-12-08T11:00:00+01:00',
          rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
          count: 6,
        },
      }),
  ),
  reply: answers(200, 'The proposals', MeetingProposals),
  problems: ['convocation/series-invalid'],
});
