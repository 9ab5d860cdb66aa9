import { z } from 'zod';
import { mailLanguages, meetingModes, teamFunctions } from './convocation-codes.ts';
import { classed } from './data-class.ts';
import { OrganizationId, PurposeCode } from './ids.ts';
import { Subject } from './subject.ts';
import { date, instant, name, webAddress } from './text.ts';

/** A label of one convocation, chosen by who convenes: `psicologa-1`, `caso-2`. It must not tell who somebody is. */
export const localRef = () =>
  z
    .string()
    .min(1)
    .max(40)
    .regex(
      /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
      'must be of small letters, digits and hyphens, with a letter or digit at each end, as caso-1',
    );

// At most 64 characters before the @: RFC 5321 section 4.5.3.1.1.
const localPartMax = /^[^@]{1,64}@/;

// Printable ASCII without quotes or angle brackets: an address that needs quoting is refused, so that none can end a header (RFC 5322 section 3.4.1).
export const mailAddress = () =>
  z
    .email({ abort: true, error: 'must be an e-mail address' })
    .max(254)
    .regex(
      /^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+$/,
      'must be an e-mail address of the letters A to Z, digits and . _ + - alone before its @',
    )
    .refine((text) => localPartMax.test(text), 'must have 64 characters at most before the @');

export const casesMax = 30;
export const membersMax = 60;

/** When, where and how the team meets. */
export const Meeting = z
  .strictObject({
    starts_at: classed('service_status', instant()),
    ends_at: classed('service_status', instant()),
    mode: classed('service_status', z.enum(meetingModes)),
    place: z
      .strictObject({
        name: classed('service_status', name(200)),
        address: classed('service_status', name(200).optional()),
        organization: classed(
          'service_status',
          OrganizationId.optional().meta({ description: 'The body whose seat it is' }),
        ),
      })
      .optional(),
    online_url: classed(
      'service_status',
      webAddress()
        .optional()
        .meta({ description: 'Where people meet on line; it stands in mails and calendars as it is' }),
    ),
  })
  .meta({
    id: 'Meeting',
    example: {
      starts_at: '2026-12-10T09:30:00+01:00',
      ends_at: '2026-12-10T11:00:00+01:00',
      mode: 'in_person',
      place: { name: 'Comune di Borgoverde, sala piccola', address: 'Piazza dei Tigli 1' },
    },
  });
export type Meeting = z.infer<typeof Meeting>;

/** A professional called to the meeting, for some of its cases. Their name and function is known to who shares a case with them. */
export const TeamMember = z
  .strictObject({
    member_id: classed('public', localRef()),
    given_name: classed('case_reference', name(60)),
    family_name: classed('case_reference', name(60)),
    function: classed('case_reference', z.enum(teamFunctions)),
    organization: classed('public', OrganizationId),
    email: classed('contact', mailAddress()),
    pec: classed(
      'contact',
      mailAddress().optional().meta({ description: 'Where the formal notice goes; the invitation goes to email' }),
    ),
    language: classed('public', z.enum(mailLanguages).optional().meta({ description: 'Absent: Italian' })),
    required: classed(
      'public',
      z.boolean().optional().meta({ description: 'The meeting is confirmed when everybody required accepted' }),
    ),
    cases: classed('public', z.array(localRef()).min(1).max(casesMax)),
    concerns: classed(
      'public',
      z
        .array(localRef())
        .max(10)
        .optional()
        .meta({ description: 'Members of the household whom the professional works with; absent: the whole of it' }),
    ),
  })
  .meta({ id: 'TeamMember' });
export type TeamMember = z.infer<typeof TeamMember>;

/** An adult of the household who is asked to come: gets a letter in plain words, never an extract. */
export const Beneficiary = z
  .strictObject({
    member_id: classed('public', localRef()),
    case: classed('public', localRef()),
    given_name: classed('identity', name(60)),
    family_name: classed('identity', name(60)),
    email: classed(
      'contact',
      mailAddress().optional().meta({
        description: 'Absent: the letter is fetched as PDF, for the post: GET /v1/convocations/{convocation_id}/letter',
      }),
    ),
    language: classed('contact', z.enum(mailLanguages).optional()),
  })
  .meta({ id: 'Beneficiary' });
export type Beneficiary = z.infer<typeof Beneficiary>;

/** One case of the agenda. Only its own members learn that it exists. */
export const AgendaCase = z
  .strictObject({
    case_ref: classed('public', localRef()),
    case_id: classed('case_reference', name(64)),
    subject: Subject,
    residence: classed('public', OrganizationId.meta({ description: 'The Comune where the household resides' })),
    case_manager: classed('public', localRef().meta({ description: 'member_id of the case manager' })),
    analysis_id: classed(
      'public',
      z.uuid().max(36).optional().meta({ description: 'The preliminary analysis that an extract is made of' }),
    ),
  })
  .meta({ id: 'AgendaCase' });
export type AgendaCase = z.infer<typeof AgendaCase>;

const organizerContact = z.strictObject({
  given_name: classed('case_reference', name(60)),
  family_name: classed('case_reference', name(60)),
  email: classed('contact', mailAddress()),
  phone: classed(
    'case_reference',
    z
      .string()
      .max(20)
      .regex(/^\+?[0-9][0-9 ]{4,18}$/, 'must be a phone number of digits and spaces, with or without + before it')
      .optional(),
  ),
  language: classed('public', z.enum(mailLanguages).optional()),
});

export const convocationRequestExample = {
  purpose: 'ADI-CONV',
  organizer: 'comune-borgoverde',
  organizer_contact: { given_name: 'Anna', family_name: 'Bianchi', email: 'anna.bianchi@comune.example.it' },
  meeting: {
    starts_at: '2026-12-10T09:30:00+01:00',
    ends_at: '2026-12-10T11:00:00+01:00',
    mode: 'in_person',
    place: { name: 'Comune di Borgoverde, sala piccola', address: 'Piazza dei Tigli 1' },
  },
  answer_by: '2026-12-04',
  reminder_days: [7, 1],
  agenda: [
    {
      case_ref: 'caso-1',
      case_id: 'BV-2026-0107',
      subject: { tax_code: 'RSSMRA80A41H501Y', given_name: 'Maria', family_name: 'Rossi' },
      residence: 'comune-borgoverde',
      case_manager: 'assistente',
    },
  ],
  members: [
    {
      member_id: 'assistente',
      given_name: 'Anna',
      family_name: 'Bianchi',
      function: 'social_worker',
      organization: 'comune-borgoverde',
      email: 'anna.bianchi@comune.example.it',
      required: true,
      cases: ['caso-1'],
    },
    {
      member_id: 'operatore-cpi',
      given_name: 'Paolo',
      family_name: 'Verdi',
      function: 'cpi_operator',
      organization: 'cpi-borgoverde',
      email: 'paolo.verdi@cpi.example.it',
      required: true,
      cases: ['caso-1'],
    },
  ],
};

/** Calling a team: one meeting, an agenda of several cases, the members of each. Source: guidelines, costituzione e convocazione dell'EM. */
export const ConvocationRequest = z
  .strictObject({
    purpose: classed('public', PurposeCode),
    organizer: classed('public', OrganizationId),
    organizer_contact: organizerContact,
    meeting: Meeting,
    answer_by: classed('service_status', date().optional()),
    reminder_days: classed(
      'public',
      z
        .array(z.int().min(1).max(60))
        .max(5)
        .optional()
        .meta({ description: 'So many days before the meeting, to who has not answered; absent: 7 and 1' }),
    ),
    agenda: z.array(AgendaCase).min(1).max(casesMax),
    members: z.array(TeamMember).min(1).max(membersMax),
    beneficiaries: z.array(Beneficiary).max(membersMax).optional(),
  })
  .meta({ id: 'ConvocationRequest', example: convocationRequestExample });
export type ConvocationRequest = z.infer<typeof ConvocationRequest>;

/** Who goes in a member's place: a colleague of the same body. */
export const Delegate = z
  .strictObject({
    given_name: classed('case_reference', name(60)),
    family_name: classed('case_reference', name(60)),
    email: classed(
      'contact',
      mailAddress().meta({
        description:
          'At the mail domain of the member, of another member of the same body in this convocation, or of the head that the network has of the body',
      }),
    ),
  })
  .meta({ id: 'Delegate' });
export type Delegate = z.infer<typeof Delegate>;
