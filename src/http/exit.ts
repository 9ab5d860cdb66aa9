import type { Declaration } from '../../contracts/api/declaration.ts';
import { type ProblemCode, problems } from '../../contracts/catalogue/problems.ts';
import { challengeOf } from '../auth/index.ts';
import type { Answer, Outcome, Refusal, Replayed, WireReply } from '../ports.ts';
import { refuse, toProblem } from '../problem.ts';
import type { Rate } from './rate-limit.ts';

/** A reply that is not JSON of ours: a partner's words, a page, a document kept as text or bytes. */
export type Raw = {
  readonly raw: Omit<WireReply, 'body'> & { readonly body: string | Uint8Array<ArrayBuffer> };
  readonly headers?: Readonly<Record<string, string>>;
};
/** A refusal, and what was typed into the form that it refuses: it goes back into that form, and nowhere else. */
export type Rejection = Refusal & { readonly typed?: Readonly<Record<string, string>> | undefined };
export type Result = Outcome<unknown> | Rejection | Raw;

/** A page, with the policy (CSP level 3) under which it is shown. */
export type Page = { readonly html: string; readonly language: string; readonly policy: string };
/** How what leaves looks to whom prefers a page. `reply` is absent where the reply is no JSON. */
export type Look<Body = unknown> = {
  readonly reply?: (body: Body) => Promise<Page>;
  readonly refusal: (rejection: Rejection, visit: Visit) => Promise<Page>;
};

export type Visit = {
  readonly correlationId: string;
  readonly rate: Rate;
  /** Vouchers count here, so that who shows nothing is told of them. */
  readonly vouchers?: boolean;
};

/** Said by every reply. Nothing is stored on the way or found by a search, nothing is guessed, and no page shows a reply as its own. */
const everyReply = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};
const cacheSeconds = 300;

/**
 * The one way out: every result of every operation becomes a reply here. A reply that breaks its schema is a failure of the
 * gateway and does not leave; `broken` is told which places broke it.
 */
export async function replyTo(
  result: Result,
  visit: Visit,
  reply: Declaration['reply'] | null,
  broken: (pointers: readonly string[]) => void,
  look: Look | null = null,
): Promise<Response> {
  if ('replayed' in result) return replayedReply(result, visit);
  if ('raw' in result) return rawReply(result, visit, reply);
  if (result.refused) return refusalReply(result, visit, look);
  if (reply?.schema && result.body !== null) {
    const parsed = reply.schema.safeParse(result.body);
    if (!parsed.success) {
      broken(parsed.error.issues.map(({ path }) => `/${path.join('/')}`));
      return refusalReply(refuse('gateway/failure'), visit, look);
    }
  }
  if (look?.reply !== undefined && result.body !== null) {
    return pageReply(await look.reply(result.body), result.status, visit, result.headers);
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

/** A refusal as a page to whom prefers one, else as a problem. */
export async function refusalReply(rejection: Rejection, visit: Visit, look: Look | null): Promise<Response> {
  if (look === null) return problemReply(rejection, visit);
  const page = await look.refusal(rejection, visit);
  return pageReply(page, problems[rejection.code].status, visit, adviceOf(rejection.code, visit));
}

export function problemReply(refusal: Refusal, visit: Visit, headers: Readonly<Record<string, string>> = {}): Response {
  const problem = toProblem(refusal, visit.correlationId);
  return respond(JSON.stringify(problem), problem.status, visit, {
    'content-type': 'application/problem+json',
    ...adviceOf(refusal.code, visit),
    ...headers,
  });
}

/** What the headers of a refusal advise. */
function adviceOf(code: ProblemCode, { rate, vouchers = false }: Visit): Readonly<Record<string, string>> {
  const { status } = problems[code];
  const challenge = challengeOf(code, vouchers);
  return {
    ...(challenge === null ? {} : { 'www-authenticate': challenge }),
    ...(status === 429 ? { 'retry-after': String(rate.retrySeconds) } : {}),
    ...(status === 503 ? { 'retry-after': '1' } : {}),
  };
}

function pageReply(page: Page, status: number, visit: Visit, headers: Readonly<Record<string, string>>): Response {
  return respond(page.html, status, visit, {
    ...headers,
    'content-type': 'text/html; charset=utf-8',
    'content-language': page.language,
    'content-security-policy': page.policy,
    vary: 'Accept, Accept-Language',
  });
}

export function respond(
  body: string | Uint8Array<ArrayBuffer> | null,
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
