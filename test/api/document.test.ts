import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openapiDocument } from '../../contracts/api/document.ts';
import { operations } from '../../contracts/api/operations.ts';
import { problemWords } from '../../contracts/api/problem-words.ts';
import { problems } from '../../contracts/catalogue/problems.ts';
import { checkDocument, checkSchema, type Document, isObject, type Json } from './check-document.ts';

const document = JSON.parse(JSON.stringify(openapiDocument())) as Document;
const schemaOf = (name: string) => document.components.schemas[name] as Json & { readonly properties: Json };

/** Every schema that the operations reach. */
function schemasIn(schema: unknown, found: Set<z.ZodType>): Set<z.ZodType> {
  if (!(schema instanceof z.ZodType) || found.has(schema)) return found;
  found.add(schema);
  const def = schema.def as unknown as Record<string, unknown>;
  const parts = [
    def.innerType,
    def.element,
    def.valueType,
    def.in,
    def.out,
    ...((def.options as unknown[] | undefined) ?? []),
  ];
  for (const part of [...parts, ...Object.values((def.shape as object | undefined) ?? {})]) schemasIn(part, found);
  return found;
}

describe('the OpenAPI document', () => {
  it('is committed as it is generated', () => {
    const committed = readFileSync(new URL('../../contracts/api/openapi.json', import.meta.url), 'utf8');
    expect(committed === `${JSON.stringify(document, null, 2)}\n`, 'run npm run openapi').toBe(true);
  });

  it('keeps the rules that the ruleset does not see', () => {
    expect(checkDocument(document)).toEqual([]);
  });

  it('calls no two schemas by one name', () => {
    const found = new Set<z.ZodType>();
    for (const { params, query, body, reply } of operations) {
      for (const schema of [
        params,
        query,
        body && 'schema' in body ? body.schema : undefined,
        body && 'form' in body ? body.form : undefined,
        reply.schema,
      ])
        schemasIn(schema, found);
    }
    const names = [...found].flatMap((schema) => schema.meta()?.id ?? []);
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('says of each status what holds for every operation, by a code that has it', () => {
    const answered = new Set(JSON.stringify(document.paths).match(/(?<=responses\/)Problem\d+/g));
    expect(Object.keys(problemWords).map((status) => `Problem${status}`)).toEqual([...answered].toSorted());
    for (const [status, [words, code]] of Object.entries(problemWords)) {
      expect(`${problems[code].status} ${code}`).toBe(`${status} ${code}`);
      const { [`Problem${status}`]: reply } = (document.components as unknown as { responses: Record<string, Json> })
        .responses;
      expect(reply?.description).toContain(words);
    }
  });

  it('closes what is read in requests and leaves replies open to more members', () => {
    expect(schemaOf('ReferralRequest').additionalProperties).toBe(false);
    expect(schemaOf('Subject').additionalProperties).toBe(false);
    expect(schemaOf('ReferralView')).not.toHaveProperty('additionalProperties');
    expect(schemaOf('PartialSubject')).not.toHaveProperty('additionalProperties');
    expect(schemaOf('PartialSubject')).not.toHaveProperty('required');
  });

  it('says the class of a field where the field is', () => {
    expect(schemaOf('Subject').properties.tax_code).toMatchObject({ 'x-data-class': 'identity' });
    expect(schemaOf('Circumstances').properties.housing).toMatchObject({ 'x-data-class': 'housing' });
  });
});

describe.each(operations.map((operation) => [operation.id, operation] as const))(
  'the examples of %s',
  (_id, { body, reply, params, query }) => {
    it('follow their schemas', () => {
      if (body && 'schema' in body) expect(body.schema.safeParse(body.example).error).toBeUndefined();
      if (reply.schema) expect(reply.schema.safeParse(reply.example).error).toBeUndefined();
      for (const shape of [params?.shape ?? {}, query?.shape ?? {}]) {
        for (const schema of Object.values(shape as Record<string, z.ZodType>)) {
          const { example } =
            (schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema).meta() ?? schema.meta() ?? {};
          expect(schema.safeParse(typeof example === 'string' ? example : String(example)).error).toBeUndefined();
        }
      }
    });
  },
);

describe('the check of the document', () => {
  const text = { type: 'string', maxLength: 9, 'x-data-class': 'public' };

  it.each<[string, Json]>([
    ['no data class', { properties: { a: { type: 'string', maxLength: 9 } } }],
    ['no such data class', { properties: { a: { ...text, 'x-data-class': 'secret' } } }],
    [
      'has a data class inside one that has',
      { properties: { a: { type: 'array', maxItems: 1, 'x-data-class': 'public', items: text } } },
    ],
    ['no maxLength', { properties: { a: { type: 'string', 'x-data-class': 'public' } } }],
    ['no maxItems', { properties: { a: { type: 'array', items: text } } }],
    ['no minimum or maximum', { properties: { a: { type: 'integer', minimum: 0, 'x-data-class': 'public' } } }],
    ['not snake_case', { properties: { aB: text } }],
    ['no data class', { oneOf: [{ properties: { a: { type: 'boolean' } } }] }],
  ])('finds: %s', (why, schema) => {
    expect(checkSchema('Thing', schema)).toEqual([expect.stringContaining(why)]);
  });

  it.each(Object.keys(document.paths).slice(0, 3))('finds what an operation of %s lacks', (path) => {
    const [method, operation] = Object.entries(document.paths[path] as Json)[0] ?? ['', {}];
    if (!isObject(operation)) throw new Error('no operation');
    const found = (changed: Json) =>
      checkDocument({ ...document, paths: { [path]: { [method]: { ...operation, ...changed } } } });
    expect(found({})).toEqual([]);
    expect(found({ 'x-summary-it': undefined })).toHaveLength(1);
    expect(found({ 'x-problem-codes': ['request/unheard-of'] })).toHaveLength(1);
    expect(found({ security: undefined })).toHaveLength(1);
    expect(found({ responses: { 429: { headers: {}, content: {} } }, 'x-problem-codes': [] }).length).toBeGreaterThan(
      5,
    );
  });
});
