import { z } from 'zod';
import { classOf } from '../canonical/data-class.ts';
import type { DeepPartial } from '../canonical/message.ts';

const made = new WeakMap<z.ZodType, z.ZodType>();

/**
 * The schema of what is left of a value after the gate: every member may be missing, at every depth, and nothing may be added.
 * Only the discriminator of a union stays needed: it has the class of all its variant, or is public, so what is left of a
 * variant still says which one it is. Rules across members are dropped: the members they compare may be withheld.
 */
export function partialOf<T>(schema: z.ZodType<T>): z.ZodType<DeepPartial<T>> {
  return walk(schema) as z.ZodType<DeepPartial<T>>;
}

/** The same schema gives the same part, so that the API document names it once. */
function walk(schema: z.ZodType): z.ZodType {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const part = named(schema, partOf(schema));
  made.set(schema, part);
  return part;
}

function partOf(schema: z.ZodType): z.ZodType {
  if (classOf(schema) !== undefined) return schema;
  if (schema instanceof z.ZodOptional) return walk(schema.unwrap() as z.ZodType).optional();
  if (schema instanceof z.ZodArray) return bounded(schema, walk(schema.element as z.ZodType));
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = schema.def;
    const [first, ...others] = (schema.options as readonly z.ZodObject[]).map((option) =>
      objectPart(option, discriminator),
    );
    if (first !== undefined) return z.discriminatedUnion(discriminator, [first, ...others]);
  }
  if (schema instanceof z.ZodObject) return objectPart(schema);
  throw new Error('partialOf: a schema that is neither a container nor tagged with a data class');
}

function objectPart(schema: z.ZodObject, needed?: string): z.ZodObject {
  const members = Object.entries(schema.shape).map(([name, member]) => {
    const part = walk(member as z.ZodType);
    return [name, name === needed || part instanceof z.ZodOptional ? part : part.optional()] as const;
  });
  return z.strictObject(Object.fromEntries(members));
}

function bounded(schema: z.ZodArray, element: z.ZodType): z.ZodType {
  const limit = schema.def.checks?.map((check) => check._zod.def).find(isMaximum);
  return limit === undefined ? z.array(element) : z.array(element).max(limit.maximum);
}

const isMaximum = (def: z.core.$ZodCheckDef): def is z.core.$ZodCheckMaxLengthDef => def.check === 'max_length';

function named(schema: z.ZodType, part: z.ZodType): z.ZodType {
  const { id, description } = schema.meta() ?? {};
  if (part === schema || id === undefined) return part;
  return part.meta({ id: `Partial${id}`, ...(description === undefined ? {} : { description }) });
}
