type Json = { [key: string]: unknown };

/**
 * Four things the generator cannot know. A number says its format. A schema of anything says nothing (OpenAPI 3.0.3 allows
 * nullable only beside a type). A reply may get more members within a version, so only what is read in requests is closed.
 * A parameter that several operations read stands once, among the components.
 */
export function finish(document: Json): Json {
  const plain = JSON.parse(JSON.stringify(document)) as Json;
  visit(plain, settle);
  openReplies(plain);
  shareParameters(plain);
  return plain;
}

function visit(value: unknown, change: (object: Json) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, change);
  else if (isObject(value)) {
    change(value);
    for (const [key, member] of Object.entries(value)) if (key !== 'example') visit(member, change);
  }
}

function settle(schema: Json): void {
  if (schema.type === 'integer') schema.format ??= 'int32';
  if (schema.type === 'number') schema.format ??= 'double';
  if (schema.nullable === true && schema.type === undefined) delete schema.nullable;
}

function openReplies(document: Json): void {
  const schemas = at(document, 'components', 'schemas');
  const closed = new Set<string>();
  for (const operation of operationsOf(document)) follow(operation.requestBody, schemas, closed);
  for (const [name, schema] of Object.entries(schemas)) {
    if (!closed.has(name))
      visit(schema, (object) => object.additionalProperties === false && delete object.additionalProperties);
  }
}

/** The names of the components that a value refers to, at any distance. */
function follow(value: unknown, schemas: Json, found: Set<string>): void {
  visit(value, ({ $ref }) => {
    const name = typeof $ref === 'string' ? $ref.split('/').at(-1) : undefined;
    if (name === undefined || found.has(name)) return;
    found.add(name);
    follow(schemas[name], schemas, found);
  });
}

function shareParameters(document: Json): void {
  const lists = operationsOf(document).flatMap(({ parameters }) => (Array.isArray(parameters) ? [parameters] : []));
  const textOf = (parameter: unknown) => JSON.stringify(parameter);
  const uses = Map.groupBy<string, Json>(lists.flat(), textOf);
  const shared = [...uses.values()].flatMap(([parameter, again]) => (parameter && again ? [parameter] : []));
  const nameOf = ({ name, required }: Json) =>
    shared.filter((other) => other.name === name).length === 1
      ? String(name)
      : `${name}.${required ? 'required' : 'optional'}`;
  const byName = new Map(shared.map((parameter) => [nameOf(parameter), parameter]));
  if (byName.size < shared.length) throw new Error('two parameters that operations share would have one name');
  at(document, 'components').parameters = Object.fromEntries([...byName].sort(([a], [b]) => (a < b ? -1 : 1)));
  const references = new Map(
    [...byName].map(([name, parameter]) => [textOf(parameter), { $ref: `#/components/parameters/${name}` }]),
  );
  for (const list of lists)
    list.splice(0, list.length, ...list.map((parameter) => references.get(textOf(parameter)) ?? parameter));
}

const operationsOf = (document: Json): Json[] =>
  Object.values(at(document, 'paths')).flatMap((path) => Object.values(isObject(path) ? path : {}).filter(isObject));
const at = (value: Json, ...path: string[]): Json =>
  path.reduce<Json>((object, key) => (isObject(object[key]) ? object[key] : {}), value);
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
