import type { ReferralStatus } from '../../contracts/canonical/codes.ts';
import type { ReferralEventType } from '../../contracts/canonical/referral-event.ts';
import type { Options } from './config.ts';

/** Naming systems of the Italian base guide and of HL7, and the extensions used of them. */
export const hl7 = {
  taxCode: 'http://hl7.it/sid/codiceFiscale',
  anpr: 'http://hl7.it/sid/anpr',
  stp: 'http://hl7.it/sid/stp',
  eni: 'http://hl7.it/sid/eni',
  fls: 'http://hl7.it/sid/fls',
  municipalities: 'http://terminology.hl7.it/sid/mef-ae-comuni',
  birthPlace: 'http://hl7.it/fhir/StructureDefinition/patient-codeableBirthPlace',
  codedText: 'http://hl7.org/fhir/StructureDefinition/iso21090-SC-coding',
  absent: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason',
  taskCode: 'http://hl7.org/fhir/CodeSystem/task-code',
  actReason: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
  redacted: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  roleCode: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode',
  language: 'urn:ietf:bcp:47',
} as const;

/** The last part of our own systems: what identifies, and what codes. */
export type OwnName =
  | 'referral'
  | 'conversation'
  | 'case'
  | 'initiator-reference'
  | 'organization'
  | 'consent'
  | 'subject-of-referral'
  | 'case-manager-of-referral'
  | 'referral-status'
  | 'referral-kind'
  | 'service'
  | 'intervention'
  | 'need-domain'
  | 'need'
  | 'circumstance'
  | 'purpose'
  | 'safety'
  | 'role'
  | 'task-input'
  | 'problem'
  | 'outcome'
  | ReasonSystem;
export type ReasonSystem =
  | 'decline-reason'
  | 'hold-reason'
  | 'interrupt-reason'
  | 'cancellation-reason'
  | 'refusal-reason'
  | 'error-reason';

/** A system of our own, such as `https://rete.example.it/fhir/referral`. */
export const own = (options: Pick<Options, 'namespace'>, name: OwnName) => `${options.namespace}/${name}`;

export const taskStatuses = [
  'draft',
  'requested',
  'received',
  'accepted',
  'rejected',
  'ready',
  'cancelled',
  'in-progress',
  'on-hold',
  'failed',
  'completed',
  'entered-in-error',
] as const;
export type TaskStatus = (typeof taskStatuses)[number];

/** Task.status for each of our states; the exact state goes into Task.businessStatus. Null: the partner's own word stays. */
export const taskStatusOf: Readonly<Record<ReferralStatus, TaskStatus | null>> = {
  requested: 'requested',
  received: 'received',
  on_hold: 'on-hold',
  accepted: 'accepted',
  scheduled: 'accepted',
  in_progress: 'in-progress',
  // The partner still works on it until it answers: only businessStatus says that we ask.
  cancellation_requested: null,
  completed: 'completed',
  declined: 'rejected',
  cancelled: 'cancelled',
  interrupted: 'failed',
  expired: 'cancelled',
  entered_in_error: 'entered-in-error',
};

/** A Task in one of these does not change any more (FHIR R4, Task state machine). */
export const finalTaskStatuses: ReadonlySet<TaskStatus> = new Set([
  'rejected',
  'cancelled',
  'failed',
  'completed',
  'entered-in-error',
]);

/** Code system of the reason that an event carries. */
export const reasonSystemOf: Readonly<Partial<Record<ReferralEventType, ReasonSystem>>> = {
  decline: 'decline-reason',
  hold: 'hold-reason',
  interrupt: 'interrupt-reason',
  request_cancellation: 'cancellation-reason',
  refuse_cancellation: 'refusal-reason',
  mark_entered_in_error: 'error-reason',
};
