import { isObject, type Json } from './check-document.ts';

/** What a reference of the document stands for, undefined where it leads nowhere; anything else as it is. */
export function resolved(document: Json, value: unknown): unknown {
  if (!isObject(value) || typeof value.$ref !== 'string') return value;
  const [, ...names] = value.$ref.split('/');
  return names.reduce<unknown>((place, name) => (isObject(place) ? place[name] : undefined), document);
}

/** The parameters of an operation, those included that it shares with others. */
export const parametersOf = (document: Json, { parameters }: Json): Json[] =>
  (Array.isArray(parameters) ? parameters : []).map((parameter) => resolved(document, parameter)).filter(isObject);

/** Objects of the document that others may share, or that may refer to what is shared. */
type Part = { readonly kind: string; readonly place: string; readonly part: Json };

const kinds = ['parameters', 'headers', 'responses', 'schemas'];
const inlineUsesMax = 2;

/** What a reader of the document would trip over: references that lead nowhere or elsewhere, and what is told again and again. */
export function checkReferences(document: Json): string[] {
  const parts = partsIn(document);
  const told = parts.filter(({ kind, part }) => kind !== 'schemas' && part.$ref === undefined);
  const referred = new Set(parts.map(({ part }) => part.$ref));
  return [
    ...parts.flatMap((part) => checkReference(document, part)),
    ...[...Map.groupBy(told, ({ kind, part }) => `${kind} ${JSON.stringify(part)}`).values()]
      .filter((same) => same.length > inlineUsesMax)
      .map((same) => `${same[0]?.place}: told ${same.length} times in the same words`),
    ...told
      .filter(({ place }) => place.startsWith('#/components/') && place.split('/').length === 4 && !referred.has(place))
      .map(({ place }) => `${place}: nobody refers to it`),
  ];
}

function checkReference(document: Json, { kind, place, part: { $ref, ...beside } }: Part): string[] {
  if ($ref === undefined) return [];
  const found: string[] = [];
  if (!isObject(resolved(document, { $ref }))) found.push(`${place}: ${$ref} leads nowhere`);
  if (!String($ref).startsWith(`#/components/${kind}/`)) found.push(`${place}: ${$ref} is none of the ${kind}`);
  if (Object.keys(beside).length > 0) found.push(`${place}: what stands beside ${$ref} says nothing`);
  return found;
}

/** Parameters, headers and replies; every other object that refers to something must be a schema. */
function partsIn(value: unknown, place = '#', kind = ''): Part[] {
  if (typeof value !== 'object' || value === null) return [];
  const isReference = isObject(value) && value.$ref !== undefined;
  return [
    ...(isObject(value) && (kind !== '' || isReference) ? [{ kind: kind || 'schemas', place, part: value }] : []),
    ...Object.entries(value)
      .filter(([name]) => name !== 'example')
      .flatMap(([name, member]) =>
        typeof member === 'object' && kinds.includes(name) && !place.includes('/schema')
          ? Object.entries(member as object).flatMap(([key, part]) => partsIn(part, `${place}/${name}/${key}`, name))
          : partsIn(member, `${place}/${name}`),
      ),
  ];
}
