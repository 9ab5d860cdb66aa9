import { bodyTypes, type Declaration } from '../../contracts/api/declaration.ts';

type Shape = Readonly<
  Record<string, { meta(): Record<string, unknown> | undefined; safeParse(value: unknown): { success: boolean } }>
>;

/** The request that the examples of an operation make, as `app.request` takes it; of the query only what is required. */
export function requestOf(operation: Declaration, changes: Partial<Spelled> = {}): [string, RequestInit] {
  const { path, headers, body, method } = { ...spelled(operation), ...changes };
  return [path, { method, headers, ...(body === undefined ? {} : { body }) }];
}

export type Spelled = {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
};

export function spelled(operation: Declaration): Spelled {
  const { method, path, params, query, idempotency, ifMatch, body, scope, page } = operation;
  const examples: Shape = params?.shape ?? {};
  const asked: Shape = query?.shape ?? {};
  const required = Object.entries(asked).filter(([, schema]) => !schema.safeParse(undefined).success);
  const search = new URLSearchParams(required.map(([name, schema]) => [name, String(schema.meta()?.example)]));
  return {
    method: method.toUpperCase(),
    path: `${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(examples[name]?.meta()?.example))}${
      search.size === 0 ? '' : `?${search}`
    }`,
    headers: {
      ...(scope === null ? {} : { authorization: 'Bearer good' }),
      ...(page ? { accept: 'application/json' } : {}),
      ...(idempotency === undefined ? {} : { 'idempotency-key': '0f8fad5b-d9cb-469f-a165-70867728950e' }),
      ...(ifMatch ? { 'if-match': '"v1"' } : {}),
      ...(body === undefined ? {} : { 'content-type': bodyTypes(body)[0] ?? '' }),
    },
    body: bodyText(operation),
  };
}

function bodyText({ body }: Declaration): string | undefined {
  if (body === undefined) return undefined;
  if (body.kind === 'form') return new URLSearchParams(body.example as Record<string, string>).toString();
  return JSON.stringify(body.example);
}
