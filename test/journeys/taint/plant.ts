import { z } from 'zod';
import { classOf, type DataClass } from '../../../contracts/canonical/data-class.ts';
import { ReferralRequest } from '../../../contracts/canonical/referral.ts';
import { ReferralEventRequest } from '../../../contracts/canonical/referral-event.ts';
import { taxCode } from '../../world/people.ts';

/** A value that stands at one place only, so that wherever it is found, its place and its class are known. */
export type Mark = { readonly text: string; readonly dataClass: DataClass; readonly pointer: string };
export type Planted<T> = { readonly value: T; readonly marks: readonly Mark[] };

/** Numbers of five digits, each once: what makes a mark its own. */
export type Numbers = () => string;
export function createNumbers(): Numbers {
  let last = 0;
  return () => {
    last += 1;
    return String(last).padStart(5, '0');
  };
}

/** What is planted in a member: its value, and the text by which the value is recognised; null for codes, flags and the like. */
type Leaf = { readonly value: unknown; readonly text: string | null };
const found = (text: string): Leaf => ({ value: text, text });
const letters = (n: string) => [...n].map((digit) => 'BCDFGLMNPR'.charAt(Number(digit))).join('');
const day = (n: string, firstYear = 2031) =>
  `${firstYear + Math.floor((Number(n) % 3000) / 300)}-${String(1 + (Number(n) % 12)).padStart(2, '0')}-${String(1 + (Number(n) % 25)).padStart(2, '0')}`;

const dates = ['on', 'assessed_on', 'started_on', 'did_date', 'service_pact_date', 'until'];

/** Members whose values have a shape of their own. Whatever is not here is free text, or a code. */
const shaped: Readonly<Record<string, (n: string) => Leaf>> = {
  tax_code: (n) => found(taxCode(`${letters(n)}X80A41H501`)),
  stp_eni_code: (n) => found(`STP00000000${n}`),
  anpr_id: (n) => found(`AB${n}CD`),
  birth_date: (n) => found(`${1930 + (Number(n) % 60)}-0${1 + (Number(n) % 9)}-1${Number(n) % 10}`),
  // Belfiore codes of places that do not exist: four characters are searched for as a word.
  municipality: (n) => found(`Q${n.slice(2)}`),
  birth_place: (n) => found(`Y${n.slice(2)}`),
  postal_code: (n) => found(`9${n.slice(1)}`),
  phone: (n) => found(`+3907559${n}`),
  email: (n) => ({ value: `segno${n}@posta.example`, text: `segno${n}@` }),
  // The label of a member of the household.
  person: (n) => found(`p${n}`),
  language: () => ({ value: 'ita', text: null }),
  citizenship: () => ({ value: '000', text: null }),
  isee_value_eur: (n) => ({ value: Number(`9${n}.07`), text: `9${n}.07` }),
  member_ages: (n) => ({ value: agesOf(n), text: agesOf(n).join(',') }),
  ...Object.fromEntries(dates.map((name) => [name, (n: string) => found(day(n))])),
  // What ends does so after it started.
  ended_on: (n) => found(day(n, 2041)),
  start: (n) => ({ value: `${day(n)}T07:41:00+01:00`, text: `${day(n)}T07:41` }),
  end: (n) => ({ value: `${day(n)}T19:43:00+01:00`, text: `${day(n)}T19:43` }),
};

const agesOf = (n: string) => [100 + (Number(n) % 31), 101, 102, 103 + (Number(n) % 27)];

/** Every member of a tagged schema, filled; of a list, one item of each kind. Members of class `public` are left to the caller. */
export function plant(schema: z.ZodType, pointer: string, next: Numbers): Planted<unknown> {
  const dataClass = classOf(schema);
  if (dataClass === 'public') return { value: undefined, marks: [] };
  if (dataClass !== undefined) {
    const { value, text } = leafOf(schema, pointer, next);
    return { value, marks: text === null ? [] : [{ text, dataClass, pointer }] };
  }
  if (schema instanceof z.ZodOptional) return plant(schema.unwrap() as z.ZodType, pointer, next);
  if (schema instanceof z.ZodArray) return plantList(schema.element as z.ZodType, pointer, next);
  if (schema instanceof z.ZodObject) return plantObject(schema, pointer, next);
  throw new Error(`nothing can be planted at ${pointer}`);
}

function plantObject(schema: z.ZodObject, pointer: string, next: Numbers): Planted<object> {
  const members = Object.entries(schema.shape).map(([name, member]) => ({
    name,
    ...plant(member as z.ZodType, `${pointer}/${name}`, next),
  }));
  const filled = members.filter(({ value }) => value !== undefined);
  return {
    value: Object.fromEntries(filled.map(({ name, value }) => [name, value])),
    marks: members.flatMap(({ marks }) => marks),
  };
}

function plantList(element: z.ZodType, pointer: string, next: Numbers): Planted<unknown[]> {
  const kinds = element instanceof z.ZodDiscriminatedUnion ? (element.options as z.ZodType[]) : [element];
  const items = kinds.map((kind, index) => plant(kind, `${pointer}/${index}`, next));
  return { value: items.map(({ value }) => value), marks: items.flatMap(({ marks }) => marks) };
}

function leafOf(schema: z.ZodType, pointer: string, next: Numbers): Leaf {
  const name = pointer.slice(pointer.lastIndexOf('/') + 1);
  const shape = shaped[name];
  if (shape !== undefined) return shape(next());
  const bare = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
  const text = `Segno${next()}`;
  // The schema itself says what else it takes: free text, else a code, a flag, a number.
  const candidates = [text, ...codesOf(bare), true, 3, ...codesOf(bare).map((code) => [code])];
  const value = candidates.find((candidate) => bare.safeParse(candidate).success);
  if (value === undefined) throw new Error(`no value is known for ${pointer}: say its shape in plant.ts`);
  return { value, text: value === text ? text : null };
}

function codesOf(schema: z.ZodType): readonly unknown[] {
  if (schema instanceof z.ZodEnum) return schema.options;
  if (schema instanceof z.ZodLiteral) return [...schema.values];
  if (schema instanceof z.ZodArray) return codesOf(schema.element as z.ZodType);
  return [];
}

/** A referral with every member planted but for those that say where it goes, and the flags. */
export function plantRequest(frame: object, protectedAddress: boolean, next: Numbers): Planted<ReferralRequest> {
  const { value, marks } = plant(ReferralRequest, '/request', next);
  const flags = { activable: true, safety: { protected_address: protectedAddress } };
  return { value: ReferralRequest.parse({ ...(value as object), ...frame, ...flags }), marks };
}

const variants = new Map(
  (ReferralEventRequest.options as readonly z.ZodObject[]).map((option) => [
    String((option.shape.type as z.ZodLiteral).value),
    option,
  ]),
);

/** An event of a type with every member planted. */
export function plantEvent(type: ReferralEventRequest['type'], next: Numbers): Planted<ReferralEventRequest> {
  const variant = variants.get(type);
  if (variant === undefined) throw new Error(`no event is called ${type}`);
  const { value, marks } = plant(variant, '/event', next);
  return { value: ReferralEventRequest.parse({ ...(value as object), type }), marks };
}
