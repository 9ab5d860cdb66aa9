import { createRoute, OpenAPIHono, type RouteConfig } from '@hono/zod-openapi';
import { z } from 'zod';
import { scopes } from '../canonical/network.ts';
import { Problem } from '../canonical/problem.ts';
import { type ProblemCode, problems } from '../catalogue/problems.ts';
import { isTrustCode } from '../catalogue/trust-problems.ts';
import { type BodyDeclaration, bodyTypes, type Declaration, exampleOf, replyTypes } from './declaration.ts';
import { finish } from './finish.ts';
import { headersOf, type ReplyHeader, replyHeaders, requestHeadersOf } from './headers.ts';
import { info, servers, tags } from './info.ts';
import { operations } from './operations.ts';
import { problemWords } from './problem-words.ts';
import { problemsOf } from './problems-of.ts';

/** The OpenAPI document of the gateway: every declaration, the problem catalogue, nothing that is not declared. */
export function openapiDocument(): object {
  const app = new OpenAPIHono();
  const { openAPIRegistry: registry } = app;
  for (const operation of operations) registry.registerPath(createRoute(routeOf(operation)));
  for (const [name, header] of Object.entries(replyHeaders)) registry.registerComponent('headers', name, header);
  // Registered by hand, since only components refer to it; cloned, since a schema made before the generator was loaded cannot be.
  registry.register('Problem', Problem.clone());
  for (const { name, reply } of problemReplyComponents()) registry.registerComponent('responses', name, reply);
  for (const [name, scheme] of Object.entries(securitySchemes))
    registry.registerComponent('securitySchemes', name, scheme);
  const document = app.getOpenAPIDocument(
    {
      openapi: '3.0.3',
      info,
      servers: [...servers],
      tags,
      security: [{ oauth2: [] }, { basic: [] }, { voucher: [] }, { dpop: [] }],
    },
    { sortComponents: 'alphabetically' },
  );
  return finish({ ...document, 'x-trust-problem-codes': trustCodes, 'x-problem-catalogue': catalogue });
}

/** What any operation with a scope may answer where vouchers count, beside its own `x-problem-codes`. */
const trustCodes: readonly ProblemCode[] = Object.keys(problems).filter(isTrustCode);

const catalogue = Object.entries(problems).map(([code, { status, title, detail, cure, retry }]) => ({
  code,
  status,
  title,
  detail,
  cure,
  retry,
}));

const securitySchemes = {
  oauth2: {
    type: 'oauth2',
    description: 'Access token of this gateway, obtained with a signed client assertion (RFC 7523).',
    flows: {
      clientCredentials: {
        tokenUrl: `${servers[0].url}/oauth/token`,
        scopes: Object.fromEntries(scopes.map((scope) => [scope, scope.replace(':', ': ').replaceAll('_', ' ')])),
      },
    },
  },
  basic: {
    type: 'http',
    scheme: 'basic',
    description: 'For legacy systems that can do no better, where the network document allows it.',
  },
  voucher: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'Voucher of PDND (typ at+jwt) for the e-service of this gateway, sent as Authorization: Bearer, where the network document has a trust section. It needs no scope of its own: the scopes are those of the client that the network document knows by client_id, and purposeId bounds what the client may do.',
  },
  dpop: {
    type: 'http',
    scheme: 'dpop',
    bearerFormat: 'JWT',
    description:
      'Voucher of PDND that is bound to a key (cnf.jkt), sent as Authorization: DPoP, with a new proof of that key for each request in the header DPoP (RFC 9449).',
  },
} as const;

function routeOf(operation: Declaration): RouteConfig {
  const { id, method, path, tag, scope, summary, description, params, query, body, reply } = operation;
  return {
    method,
    path,
    operationId: id,
    tags: [tag],
    summary: summary.en,
    'x-summary-it': summary.it,
    description,
    security: scope === null ? [] : [{ oauth2: [scope] }, { basic: [] }, { voucher: [] }, { dpop: [] }],
    ...(scope === null ? {} : { 'x-required-scope': scope }),
    'x-problem-codes': problemsOf(operation),
    request: {
      headers: requestHeadersOf(operation),
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(body ? { body: { required: true, description: 'What is sent.', content: contentOf(body) } } : {}),
    },
    responses: {
      [reply.status]: replyOf(operation),
      ...otherReplies(operation),
      ...problemReplies([...problemsOf(operation), ...(scope === null ? [] : trustCodes)]),
    },
  };
}

function contentOf(body: BodyDeclaration) {
  if (body.kind === 'json_or_form') {
    return {
      'application/json': { schema: body.schema, example: body.example },
      'application/x-www-form-urlencoded': { schema: body.form, example: body.formExample },
    };
  }
  const media =
    body.kind === 'message'
      ? { schema: { description: "As the partner's format says" } }
      : body.kind === 'mail'
        ? { schema: z.string().max(1_048_576).meta({ description: 'An Internet message (RFC 5322)' }) }
        : { schema: body.schema };
  return Object.fromEntries(bodyTypes(body).map((type) => [type, { ...media, example: body.example }]));
}

const page = { schema: z.string().max(500_000), example: '<!doctype html>' };

function replyOf(operation: Declaration) {
  const { reply, idempotency } = operation;
  const { status, description, schema, example, types } = reply;
  const more: ReplyHeader[] = [...(reply.headers ?? []), ...(idempotency ? (['Idempotency-Replayed'] as const) : [])];
  if (status === 204 || schema === null) return { description, headers: headersOf(...more) };
  more.push(...signatureHeaders);
  return {
    description,
    headers: headersOf(...more),
    content: Object.fromEntries(
      replyTypes(operation).map((type) => [
        type,
        type === 'text/html' && types === undefined ? page : { schema, example },
      ]),
    ),
  };
}

/** 202 has the body of the reply; 303 leads to another place and has none. */
const otherReplies = ({ reply, ...operation }: Declaration) =>
  Object.fromEntries(
    (reply.also ?? []).map(({ status, description, headers }) => [
      status,
      replyOf({
        ...operation,
        reply: { ...reply, status: 202, description, headers, schema: status === 303 ? null : reply.schema },
      }),
    ]),
  );

const signatureHeaders: readonly ReplyHeader[] = ['Agid-JWT-Signature', 'Digest'];

const moreHeaders: Readonly<Record<number, readonly ReplyHeader[]>> = {
  401: ['WWW-Authenticate'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};

/** Which problems of a status an operation may answer stands in its x-problem-codes. */
const problemReplies = (codes: readonly ProblemCode[]) =>
  Object.fromEntries(
    codes.map((code) => [problems[code].status, { $ref: `#/components/responses/Problem${problems[code].status}` }]),
  );

/** One reply for each status that an operation may answer. */
const problemReplyComponents = () =>
  Object.entries(problemWords).map(([key, [words, code]]) => ({
    name: `Problem${key}`,
    reply: {
      description: `${words}. Which code it may be is in x-problem-codes of the operation and in x-trust-problem-codes.`,
      headers: headersOf(...(moreHeaders[Number(key)] ?? []), ...signatureHeaders),
      content: {
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, example: problemExample(code) },
      },
    },
  }));

function problemExample(code: ProblemCode) {
  const { errors, ...common } = exampleOf(Problem) as { errors: unknown };
  const { status, title, detail, cure, retry } = problems[code];
  return {
    ...common,
    type: `urn:raccordo:problem:${code}`,
    title,
    status,
    detail: `${detail} ${cure}`,
    code,
    retry,
    ...(code === 'request/invalid-body' ? { errors } : {}),
  };
}
