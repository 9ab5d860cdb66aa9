import { z } from 'zod';

/**
 * The data classes of the disclosure matrix. Every field of the canonical contract carries exactly one.
 * `public` marks what says nothing about a person: directory facts, protocol identifiers, catalogue codes.
 */
export const dataClasses = [
  'public',
  'identity',
  'contact',
  'residence',
  'household',
  'economic',
  'labour',
  'education',
  'housing',
  'social',
  'health',
  'disability',
  'violence_protection',
  'judicial',
  'exemption_reason',
  'commitments',
  'attendance',
  'service_status',
  'case_reference',
] as const;

export const DataClass = z
  .enum(dataClasses)
  .meta({ id: 'DataClass', description: 'Data class of the disclosure matrix' });
export type DataClass = z.infer<typeof DataClass>;

/** The OpenAPI extension under which the class of a field is published. */
export const dataClassKey = 'x-data-class';

/** Tags a field with its one data class. An object that is not tagged is a container: its fields carry the tags. */
export function classed<S extends z.ZodType>(dataClass: DataClass, schema: S): S {
  return schema.meta({ ...schema.meta(), [dataClassKey]: dataClass });
}

/** Reads the tag back; `undefined` for a container. */
export function classOf(schema: z.ZodType): DataClass | undefined {
  return schema.meta()?.[dataClassKey] as DataClass | undefined;
}
