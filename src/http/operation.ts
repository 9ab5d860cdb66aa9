import type { Context } from 'hono';
import type { z } from 'zod';
import { type Declaration, replyTypes } from '../../contracts/api/declaration.ts';
import type { ProblemCode } from '../../contracts/catalogue/problems.ts';
import type { Call, Caller, Later, Refusal, Visitor, WireMessage } from '../ports.ts';
import { refuse } from '../problem.ts';
import { accepts, preferred } from './accept.ts';
import { asDisclosed, attested } from './attest.ts';
import { type Look, type Result, refusalReply, replyTo, type Visit } from './exit.ts';
import { idempotencyOf } from './idempotency.ts';
import { logBroken, logServed, logThrown } from './log.ts';
import type { Place } from './places.ts';
import { type Checked, inputReader } from './read-input.ts';
import { anonymousVisit, askingOf, clientVisit, type Server } from './server.ts';
import { mayConcernTrust, noteCaller, noteVoucher, proverOf, startTrail, type Trail } from './trail.ts';

type BodyOf<D extends Declaration> = D extends {
  body: { kind: 'json' | 'json_or_form'; schema: infer S extends z.ZodType };
}
  ? z.output<S>
  : D extends { body: { kind: 'form' } }
    ? URLSearchParams
    : D extends { body: { kind: 'mail' } }
      ? Uint8Array
      : D extends { body: { kind: 'message' } }
        ? WireMessage
        : unknown;

/** What a handler gets: everything of the request that the declaration names, checked. */
export type Input<D extends Declaration> = {
  readonly params: D extends { params: infer P extends z.ZodType } ? z.output<P> : unknown;
  readonly query: D extends { query: infer Q extends z.ZodType } ? z.output<Q> : unknown;
  readonly body: BodyOf<D>;
  /** The version that If-Match names. */
  readonly version: number;
  /** How the caller wants to be answered, where the declaration says `later`. */
  readonly later: Later;
};

const isBasic = (headers: Headers): boolean => /^basic /i.test(headers.get('authorization') ?? '');

/** A public operation has no call: nobody has proven who is asking. */
export type Handle<D extends Declaration> = (
  call: D['scope'] extends null ? Visitor : Call,
  input: Input<D>,
) => Promise<Result>;

/** How the replies to one request look as pages; for an operation that declares `page`. */
export type LookOf<D extends Declaration> = (request: {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Headers;
}) => Look<D['reply'] extends { schema: infer S extends z.ZodType } ? z.output<S> : never>;

/**
 * The way of every request, on one screen: room, who, how often, may they ask, do their proofs hold, what do they ask, once only, the verb,
 * the reply, its signature and its record.
 * What the document publishes about an operation is what is enforced here: both come from its declaration.
 */
export function operation<D extends Declaration>(
  server: Server,
  declaration: D,
  handle: Handle<D>,
  looks?: LookOf<D>,
): void {
  const { method, path, scope, reply } = declaration;
  const read = inputReader(declaration, server.limits);
  const types = replyTypes(declaration);

  server.app.on(
    method.toUpperCase(),
    path.replaceAll(/\{(\w+)\}/g, ':$1'),
    async function serve(c: Context): Promise<Response> {
      const request = c.req.raw;
      const look = lookOf(c);
      const trail = startTrail(request, declaration.id);
      const place = server.places.enter();
      if (place === null && declaration.always !== true)
        return turnedAway(trail, anonymousVisit(server, request, c.env), look, 'gateway/overloaded');
      try {
        return await answer(c, place, look, trail);
      } catch (error) {
        const visit = anonymousVisit(server, request, c.env);
        logThrown(server.log, declaration.id, visit, error);
        return await turnedAway(trail, visit, look, 'gateway/failure');
      } finally {
        place?.leave();
      }
    },
  );

  async function turnedAway(trail: Trail, visit: Visit, look: Look | null, code: ProblemCode): Promise<Response> {
    trail.fault = code;
    const response = await attested(server, trail, visit, await refusalReply(refuse(code), visit, look));
    logServed(server.log, declaration.id, visit, response.status);
    return response;
  }

  /** Null: whoever asks is a program, or prefers to be answered like one. */
  function lookOf(c: Context): Look | null {
    if (looks === undefined || preferred(c.req.raw.headers.get('accept'), pageOrData) !== 'text/html') return null;
    const { method, path } = c.req;
    return looks({ method, path, params: c.req.param(), headers: c.req.raw.headers }) as Look;
  }

  async function answer(c: Context, place: Place | null, look: Look | null, trail: Trail): Promise<Response> {
    // To check a secret costs much, and must not tell a guesser anything once the rate is used up: it counts first.
    const guess = scope !== null && isBasic(c.req.raw.headers) ? anonymousVisit(server, c.req.raw, c.env) : null;
    if (guess?.rate.exceeded) return turnedAway(trail, guess, look, 'request/rate-limited');
    const caller = scope === null ? null : await whoAsks(c, trail);
    const visit =
      caller === null || 'refused' in caller
        ? { ...anonymousVisit(server, c.req.raw, c.env), vouchers: trail.network?.document.trust !== undefined }
        : clientVisit(server, c.req.raw, caller);
    if (scope === null && mayConcernTrust(trail)) await noteVoucher(server, trail, visit);
    const result = await work(c, place, caller, visit, trail);
    trail.fault = 'refused' in result && result.refused ? result.code : null;
    const broken = (pointers: readonly string[]) => {
      trail.fault = 'gateway/failure';
      logBroken(server.log, declaration.id, visit, pointers);
    };
    const told = asDisclosed(result, trail);
    const response = await attested(server, trail, visit, await replyTo(told, visit, reply, broken, look));
    logServed(server.log, declaration.id, visit, response.status);
    return response;
  }

  async function whoAsks(c: Context, trail: Trail): Promise<Caller | Refusal> {
    const caller = await server.authenticate(askingOf(server, c.req.raw));
    trail.asked = true;
    trail.network = await server.network();
    noteCaller(trail, caller);
    return caller;
  }

  async function work(
    c: Context,
    place: Place | null,
    caller: Caller | Refusal | null,
    visit: Visit,
    trail: Trail,
  ): Promise<Result> {
    const { correlationId, rate } = visit;
    if (rate.exceeded) return refuse('request/rate-limited');
    if (caller !== null && 'refused' in caller) return caller;
    if (caller !== null && scope !== null && !caller.scopes.includes(scope)) {
      return refuse('auth/scope-missing', { detail: `The operation needs the scope ${scope}.` });
    }
    const accept = c.req.raw.headers.get('accept');
    if (!accepts(accept, types)) return refuse('request/not-acceptable');
    const values: Readonly<Record<string, string>> = c.req.param();
    const speaksAs = declaration.id === 'receive_message' ? (values.system_id ?? null) : null;
    const arrive = () => read(c.req.raw, values, proverOf(server, trail, c.env, visit, speaksAs));
    const peer = caller === null ? server.peerOf(c.req.raw, c.env) : null;
    const input = declaration.body === undefined ? await arrive() : await place?.whileArriving(peer, arrive);
    if (input === undefined || input === 'full') return refuse('gateway/overloaded');
    if ('refused' in input) return input;
    if (caller === null) return run({ correlation_id: correlationId }, input);
    // With the acting user that the proofs name.
    const call: Call = { caller: trail.caller ?? caller, correlation_id: correlationId, received: input.bytes };
    return input.idempotencyKey === undefined ? run(call, input) : once(call, input.idempotencyKey, c, input);
  }

  /** The first request under a key runs; another one at the same time is told to wait; later ones find the remembered reply. */
  async function once(call: Call, key: string, c: Context, input: Checked): Promise<Result> {
    const { client_id } = call.caller;
    const leave = server.inProgress(client_id, key);
    if (leave === null) return refuse('request/idempotency-in-progress');
    try {
      const { method, path } = c.req;
      const { bytes: body = new Uint8Array(), later } = input;
      const request = { key, method, path, body, later, purposeId: call.caller.voucher?.purpose_id ?? null };
      return await run({ ...call, idempotency: await idempotencyOf(request, server.digest) }, input);
    } finally {
      leave();
    }
  }

  /** The checks above follow the declaration, and so do the types of the handler: the compiler cannot see that they agree. */
  const run = (call: Call | Visitor, input: Checked): Promise<Result> =>
    (handle as (call: Call | Visitor, input: unknown) => Promise<Result>)(call, input);
}

const pageOrData = ['text/html', 'application/json', 'application/problem+json'];
