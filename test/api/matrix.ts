import document from '../../contracts/api/openapi.json' with { type: 'json' };
import { isObject, type Json } from './check-document.ts';
import type { Fixture } from './fixtures.ts';
import { parametersOf } from './references.ts';
import type { Filled, Stand } from './stand.ts';

/** One operation as the published document tells it. */
export type Published = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly isPublic: boolean;
  readonly needs: readonly string[];
  /** What it answers when it did its work. */
  readonly answers: readonly string[];
  readonly types: readonly string[];
  readonly success: number;
  readonly statuses: readonly number[];
  readonly problems: readonly unknown[];
};

const contentTypes = (reply: unknown): string[] =>
  isObject(reply) && isObject(reply.content) ? Object.keys(reply.content) : [];

export const published: readonly Published[] = Object.entries<Json>(document.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter((entry): entry is [string, Json] => isObject(entry[1]))
    .map(([method, operation]) => ({
      id: String(operation.operationId),
      method: method.toUpperCase(),
      path,
      isPublic: Array.isArray(operation.security) && operation.security.length === 0,
      needs: parametersOf(document, operation)
        .filter(({ required }) => required === true)
        .map(({ name }) => String(name)),
      answers: contentTypes(Object.values(isObject(operation.responses) ? operation.responses : {})[0]),
      types:
        isObject(operation.requestBody) && isObject(operation.requestBody.content)
          ? Object.keys(operation.requestBody.content)
          : [],
      statuses: Object.keys(operation.responses as object).map(Number),
      problems: Array.isArray(operation['x-problem-codes']) ? operation['x-problem-codes'] : [],
      success: Math.min(...Object.keys(operation.responses as object).map(Number)),
    })),
);

export type Ask = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Parameters<Stand['send']>[0]['body'];
};
export type Case = {
  readonly name: string;
  readonly ask: Partial<Ask>;
  readonly status: number;
  readonly codes: readonly string[];
};

/** The request that succeeds. */
export async function goodAsk(operation: Published, fixture: Fixture, stand: Stand, filled: Filled): Promise<Ask> {
  const params = fixture.params?.(filled) ?? {};
  const body = fixture.body?.(stand, filled);
  return {
    method: operation.method,
    path: `${operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? `no ${name}`)}${
      fixture.query === undefined ? '' : `?${fixture.query}`
    }`,
    headers: {
      ...(operation.isPublic ? {} : { authorization: `Bearer ${await stand.tokenOf(fixture.client)}` }),
      // What is a page, too, is asked as a program asks.
      ...(operation.answers.includes('text/html') || operation.answers.includes('application/pdf')
        ? { accept: 'application/json' }
        : {}),
      ...(operation.types[0] === undefined ? {} : { 'content-type': operation.types[0] }),
      ...(operation.needs.includes('Idempotency-Key') ? { 'idempotency-key': `matrix-${operation.id}` } : {}),
      ...(operation.needs.includes('If-Match') ? { 'if-match': `"v${fixture.version}"` } : {}),
    },
    ...(operation.types[0] === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body ?? {}) }),
  };
}

const absent = '019aa3c0-ffff-7000-8000-000000000000';
const notFound = ['referral', 'consent', 'exchange', 'delivery', 'mailbox', 'network', 'convocation', 'analysis']
  .map((area) => `${area}/not-found`)
  .concat('inbound/system-unknown', 'convocation/link-unknown');

/** Everything that the operation must refuse, whoever asks. */
export async function refusals(
  operation: Published,
  { client, query }: Fixture,
  stand: Stand,
  ask: Ask,
): Promise<Case[]> {
  const but = (headers: Record<string, string>) => ({ headers: { ...ask.headers, ...headers } });
  const without = (name: string) => ({
    headers: Object.fromEntries(Object.entries(ask.headers).filter(([key]) => key !== name)),
  });
  const bearer = async (claims: object) => but({ authorization: `Bearer ${await stand.tokenOf(client, claims)}` });
  const [type] = operation.types;
  const cases: Case[] = [
    {
      name: 'an unknown query parameter',
      ask: { path: `${ask.path}${ask.path.includes('?') ? '&' : '?'}colour=red` },
      status: 400,
      codes: ['request/invalid-parameter'],
    },
    {
      name: 'a representation it does not have',
      ask: but({ accept: 'image/png' }),
      status: 406,
      codes: ['request/not-acceptable'],
    },
    { name: 'another method', ask: { method: 'PATCH' }, status: 405, codes: ['request/method-not-allowed'] },
  ];
  if (!operation.isPublic) {
    cases.push(
      { name: 'no token', ask: without('authorization'), status: 401, codes: ['auth/credentials-missing'] },
      {
        name: 'a token that is none',
        ask: but({ authorization: 'Bearer aaa.bbb.ccc' }),
        status: 401,
        codes: ['auth/token-invalid'],
      },
      {
        name: 'a token for another audience',
        ask: await bearer({ aud: 'https://elsewhere.example' }),
        status: 401,
        codes: ['auth/token-invalid'],
      },
      { name: 'an expired token', ask: await bearer({ iat: 1, exp: 601 }), status: 401, codes: ['auth/token-expired'] },
      {
        name: 'a token of a client that is gone',
        ask: await bearer({ client_id: 'gone-1', sub: 'gone-1', organization: 'gone-1' }),
        status: 401,
        codes: ['auth/client-unknown'],
      },
      { name: 'a token without a scope', ask: await bearer({ scope: '' }), status: 403, codes: ['auth/scope-missing'] },
      {
        name: 'HTTP Basic with a wrong secret',
        ask: but({ authorization: `Basic ${btoa('comune-cartella-base:wrong')}` }),
        status: 401,
        codes: ['auth/basic-invalid'],
      },
    );
  }
  if (operation.path.includes('{')) {
    const last = operation.path.replaceAll(/\{(\w+)\}/g, '');
    for (const id of [absent, 'x-9-unheard-of', 'Robert%27%3B--', '%00', 'ZZZ-ZZZ']) {
      cases.push({
        name: `an identifier that is not there (${id})`,
        ask: { path: `${operation.path.replaceAll(/\{\w+\}/g, id)}${query === undefined ? '' : `?${query}`}` },
        status: 404,
        codes: notFound,
      });
    }
    if (last === '') throw new Error('a path is more than its parameters');
  }
  if (operation.needs.includes('Idempotency-Key')) {
    cases.push({
      name: 'no Idempotency-Key',
      ask: without('idempotency-key'),
      status: 400,
      codes: ['request/idempotency-key-missing'],
    });
  }
  if (operation.needs.includes('If-Match')) {
    cases.push(
      { name: 'no If-Match', ask: without('if-match'), status: 428, codes: ['request/if-match-missing'] },
      { name: 'a version that is gone', ask: but({ 'if-match': '"v9"' }), status: 412, codes: ['request/stale'] },
    );
  }
  if (type === undefined) return cases;
  const isLarge = operation.id === 'apply_network' || type === 'message/rfc822';
  const bytesMax = isLarge ? 1_048_576 : 262_144;
  const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(0x20)) });
  cases.push(
    {
      name: 'a body that is too large',
      ask: { body: ' '.repeat(bytesMax + 1) },
      status: 413,
      codes: ['request/too-large'],
    },
    {
      name: 'a body that is too large, with its length',
      ask: { ...but({ 'content-length': String(bytesMax + 1) }), body: ' '.repeat(bytesMax + 1) },
      status: 413,
      codes: ['request/too-large'],
    },
    { name: 'a body without end', ask: { body: endless }, status: 413, codes: ['request/too-large'] },
    {
      name: 'a body of another type',
      ask: but({ 'content-type': 'text/csv' }),
      status: 415,
      codes: ['request/unsupported-media-type'],
    },
    { name: 'a body of no type', ask: without('content-type'), status: 415, codes: ['request/unsupported-media-type'] },
  );
  // A mail may be of any bytes: what cannot be read of it is about nothing of ours, and changes nothing.
  if (type === 'message/rfc822') return cases;
  cases.push({
    name: 'a body that is not UTF-8',
    ask: { body: new Uint8Array([0x7b, 0xff, 0x7d]) },
    status: 400,
    codes: ['request/malformed-json', 'request/malformed-text'],
  });
  if (type === 'application/x-www-form-urlencoded') {
    cases.push({ name: 'a form that says nothing', ask: { body: '' }, status: 400, codes: ['auth/request-invalid'] });
  } else if (operation.id === 'receive_message') {
    for (const body of ['{', '{}', '[]', 'null', '[['.repeat(50_000)])
      cases.push({
        name: `a message that nobody understands (${body.slice(0, 4)})`,
        ask: { body },
        status: 422,
        codes: [],
      });
  } else {
    const codes = operation.id === 'apply_network' ? ['network/invalid'] : ['request/invalid-body'];
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    cases.push(
      {
        name: 'a body that is cut off',
        ask: { body: String(ask.body).slice(0, -1) },
        status: 400,
        codes: ['request/malformed-json'],
      },
      { name: 'a body that nests too deeply', ask: { body: deep }, status: 400, codes: ['request/too-deep'] },
      {
        name: 'an unknown member',
        ask: { body: String(ask.body).replace('{', '{"colour":"red",') },
        status: 422,
        codes,
      },
      ...['[]', 'null', '"x"', '1', '{}'].map((body) => ({
        name: `a body that is ${body}`,
        ask: { body },
        status: 422,
        codes,
      })),
    );
  }
  return cases;
}
