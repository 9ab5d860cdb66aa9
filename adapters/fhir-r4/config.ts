import { z } from 'zod';
import {
  cancellationReasons,
  declineReasons,
  holdReasons,
  interruptReasons,
  outcomeCodes,
  refusalReasons,
} from '../../contracts/canonical/codes.ts';
import { line } from '../../contracts/canonical/text.ts';

const reasonCodes = [
  ...new Set([...declineReasons, ...holdReasons, ...interruptReasons, ...cancellationReasons, ...refusalReasons]),
] as const;

/** Resource types a referral is written with. */
export const writtenTypes = [
  'Patient',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'ServiceRequest',
  'Task',
] as const;
export type WrittenType = (typeof writtenTypes)[number];

const uri = () => z.url({ protocol: /^https?$/ }).max(200);
const token = () => line(64).regex(/^[^|,&\s]+$/);

/** Settings of one partner, from `systems[].options` of the network document. See the README for each. */
export const Options = z.strictObject({
  /** Where our own identifiers and codes live: `{namespace}/referral`, `{namespace}/decline-reason` ... No slash at the end. */
  namespace: z
    .string()
    .max(200)
    .regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?(\/[A-Za-z0-9._-]+)*$/),
  /** Identifiers of bodies in the partner's words, by our id. Without: the FLS code, else our own id. */
  organizations: z
    .record(
      z.string().max(64),
      z
        .array(z.strictObject({ system: uri(), value: token() }))
        .min(1)
        .max(5),
    )
    .default({}),
  /** Profiles to claim in `meta.profile`, by resource type. None by default. */
  profiles: z.partialRecord(z.enum(writtenTypes), uri()).default({}),
  /** Code system of `services[].external_code`. */
  service_system: uri().optional(),
  /** Code system of the specialty asked for. */
  specialty_system: uri().optional(),
  /** The partner's codes in ours, as `system|code`: for reasons and outcomes. */
  reasons: z.record(z.string().max(300), z.enum([...reasonCodes, ...outcomeCodes])).default({}),
  /** Purpose of the catalogue to HL7 v3 PurposeOfUse. */
  purposes: z
    .record(z.string().max(20), z.string().regex(/^[A-Z]{2,10}$/))
    .default({ 'SAN-INV': 'COC', 'ADI-VMD': 'COC', URG: 'BTG' }),
  /** What a completed Task without a coded outcome is taken for. Without: it is not taken. */
  outcome_when_unsaid: z.enum(outcomeCodes).optional(),
});
export type Options = z.infer<typeof Options>;
