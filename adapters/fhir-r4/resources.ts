import { z } from 'zod';
import { taskStatuses } from './vocabulary.ts';

/**
 * The subset of FHIR R4 that is read. Members that are not named here are never looked at: what the partner writes in
 * descriptions, notes and reasons may be clinical, and does not reach the canonical model.
 */
const short = () => z.string().max(200);
const uri = () => z.string().max(1000);

const Coding = z.object({ system: uri().optional(), code: short().optional() });
export const Concept = z.object({ coding: z.array(Coding).max(20).optional(), text: z.string().optional() });
export type Concept = z.infer<typeof Concept>;

const Identifier = z.object({ system: uri().optional(), value: short().optional() });
export const Reference = z.object({
  reference: uri().optional(),
  identifier: Identifier.optional(),
  display: z.string().max(1000).optional(),
});
export type Reference = z.infer<typeof Reference>;

/** FHIR R4, id: letters, digits, hyphens and dots, 64 at most. It goes into paths and headers, so nothing else will do. */
const id = () => z.string().regex(/^[A-Za-z0-9.-]{1,64}$/);

const resource = {
  id: id().optional(),
  meta: z.object({ versionId: id().optional().catch(undefined), lastUpdated: short().optional() }).optional(),
  identifier: z.array(Identifier).max(50).optional(),
};
const references = () => z.array(Reference).max(50).optional();

export const Task = z.object({
  resourceType: z.literal('Task'),
  ...resource,
  basedOn: references(),
  status: z.enum(taskStatuses),
  statusReason: Concept.optional(),
  businessStatus: Concept.optional(),
  focus: Reference.optional(),
  owner: Reference.optional(),
  executionPeriod: z.object({ start: short().optional(), end: short().optional() }).optional(),
  lastModified: short().optional(),
  input: z
    .array(z.object({ id: short().optional() }))
    .max(500)
    .optional(),
  output: z
    .array(z.object({ valueCodeableConcept: Concept.optional() }))
    .max(100)
    .optional(),
});
export type Task = z.infer<typeof Task>;

export const Appointment = z.object({
  resourceType: z.literal('Appointment'),
  ...resource,
  basedOn: references(),
  status: z.enum([
    'proposed',
    'pending',
    'booked',
    'arrived',
    'fulfilled',
    'cancelled',
    'noshow',
    'entered-in-error',
    'checked-in',
    'waitlist',
  ]),
  start: short().optional(),
  end: short().optional(),
  participant: z
    .array(z.object({ actor: Reference.optional() }))
    .max(50)
    .optional(),
});
export type Appointment = z.infer<typeof Appointment>;

/** What a Task or an Appointment may lean on to say which referral it belongs to. */
export const Request = z.object({ resourceType: z.literal('ServiceRequest'), ...resource });
export type Request = z.infer<typeof Request>;

export const Bundle = z.object({
  resourceType: z.literal('Bundle'),
  type: z.enum(['transaction', 'batch', 'message', 'searchset', 'collection']),
  entry: z
    .array(z.object({ fullUrl: uri().optional(), resource: z.record(z.string(), z.json()).optional() }))
    .max(200)
    .optional(),
});

/** Administrative resources, the only ones that may come through. All others are treated as clinical. */
export const administrative: ReadonlySet<string> = new Set([
  ...['Task', 'Appointment', 'ServiceRequest', 'Patient', 'RelatedPerson', 'Practitioner', 'PractitionerRole'],
  ...['Organization', 'HealthcareService', 'Location', 'Schedule', 'Slot', 'Endpoint', 'AppointmentResponse'],
  ...['MessageHeader', 'OperationOutcome', 'Provenance', 'Parameters', 'Consent'],
]);

/** Members of a Task or Appointment that are seen and deliberately not taken; each gives a finding. */
export const notTaken = [
  ...['description', 'note', 'reasonCode', 'reasonReference', 'relevantHistory', 'text', 'comment'],
  ...['patientInstruction', 'supportingInformation'],
] as const;

/** `ServiceRequest/12` of a relative, absolute or versioned reference to one; undefined for anything else. */
export const requestIn = (reference: Reference | undefined): string | undefined =>
  /(?:^|\/)(ServiceRequest\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/.exec(reference?.reference ?? '')?.[1];
