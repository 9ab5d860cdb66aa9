import document from '../../../contracts/api/openapi.json' with { type: 'json' };

/** What the page reads of a JSON schema of the OpenAPI document. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly nullable?: boolean;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly (string | number | boolean)[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Schema[];
  readonly description?: string;
  readonly 'x-data-class'?: string;
};

export type Parameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
};

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

type Operation = {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<
    Record<string, { readonly content?: Content; readonly headers?: Readonly<Record<string, unknown>> }>
  >;
};

type OpenApi = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
  };
};

// TypeScript knows the file by a type of its own for every operation. The file is made of our declarations, and linted.
const { paths, components } = document as unknown as OpenApi;

export function documented(method: string, path: string): Operation {
  const operation = paths[path]?.[method];
  if (operation === undefined) throw new Error(`the OpenAPI document lacks ${method} ${path}`);
  return operation;
}

/** What an operation reads beside its body, those included that it shares with others. */
export const parametersOf = ({ parameters = [] }: Operation): readonly Parameter[] =>
  parameters.map((parameter) => {
    const found = '$ref' in parameter ? components.parameters[nameIn(parameter.$ref)] : parameter;
    if (found === undefined) throw new Error('the OpenAPI document lacks a parameter that it refers to');
    return found;
  });

/** Headers that every reply has. */
export const commonHeaders: readonly string[] = Object.values(paths)
  .flatMap((methods) => Object.values(methods))
  .flatMap(({ responses }) =>
    Object.values(responses).flatMap(({ headers }) => (headers ? [Object.keys(headers)] : [])),
  )
  .reduce((common, names) => common.filter((name) => names.includes(name)));

/** The shapes that the operations share, by name. */
export const shapes: ReadonlyMap<string, Schema> = new Map(Object.entries(components.schemas));

export const shapeName = ({ $ref }: Schema): string | undefined => ($ref === undefined ? undefined : nameIn($ref));

const nameIn = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1);

/** What a reference stands for; any other schema as it is. */
export function resolved(schema: Schema): Schema {
  const name = shapeName(schema);
  return name === undefined ? schema : (shapes.get(name) ?? schema);
}
