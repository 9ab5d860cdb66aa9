import { z } from 'zod';
import { interventions, outcomeCodes, type ReferralStatus, referralKinds, servicePactStatuses } from './codes.ts';
import { classed } from './data-class.ts';
import { ConsentId, OrganizationId, PurposeCode, ReferralId, ServiceId } from './ids.ts';
import { Need } from './need.ts';
import { Subject } from './subject.ts';
import { date, instant, line, prose } from './text.ts';

export const Appointment = z
  .strictObject({
    start: classed('service_status', instant()),
    end: classed('service_status', instant().optional()),
    place: classed('service_status', line(200).optional()),
    contact: classed('service_status', line(200).optional()),
  })
  .meta({ id: 'Appointment', example: { start: '2026-12-01T09:30:00+01:00', place: 'CPI, stanza 4' } });
export type Appointment = z.infer<typeof Appointment>;

const CaseReference = z
  .strictObject({
    case_id: classed('case_reference', line(64).meta({ description: 'Case number of the municipal system' })),
    inps_protocol: classed('case_reference', line(64).optional()),
    case_manager: z.strictObject({
      given_name: classed('case_reference', line(100)),
      family_name: classed('case_reference', line(100)),
      phone: classed('case_reference', line(20).optional()),
      email: classed('case_reference', z.email().max(254).optional()),
    }),
  })
  .meta({ id: 'CaseReference' });

const Household = z
  .strictObject({
    reference: classed('case_reference', line(64).optional()),
    size: classed('household', z.int().min(1).max(30)),
    member_ages: classed('household', z.array(z.int().min(0).max(130)).max(30).optional()),
  })
  .meta({ id: 'Household' });

/** What the sender knows beyond the needs, one member per data class so that each can be withheld alone. */
const Circumstances = z
  .strictObject({
    labour: classed('labour', prose(4000).optional()),
    economic: z
      .strictObject({
        isee_value_eur: classed('economic', z.number().min(0).max(1_000_000).optional()),
        below_isee_threshold: classed('household', z.boolean().optional()),
        note: classed('economic', prose(4000).optional()),
      })
      .optional(),
    education: classed('education', prose(4000).optional()),
    housing: classed('housing', prose(4000).optional()),
    social: classed('social', prose(4000).optional()),
    health: z
      .strictObject({
        reason: classed('health', prose(4000)),
        specialty: classed('health', line(60).optional()),
      })
      .optional(),
    disability: classed('disability', prose(4000).optional()),
    violence_protection: classed('violence_protection', prose(4000).optional()),
    judicial: classed('judicial', prose(4000).optional()),
    exemption_reason: classed('exemption_reason', prose(1000).optional()),
  })
  .meta({ id: 'Circumstances', description: 'What the sender knows, one member per data class' });

const requestFields = {
  kind: classed('public', z.enum(referralKinds)),
  purpose: classed('public', PurposeCode),
  initiator: classed('public', OrganizationId),
  recipient: classed(
    'public',
    OrganizationId.optional().meta({ description: 'Absent in an open referral, which one eligible body claims' }),
  ),
  service: classed('public', ServiceId),
  subject: Subject,
  household: Household.optional(),
  case: CaseReference,
  activable: classed(
    'labour',
    z.boolean().optional().meta({ description: 'Attivabile al lavoro, tenuto agli obblighi' }),
  ),
  needs: z.array(Need).max(20).optional(),
  interventions: classed('service_status', z.array(z.enum(interventions)).max(11).optional()),
  priority: z
    .strictObject({
      level: classed('service_status', z.enum(['routine', 'urgent'])),
      justification: classed('social', prose(1000).optional()),
    })
    .optional(),
  safety: z
    .strictObject({
      do_not_contact_directly: classed('contact', z.boolean().optional()),
      protected_address: classed('violence_protection', z.boolean().optional()),
    })
    .optional(),
  circumstances: Circumstances.optional(),
  evidence: classed('public', z.array(ConsentId).max(10).optional()),
  initiator_reference: classed('case_reference', line(64).optional()),
  part_of: classed('public', ReferralId.optional()),
  urgent_reason: classed(
    'social',
    prose(1000).optional().meta({ description: 'Mandatory with purpose URG; reviewed afterwards' }),
  ),
};

export const referralRequestExample = {
  kind: 'labour_activation',
  purpose: 'LAV-INV',
  initiator: 'comune-borgoverde',
  recipient: 'cpi-borgoverde',
  service: 'patto-di-servizio',
  subject: {
    tax_code: 'RSSMRA80A41H501Y',
    given_name: 'Maria',
    family_name: 'Rossi',
    birth_date: '1980-01-01',
    sex: 'female',
  },
  household: { size: 3, member_ages: [46, 44, 12] },
  case: {
    case_id: 'BV-2026-0107',
    case_manager: { given_name: 'Anna', family_name: 'Bianchi', phone: '+39 0755550101' },
  },
  activable: true,
  needs: [{ domain: 'work_and_employability', code: 'no_qualification' }],
  interventions: ['i_active_labour_policy'],
  priority: { level: 'routine' },
};

/** What the initiator sends. */
export const ReferralRequest = z
  .strictObject(requestFields)
  .refine((r) => r.priority?.level !== 'urgent' || r.priority.justification !== undefined, {
    message: 'an urgent referral needs its justification',
    path: ['priority', 'justification'],
  })
  .refine((r) => r.purpose !== 'URG' || r.urgent_reason !== undefined, {
    message: 'purpose URG needs urgent_reason',
    path: ['urgent_reason'],
  })
  .meta({ id: 'ReferralRequest', example: referralRequestExample });
export type ReferralRequest = z.infer<typeof ReferralRequest>;

/** What the recipient gives back; each member is the latest word. */
export const ReferralProgress = z
  .strictObject({
    recipient_reference: classed('case_reference', line(64).optional()),
    contact: classed('service_status', line(200).optional()),
    reason: classed(
      'service_status',
      line(40)
        .optional()
        .meta({ description: 'Coded reason of the latest hold, decline, interruption or cancellation' }),
    ),
    note: classed('social', prose(2000).optional()),
    started_on: classed('service_status', date().optional()),
    ended_on: classed('service_status', date().optional()),
    appointment: Appointment.optional(),
    attendance: classed('attendance', line(20).optional()),
    labour: z
      .strictObject({
        did_date: classed('labour', date().optional()),
        service_pact: classed('labour', z.enum(servicePactStatuses).optional()),
        service_pact_date: classed('labour', date().optional()),
      })
      .optional(),
    exemption: z
      .strictObject({
        exempt: classed('attendance', z.boolean()),
        until: classed('attendance', date().optional()),
        reason: classed('exemption_reason', prose(1000).optional()),
      })
      .optional(),
    health: classed('health', prose(4000).optional()),
    commitments: classed('commitments', prose(2000).optional()),
    outcome: classed('service_status', z.enum(outcomeCodes).optional()),
  })
  .meta({ id: 'ReferralProgress' });
export type ReferralProgress = z.infer<typeof ReferralProgress>;

/** A system of the initiator, and the X-Correlation-ID of the request that is answered there. */
export type ReplyTo = { readonly system: string; readonly correlation_id: string };

/** The whole state of a referral, as the gateway folds it. Never leaves except through `disclose`. */
export type Referral = {
  readonly id: ReferralId;
  readonly version: number;
  readonly status: ReferralStatus;
  /** Whose turn it is to supply information, when somebody asked. */
  readonly turn: 'initiator' | 'recipient' | null;
  /** The state to go back to from on_hold. */
  readonly held_from: ReferralStatus | null;
  /** The state to go back to when a cancellation is refused. */
  readonly cancelled_from: ReferralStatus | null;
  readonly subject_id: string;
  readonly recipient: string | null;
  readonly conversation_id: string;
  readonly request: ReferralRequest;
  readonly progress: ReferralProgress;
  readonly question: { topic: string; text?: string | undefined } | null;
  /** Where the initiator wanted its answers, and under which correlation (NONBLOCK_PUSH_REST). */
  readonly reply_to?: ReplyTo | undefined;
  readonly created_at: string;
  readonly updated_at: string;
};
