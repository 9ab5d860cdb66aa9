import type { Declaration } from '../../contracts/api/declaration.ts';
import { challengeOf } from '../auth/index.ts';
import type { Answer, Outcome, Refusal, Replayed, WireReply } from '../ports.ts';
import { refuse, toProblem } from '../problem.ts';
import type { Rate } from './rate-limit.ts';

/** A reply that is not JSON of ours: a partner's words, a page, a document kept as text. */
export type Raw = { readonly raw: WireReply; readonly headers?: Readonly<Record<string, string>> };
export type Result = Outcome<unknown> | Raw;

export type Visit = { readonly correlationId: string; readonly rate: Rate };

/** Said by every reply. Nothing is stored on the way, nothing is guessed, and no page shows a reply as its own. */
const everyReply = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
};
const cacheSeconds = 300;

/**
 * The one way out: every result of every operation becomes a reply here. A reply that breaks its schema is a failure of the
 * gateway and does not leave; `broken` is told which places broke it.
 */
export function replyTo(
  result: Result,
  visit: Visit,
  reply: Declaration['reply'] | null,
  broken: (pointers: readonly string[]) => void,
): Response {
  if ('replayed' in result) return replayedReply(result, visit);
  if ('raw' in result) return rawReply(result, visit, reply);
  if (result.refused) return problemReply(result, visit);
  if (reply?.schema && result.body !== null) {
    const parsed = reply.schema.safeParse(result.body);
    if (!parsed.success) {
      broken(parsed.error.issues.map(({ path }) => `/${path.join('/')}`));
      return problemReply(refuse('gateway/failure'), visit);
    }
  }
  return answerReply(result, visit, reply);
}

function answerReply(
  { status, body, headers }: Answer<unknown>,
  visit: Visit,
  reply: Declaration['reply'] | null,
): Response {
  if (body === null) return respond(null, status, visit, headers);
  const cached = reply?.cached ? { 'cache-control': `max-age=${cacheSeconds}` } : {};
  return respond(JSON.stringify(body), status, visit, { 'content-type': 'application/json', ...cached, ...headers });
}

function replayedReply({ replayed: { status, body, headers } }: Replayed, visit: Visit): Response {
  return respond(body === '' ? null : body, status, visit, { ...headers, 'idempotency-replayed': 'true' });
}

function rawReply({ raw, headers }: Raw, visit: Visit, reply: Declaration['reply'] | null): Response {
  const cached = reply?.cached ? { 'cache-control': `max-age=${cacheSeconds}` } : {};
  return respond(raw.body, raw.status, visit, { 'content-type': raw.contentType, ...cached, ...headers });
}

export function problemReply(refusal: Refusal, visit: Visit, headers: Readonly<Record<string, string>> = {}): Response {
  const problem = toProblem(refusal, visit.correlationId);
  const challenge = challengeOf(refusal.code);
  return respond(JSON.stringify(problem), problem.status, visit, {
    'content-type': 'application/problem+json',
    ...(challenge === null ? {} : { 'www-authenticate': challenge }),
    ...(problem.status === 429 ? { 'retry-after': String(visit.rate.retrySeconds) } : {}),
    ...(problem.status === 503 ? { 'retry-after': '1' } : {}),
    ...headers,
  });
}

export function respond(
  body: string | null,
  status: number,
  visit: Visit,
  headers: Readonly<Record<string, string>>,
): Response {
  const { correlationId, rate } = visit;
  return new Response(body, {
    status,
    headers: {
      ...everyReply,
      'x-correlation-id': correlationId,
      'x-ratelimit-limit': String(rate.limit),
      'x-ratelimit-remaining': String(rate.remaining),
      'x-ratelimit-reset': String(rate.resetSeconds),
      ...headers,
    },
  });
}
