import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { requestHeadersOf } from '../../contracts/api/headers.ts';
import committed from '../../contracts/api/openapi.json' with { type: 'json' };
import { operations } from '../../contracts/api/operations.ts';
import type { Json } from './check-document.ts';
import { checkReferences, parametersOf } from './references.ts';

const bytesMax = 880_000;

describe('the OpenAPI document as it is committed', () => {
  it('refers to what is there, and tells nothing again and again', () => {
    expect(checkReferences(committed)).toEqual([]);
  });

  it('stays small enough to be read', () => {
    expect(statSync(new URL('../../contracts/api/openapi.json', import.meta.url)).size).toBeLessThan(bytesMax);
  });

  it.each(operations.map((operation) => [operation.id, operation] as const))(
    'gives %s every header that it reads, the proofs of who calls included',
    (_id, operation) => {
      const published: Json = Reflect.get(Reflect.get(committed.paths, operation.path), operation.method);
      const headers = parametersOf(committed, published).filter(({ in: place }) => place === 'header');
      expect(headers.map(({ name, required }) => [name, required])).toEqual(
        Object.entries(requestHeadersOf(operation).shape).map(([name, schema]) => [
          name,
          !schema.safeParse(undefined).success,
        ]),
      );
      const proofs = ['DPoP', 'Digest', 'Agid-JWT-Signature', 'Agid-JWT-TrackingEvidence'];
      expect(headers.map(({ name }) => name).filter((name) => proofs.includes(String(name)))).toEqual(
        operation.scope === null ? [] : proofs,
      );
    },
  );
});

describe('the check of references', () => {
  const limit = { name: 'limit', in: 'query', schema: { type: 'integer' } };
  const shared = { $ref: '#/components/parameters/limit' };
  const header = { schema: { type: 'string' } };
  const paths = (...lists: unknown[][]) =>
    Object.fromEntries(lists.map((parameters, index) => [`/${index}`, { get: { parameters } }]));
  const replies = (...statuses: object[]) => ({
    '/': { get: { responses: Object.fromEntries(Object.entries(statuses)) } },
  });
  const components = { parameters: { limit } };

  it.each<[string, Json]>([
    ['a parameter that is shared', { paths: paths([shared], [shared], [shared]), components }],
    ['a parameter that two tell', { paths: paths([limit], [limit]) }],
    [
      'members called like parts',
      { components: { schemas: { A: { properties: { headers: { a: header, b: header, c: header } } } } } },
    ],
  ])('lets pass %s', (_why, document) => {
    expect(checkReferences(document)).toEqual([]);
  });

  it.each<[string, Json]>([
    ['leads nowhere', { paths: paths([shared]) }],
    ['leads nowhere', { components: { schemas: { A: { properties: { b: { $ref: '#/components/schemas/B' } } } } } }],
    ['none of the headers', { paths: replies({ headers: { A: shared } }), components }],
    ['none of the schemas', { paths: replies({ content: { json: { schema: shared } } }), components }],
    ['says nothing', { paths: paths([{ ...shared, required: true }]), components }],
    ['told 3 times', { paths: paths([limit], [limit], [limit]) }],
    ['told 3 times', { paths: paths([limit], [limit], [shared]), components }],
    ['told 3 times', { paths: replies({ headers: { A: header, B: header } }, { headers: { A: header } }) }],
    ['told 3 times', { paths: replies({ description: 'Done' }, { description: 'Done' }, { description: 'Done' }) }],
    ['nobody refers to it', { paths: {}, components }],
  ])('finds: %s', (why, document) => {
    expect(checkReferences(document)).toEqual([expect.stringContaining(why)]);
  });
});
