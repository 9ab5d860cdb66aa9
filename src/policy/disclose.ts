import { z } from 'zod';
import { classOf, type DataClass } from '../../contracts/canonical/data-class.ts';
import type { DeepPartial } from '../../contracts/canonical/message.ts';
import type { Disclosed } from './disclosed.ts';

/** Copies what is permitted and notes every class it met. Returns `undefined` when nothing is left. */
type Cut = (value: unknown, permitted: ReadonlySet<DataClass>, met: Set<DataClass>) => unknown;

/** Turns a tagged schema into its cutter, once. A field without a tag is a fault of the contract and stops the start. */
function compile(schema: z.ZodType, place: string): Cut {
  const dataClass = classOf(schema);
  if (dataClass !== undefined) {
    return (value, permitted, met) => {
      met.add(dataClass);
      return permitted.has(dataClass) ? value : undefined;
    };
  }
  if (schema instanceof z.ZodOptional) return compile(schema.unwrap() as z.ZodType, place);
  if (schema instanceof z.ZodArray) return cutArray(compile(schema.element as z.ZodType, `${place}[]`));
  if (schema instanceof z.ZodDiscriminatedUnion) return cutUnion(schema, place);
  if (schema instanceof z.ZodObject) return cutObject(schema, place);
  throw new Error(`no data class at ${place}`);
}

function cutObject(schema: z.ZodObject, place: string): Cut {
  const members = new Map(
    Object.entries(schema.shape).map(([key, member]) => [key, compile(member as z.ZodType, `${place}.${key}`)]),
  );
  return (value, permitted, met) => {
    if (typeof value !== 'object' || value === null) return undefined;
    let left: Record<string, unknown> | undefined;
    for (const key of Object.keys(value)) {
      const member = Reflect.get(value, key);
      const kept = member === undefined ? undefined : members.get(key)?.(member, permitted, met);
      if (kept === undefined) continue;
      left ??= {};
      left[key] = kept;
    }
    return left;
  };
}

const cutArray =
  (element: Cut): Cut =>
  (value, permitted, met) => {
    if (!Array.isArray(value)) return undefined;
    const left = value.map((item) => element(item, permitted, met)).filter((item) => item !== undefined);
    return left.length > 0 ? left : undefined;
  };

function cutUnion(schema: z.ZodDiscriminatedUnion, place: string): Cut {
  const { discriminator } = schema.def;
  const variants = new Map<unknown, Cut>();
  for (const option of schema.options as readonly z.ZodObject[]) {
    const literal = option.shape[discriminator] as z.ZodLiteral;
    for (const tag of literal.values) variants.set(tag, compile(option, `${place}(${String(tag)})`));
  }
  return (value, permitted, met) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return variants.get(Reflect.get(value, discriminator))?.(value, permitted, met);
  };
}

export type Disclosure<T> = {
  readonly value: Disclosed<DeepPartial<T>>;
  readonly asked: readonly DataClass[];
  readonly disclosed: readonly DataClass[];
  readonly withheld: readonly DataClass[];
};

/** A cutter for one schema: what the classes permit comes out, nothing else, with the account of it. `public` is always permitted. */
export function discloser<T>(
  schema: z.ZodType<T>,
  place: string,
): (value: T, classes: ReadonlySet<DataClass>) => Disclosure<T> {
  const cut = compile(schema, place);
  return (value, classes) => {
    const met = new Set<DataClass>();
    const permitted = classes.has('public') ? classes : new Set([...classes, 'public' as const]);
    const left = cut(value, permitted, met) ?? {};
    met.delete('public');
    const asked = [...met];
    return {
      value: left as Disclosed<DeepPartial<T>>,
      asked,
      disclosed: asked.filter((c) => permitted.has(c)),
      withheld: asked.filter((c) => !permitted.has(c)),
    };
  };
}
