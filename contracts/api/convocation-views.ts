import { z } from 'zod';
import { AvailableEvent } from '../canonical/available-event.ts';
import { attendanceOutcomes } from '../canonical/codes.ts';
import {
  AgendaCase,
  Beneficiary,
  ConvocationRequest,
  Delegate,
  Meeting,
  TeamMember,
} from '../canonical/convocation.ts';
import {
  answerChannels,
  answerReasons,
  answerStates,
  convocationStatuses,
  mailEvidenceStates,
} from '../canonical/convocation-codes.ts';
import { CaseMinutes } from '../canonical/convocation-event.ts';
import { classed, DataClass } from '../canonical/data-class.ts';
import { deliveryStates } from '../canonical/delivery.ts';
import { findings } from '../canonical/finding.ts';
import { PreliminaryAnalysisReceipt, PreliminaryAnalysisRequest } from '../canonical/preliminary-analysis.ts';
import { date, instant, line, prose } from '../canonical/text.ts';
import { partialOf } from './partial-of.ts';

const pub = <S extends z.ZodType>(schema: S) => classed('public', schema);
const id = () => pub(z.uuid().max(36));
const version = () => pub(z.int().min(1).max(100_000));
const withheld = () => pub(z.array(DataClass).max(19));

const head = {
  id: id(),
  version: version(),
  status: pub(z.enum(convocationStatuses)),
  organizer: pub(line(64)),
  purpose: pub(line(20)),
  starts_at: pub(instant()),
  created_at: pub(instant()),
  updated_at: pub(instant()),
};
const headExample = {
  id: '019aa3c0-7d52-7a10-8f00-000000000021',
  version: 1,
  status: 'convened',
  organizer: 'comune-borgoverde',
  purpose: 'ADI-CONV',
  starts_at: '2026-12-10T08:30:00.000Z',
  created_at: '2026-11-20T09:00:00.000Z',
  updated_at: '2026-11-20T09:00:00.000Z',
};

export const ConvocationHead = z
  .strictObject(head)
  .meta({ id: 'ConvocationHead', description: 'A convocation in a list', example: headExample });
export type ConvocationHead = z.infer<typeof ConvocationHead>;

/** What is known of the mails to a line of the meeting. */
const mailFate = {
  evidence: z
    .array(
      z.strictObject({
        channel: pub(z.enum(['mail', 'pec'])),
        state: pub(z.enum(mailEvidenceStates)),
        at: pub(instant()),
        code: pub(line(40).optional()),
      }),
    )
    .max(50),
  mails: z
    .array(
      z.strictObject({
        delivery_id: id(),
        kind: pub(line(30)),
        channel: pub(z.enum(['mail', 'pec'])),
        state: pub(z.enum(deliveryStates)),
        code: pub(line(80).optional().meta({ description: 'Why it is in this state' })),
        at: pub(instant()),
      }),
    )
    .max(100),
};

/** A line of the meeting: who, what they answered, what is known of their mail. */
const MemberLine = z.strictObject({
  ...TeamMember.shape,
  delegate_of: pub(line(60).optional()),
  answer: z.strictObject({
    state: classed('service_status', z.enum(answerStates)),
    sequence: pub(z.int().min(0).max(100_000)),
    at: pub(instant().meta({ description: 'When it came; while nobody answered, since when it is waited for' })),
    by: pub(z.enum(answerChannels).optional().meta({ description: 'Absent while nobody answered' })),
    reason: classed('service_status', z.enum(answerReasons).optional()),
    delegate: Delegate.optional(),
  }),
  ...mailFate,
  removed: pub(z.boolean()),
  attended: classed('attendance', z.array(line(40)).max(30).optional()),
});

/** A beneficiary; what became of the letter, and whether they came, is for the organizer. */
const BeneficiaryLine = z.strictObject({
  ...Beneficiary.shape,
  ...mailFate,
  removed: pub(z.boolean()),
  attendance: classed('attendance', z.enum(attendanceOutcomes).optional()),
});

const CaseLine = z.strictObject({
  ...AgendaCase.shape,
  subject_id: id(),
  withdrawn: pub(z.boolean()),
  minutes: CaseMinutes.optional(),
});

/** A convocation as one body may see it: the organizer all of it, a member's body the cases of its members and who shares them. */
export const ConvocationView = z
  .strictObject({
    ...head,
    sequence: pub(z.int().min(0).max(100_000)),
    meeting: Meeting,
    answer_by: classed('service_status', date().optional()),
    organizer_contact: partialOf(ConvocationRequest.shape.organizer_contact).optional(),
    agenda: z.array(partialOf(CaseLine)).max(30),
    members: z.array(partialOf(MemberLine)).max(200),
    beneficiaries: z.array(partialOf(BeneficiaryLine)).max(60),
    minutes_text: classed('service_status', prose(8000).optional()),
    available_events: z.array(AvailableEvent).max(25),
    withheld: withheld(),
  })
  .meta({
    id: 'ConvocationView',
    example: {
      ...headExample,
      sequence: 0,
      meeting: { starts_at: '2026-12-10T09:30:00+01:00', ends_at: '2026-12-10T11:00:00+01:00', mode: 'online' },
      agenda: [{ case_ref: 'caso-1', case_id: 'BV-2026-0107' }],
      members: [{ member_id: 'operatore-cpi', function: 'cpi_operator', organization: 'cpi-borgoverde' }],
      beneficiaries: [],
      available_events: [{ type: 'cancel', by: 'organizer', reasons: ['no_longer_needed', 'other'] }],
      withheld: [],
    },
  });
export type ConvocationView = z.infer<typeof ConvocationView>;

/** What a write on a convocation answers: nothing about anybody. */
export const ConvocationReceipt = z
  .strictObject({
    id: id(),
    version: version(),
    status: pub(z.enum(convocationStatuses)),
    sequence: pub(z.int().min(0).max(100_000)),
    mails: pub(z.int().min(0).max(1000).meta({ description: 'Mails that were queued' })),
    findings: findings(
      200,
      'tax_code/check_letter; pec/not-configured, the gateway has no relay for certified mail and the formal notice waits. Where there are any',
    ).optional(),
    available_events: z.array(AvailableEvent).max(25),
  })
  .meta({
    id: 'ConvocationReceipt',
    description: 'What became of a convocation',
    example: {
      id: headExample.id,
      version: 1,
      status: 'convened',
      sequence: 0,
      mails: 2,
      available_events: [{ type: 'remind', by: 'organizer' }],
    },
  });
export type ConvocationReceipt = z.infer<typeof ConvocationReceipt>;

/** The answer to the example of the request. */
export const meetingProposalsExample = {
  proposals: [
    { starts_at: '2026-12-22T09:30:00+01:00', ends_at: '2026-12-22T11:00:00+01:00' },
    { starts_at: '2027-01-05T09:30:00+01:00', ends_at: '2027-01-05T11:00:00+01:00' },
    { starts_at: '2027-01-19T09:30:00+01:00', ends_at: '2027-01-19T11:00:00+01:00' },
  ],
  skipped: [{ on: '2026-12-08', because: 'immaculate_conception' }],
};

export const MeetingProposals = z
  .strictObject({
    proposals: z.array(z.strictObject({ starts_at: pub(instant()), ends_at: pub(instant()) })).max(52),
    skipped: z.array(z.strictObject({ on: pub(date()), because: pub(line(60)) })).max(366),
  })
  .meta({ id: 'MeetingProposals', example: meetingProposalsExample });
export type MeetingProposals = z.infer<typeof MeetingProposals>;

export const PreliminaryAnalysisView = z
  .strictObject({
    ...PreliminaryAnalysisReceipt.omit({ findings: true }).shape,
    content: partialOf(PreliminaryAnalysisRequest),
  })
  .meta({
    id: 'PreliminaryAnalysisView',
    example: {
      id: '019aa3c0-7d52-7a10-8f00-000000000011',
      version: 1,
      subject_id: '019aa3c0-7d52-7a10-8f00-000000000001',
      recorded_by: 'comune-borgoverde',
      recorded_at: '2026-11-12T10:00:00.000Z',
      content: { case_id: 'BV-2026-0107' },
    },
  });
export type PreliminaryAnalysisView = z.infer<typeof PreliminaryAnalysisView>;
