import { dataClasses } from '../../contracts/canonical/data-class.ts';
import { problems } from '../../contracts/catalogue/problems.ts';
import { trustProblems } from '../../contracts/catalogue/trust-problems.ts';
import { parametersOf, resolved } from './references.ts';

export type Json = { readonly [key: string]: unknown };
export type Document = {
  readonly paths: Json;
  readonly components: { readonly schemas: Json; readonly responses: Json } & Json;
  readonly 'x-trust-problem-codes'?: unknown;
};

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objectsIn = (value: unknown): [string, Json][] =>
  Object.entries(isObject(value) ? value : {}).filter((entry): entry is [string, Json] => isObject(entry[1]));

const everyReply = [
  'X-Correlation-ID',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'Cache-Control',
];

/** What of the contract's rules the document breaks and the ruleset does not see. Findings read `place: why`. */
export function checkDocument(document: Document): string[] {
  const operations = objectsIn(document.paths).flatMap(([path, item]) =>
    objectsIn(item).map(([method, operation]) => ({ place: `${method} ${path}`, path, operation })),
  );
  return [
    ...operations.flatMap(({ place, path, operation }) =>
      checkOperation(document, path, operation).map((why) => `${place}: ${why}`),
    ),
    ...objectsIn(document.components.schemas).flatMap(([name, schema]) => [
      ...(/^[A-Z][A-Za-z0-9]*$/.test(name) ? [] : [`${name}: not PascalCase`]),
      ...checkSchema(name, schema),
    ]),
  ];
}

function checkOperation(document: Document, path: string, operation: Json): string[] {
  const found: string[] = [];
  if (!/^(\/[a-z0-9.-]+|\/\{[a-z_]+\})+$/.test(path)) found.push('the path is not kebab-case');
  if (/\/(create|read|list|get|put|post|update|remove|delete)(\/|$)/.test(path)) found.push('the path holds a verb');
  for (const member of ['summary', 'x-summary-it', 'description'])
    if (typeof operation[member] !== 'string') found.push(`no ${member}`);
  if (!Array.isArray(operation.security)) found.push('no security');
  const codes = Array.isArray(operation['x-problem-codes']) ? operation['x-problem-codes'] : [];
  const responses = isObject(operation.responses) ? operation.responses : {};
  for (const code of codes) {
    const entry = Object.entries(problems).find(([known]) => known === code)?.[1];
    if (entry === undefined) found.push(`${code} is not in the catalogue`);
    else if (!(String(entry.status) in responses)) found.push(`${code} has no reply ${entry.status}`);
  }
  for (const [status, reference] of objectsIn(responses)) {
    const response = resolved(document, reference);
    found.push(...checkResponse(status, isObject(response) ? response : {}).map((why) => `${status} ${why}`));
  }
  if (operation['x-required-scope'] !== undefined) found.push(...checkTrust(document, operation, responses));
  for (const parameter of parametersOf(document, operation)) {
    const schema = isObject(parameter.schema) ? parameter.schema : {};
    if (schema.example === undefined) found.push(`${parameter.name} has no example`);
    found.push(...checkSchema(String(parameter.name), schema));
  }
  const content = isObject(operation.requestBody) ? operation.requestBody.content : {};
  for (const [type, media] of objectsIn(content)) if (media.example === undefined) found.push(`${type} has no example`);
  return found;
}

/** What an operation that proves its caller owes to ModI: the schemes, the headers, and a reply for every way in which a proof can fail. */
function checkTrust(document: Document, operation: Json, responses: Json): string[] {
  const listed = Array.isArray(document['x-trust-problem-codes']) ? document['x-trust-problem-codes'] : [];
  const schemes = (Array.isArray(operation.security) ? operation.security : []).flatMap((one) => Object.keys(one));
  const headers = parametersOf(document, operation).map(({ name }) => name);
  const statuses = new Set(Object.entries(trustProblems).map(([, { status }]) => String(status)));
  const proofs = ['DPoP', 'Digest', 'Agid-JWT-Signature', 'Agid-JWT-TrackingEvidence'];
  return [
    ...Object.keys(trustProblems)
      .filter((code) => !listed.includes(code))
      .map((code) => `${code} is not among x-trust-problem-codes`),
    ...[...statuses].filter((status) => !(status in responses)).map((status) => `no reply ${status} for proofs`),
    ...['oauth2', 'basic', 'voucher', 'dpop'].filter((name) => !schemes.includes(name)).map((name) => `no ${name}`),
    ...proofs.filter((name) => !headers.includes(name)).map((name) => `no header ${name}`),
  ];
}

function checkResponse(status: string, response: Json): string[] {
  const headers = isObject(response.headers) ? response.headers : {};
  const needed = [
    ...everyReply,
    ...(status === '429' || status === '503' ? ['Retry-After'] : []),
    ...(status === '401' ? ['WWW-Authenticate'] : []),
    ...(status !== '204' && response.content !== undefined ? ['Agid-JWT-Signature', 'Digest'] : []),
  ];
  const media = objectsIn(response.content);
  return [
    ...needed.filter((name) => !(name in headers)).map((name) => `does not declare ${name}`),
    ...media.filter(([, { example }]) => example === undefined).map(([type]) => `${type} has no example`),
    ...(Number(status) >= 400 && (media.length !== 1 || media[0]?.[0] !== 'application/problem+json')
      ? ['is no problem']
      : []),
  ];
}

/** Every leaf has one data class and a limit; every list has a limit; every member is snake_case. */
export function checkSchema(place: string, schema: Json, inTagged = false): string[] {
  const tagged = schema['x-data-class'] !== undefined;
  const found: string[] = [];
  if (tagged && !dataClasses.some((name) => name === schema['x-data-class']))
    found.push(`${place}: no such data class`);
  if (tagged && inTagged) found.push(`${place}: has a data class inside one that has`);
  for (const variant of [schema.oneOf, schema.anyOf].flatMap((list) => (Array.isArray(list) ? list : []))) {
    if (isObject(variant)) found.push(...checkSchema(place, variant, inTagged || tagged));
  }
  for (const [name, member] of objectsIn(schema.properties)) {
    if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name)) found.push(`${place}.${name}: not snake_case`);
    found.push(...checkSchema(`${place}.${name}`, member, inTagged || tagged));
  }
  if (schema.type === 'array') {
    if (schema.maxItems === undefined) found.push(`${place}: no maxItems`);
    if (isObject(schema.items)) found.push(...checkSchema(`${place}[]`, schema.items, inTagged || tagged));
  }
  const isLeaf = ['string', 'integer', 'number', 'boolean'].includes(String(schema.type));
  const isTypeOfItsOwn = !place.includes('.') && !place.includes('[') && schema.enum !== undefined;
  if (isLeaf && !tagged && !inTagged && !isTypeOfItsOwn) found.push(`${place}: no data class`);
  if (schema.type === 'string' && schema.enum === undefined && schema.maxLength === undefined)
    found.push(`${place}: no maxLength`);
  if (
    (schema.type === 'integer' || schema.type === 'number') &&
    (schema.minimum === undefined || schema.maximum === undefined)
  ) {
    found.push(`${place}: no minimum or maximum`);
  }
  return found;
}
