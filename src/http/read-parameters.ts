import { z } from 'zod';
import type { Declaration } from '../../contracts/api/declaration.ts';
import { IdempotencyKey, IfMatch, Prefer, ReplyTo } from '../../contracts/api/headers.ts';
import { notFoundOf } from '../../contracts/api/problems-of.ts';
import type { ProblemError } from '../../contracts/canonical/problem.ts';
import type { ProblemCode } from '../../contracts/catalogue/problems.ts';
import type { Later, Refusal } from '../ports.ts';
import { refuse } from '../problem.ts';
import { parameterFaults } from './input-faults.ts';

export type Parameters = {
  readonly params: unknown;
  readonly query: unknown;
  readonly idempotencyKey: string | undefined;
  /** The version that If-Match names; 0 where the operation asks for none. */
  readonly version: number;
  readonly later: Later;
  readonly faults: readonly ProblemError[];
  /** The code that the faults of parameters have together. */
  readonly code: ProblemCode;
};

const noParameters = z.strictObject({});
const missingCodes: Readonly<Record<string, ProblemCode>> = {
  'header:If-Match': 'request/if-match-missing',
  'header:Idempotency-Key': 'request/idempotency-key-missing',
};

/** Reads path, query and headers as an operation declares them, and gathers what is wrong with all of them. */
export function parameterReader(declaration: Declaration) {
  const {
    params: paramsSchema = noParameters,
    query: querySchema = noParameters,
    idempotency,
    ifMatch,
    later,
  } = declaration;
  const headersSchema = z.object({
    ...(ifMatch ? { 'If-Match': IfMatch } : {}),
    ...(idempotency
      ? { 'Idempotency-Key': idempotency === 'required' ? IdempotencyKey : IdempotencyKey.optional() }
      : {}),
    ...(later ? { 'X-ReplyTo': ReplyTo.optional(), Prefer: Prefer.optional() } : {}),
  });
  const names = Object.keys(headersSchema.shape);

  return function readParameters(pathValues: unknown, url: string, headers: Headers): Parameters | Refusal {
    const params = paramsSchema.safeParse(pathValues);
    // An identifier that cannot exist and one that does not are the same to the caller.
    if (!params.success) return refuse(notFoundOf(declaration));

    const given = queryOf(url);
    const query = querySchema.safeParse(given.values);
    const sent = Object.fromEntries(names.map((name) => [name, headers.get(name) ?? undefined]));
    const head = headersSchema.safeParse(sent);
    const faults = [
      ...given.faults,
      ...(query.success ? [] : parameterFaults('query', query.error, given.values)),
      ...(head.success ? [] : parameterFaults('header', head.error, sent)),
    ];
    return {
      params: params.data,
      query: query.data,
      idempotencyKey: sent['Idempotency-Key'],
      version: versionOf(sent['If-Match']),
      later: { reply_to: sent['X-ReplyTo'] ?? null, respond_async: prefersAsync(sent.Prefer) },
      faults,
      code: codeOf(faults),
    };
  };
}

/** The query as names and values, each name once. */
function queryOf(url: string): { values: Record<string, string>; faults: ProblemError[] } {
  const values: Record<string, string> = Object.create(null);
  const start = url.indexOf('?');
  if (start === -1) return { values, faults: [] };
  const faults: ProblemError[] = [];
  for (const [name, value] of new URLSearchParams(url.slice(start))) {
    if (name in values)
      faults.push({ pointer: 'query:', code: 'repeated', detail: 'a query parameter is given more than once' });
    values[name] = value;
  }
  return { values, faults };
}

/** Preferences are separated by commas, each with parameters of its own (RFC 7240 section 2). */
const prefersAsync = (prefer = ''): boolean =>
  prefer.split(',').some((each) => /^\s*respond-async\s*(;|$)/i.test(each));

const versionOf = (etag: string | undefined): number => Number(etag?.slice(2, -1) ?? 0);

function codeOf(faults: readonly ProblemError[]): ProblemCode {
  const [first, ...others] = faults;
  const alone = others.length === 0 && first?.code === 'missing' ? missingCodes[first.pointer] : undefined;
  return alone ?? 'request/invalid-parameter';
}
