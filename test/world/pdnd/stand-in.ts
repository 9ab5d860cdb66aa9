import { Hono } from 'hono';
import { calculateJwkThumbprint, createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { type AssertionForm, dpopReasonOf, type Reason, reasonsOf } from '../../../src/pdnd/index.ts';
import { createFront } from './front.ts';
import { createKeyPair, type KeyPair } from './key-pair.ts';
import { createRegistry, type Purpose, type State } from './registry.ts';
import { createIssuer } from './vouchers.ts';

export type PdndStandIn = Awaited<ReturnType<typeof createPdndStandIn>>;

const rate = { requests: 100, intervalMs: 1000 };
const rateHeaders = (remaining: number) => ({
  'x-rate-limit-limit': String(rate.requests),
  'x-rate-limit-interval': String(rate.intervalMs),
  'x-rate-limit-remaining': String(remaining),
});

/** What PDND answers when it does not answer what was asked: a problem with a code of its own, and nothing about why. */
const problem = (status: number, title: string, code: string, detail: string, headers = {}) =>
  new Response(
    JSON.stringify({ type: 'about:blank', title, status, correlationId: 'stand-in', errors: [{ code, detail }] }),
    { status, headers: { 'content-type': 'application/problem+json', ...headers } },
  );
const refusedToken = () =>
  problem(
    400,
    'The request contains bad syntax or cannot be fulfilled',
    '015-0008',
    'Unable to generate a token for the given request',
    rateHeaders(rate.requests - 1),
  );
const notFound = (code: string) => problem(404, 'The requested resource was not found', code, 'Resource not found');

/**
 * A stand-in for PDND: token endpoint with its strictness, keys, purposes, events. It waits for nothing, its time is the world's, and it
 * tells the test (never the caller) why it refused.
 */
export async function createPdndStandIn(ports: {
  readonly now: () => string;
  readonly newId: () => string;
  /** Where it is reached, without a slash at the end. */
  readonly address: string;
  readonly issuer?: string;
  readonly assertionAudience?: string;
  readonly voucherSeconds?: number;
  /** With which it signs at first; absent: a new one, which takes a moment to make. */
  readonly key?: KeyPair;
}) {
  const { now, newId, address, issuer = 'interop.pagopa.it' } = ports;
  const assertionAudience = ports.assertionAudience ?? 'auth.interop.pagopa.it/client-assertion';
  const nowSeconds = () => Math.floor(Date.parse(now()) / 1000);
  const registry = createRegistry(now);
  const apiAudience = `api.${issuer}`;
  const lifeSeconds = ports.voucherSeconds ?? 600;
  const vouchers = createIssuer({
    ...{ registry, nowSeconds, newId, issuer, apiAudience, lifeSeconds },
    key: ports.key ?? (await createKeyPair()),
  });
  const front = createFront();
  const refused: (readonly string[])[] = [];
  const proofs = new Set<string>();
  const tokenUrl = `${address}/token.oauth2`;

  const app = new Hono();
  app.get('/.well-known/jwks.json', () => Response.json(vouchers.jwks()));
  app.post('/token.oauth2', async (c) => {
    const form = new URLSearchParams(new TextDecoder().decode(await c.req.arrayBuffer()));
    const reasons = await reasonsFor(readForm(form));
    if (reasons.length > 0) {
      refused.push(reasons.map(({ code }) => code));
      return refusedToken();
    }
    const proof = c.req.header('dpop');
    const unproven =
      proof === undefined
        ? null
        : await dpopReasonOf(proof, { now: nowSeconds(), tokenUrl, isUsed: (jti) => proofs.has(jti) });
    if (unproven !== null) {
      refused.push([unproven.code]);
      return refusedToken();
    }
    return Response.json(await tokenReply(form, proof), { headers: rateHeaders(rate.requests - 1) });
  });
  for (const version of ['/v1', '/v2']) {
    const route = (path: string, on: (param: (name: string) => string) => Response) =>
      app.get(version + path, async (c) => {
        const isMember = await knows(c.req.header('authorization') ?? '');
        return isMember
          ? on((name) => c.req.param(name) ?? c.req.query(name) ?? '')
          : problem(401, 'Unauthorized', '013-9991', 'Invalid token');
      });
    route('/keys/:kid', (param) => {
      const key = registry.key(param('kid'));
      if (key === undefined) return notFound('013-0010');
      return Response.json(version === '/v1' ? key.jwk : { key: key.jwk, clientId: key.clientId });
    });
    route('/producerKeys/:kid', (param) => {
      const key = registry.producerKey(param('kid'));
      return key === undefined
        ? notFound('013-0010')
        : Response.json({ jwk: key.jwk, producerKeychainId: key.keychainId });
    });
    route('/purposes/:id', (param) => {
      const purpose = registry.purpose(param('id'));
      return purpose === undefined ? notFound('013-0009') : Response.json(shownPurpose(purpose, version === '/v1'));
    });
    const eventsOf = (type: string | null) =>
      route(type === null ? '/events' : `/${type}`, (param) => Response.json(eventPage(type, param)));
    for (const type of [null, 'events/keys', 'events/eservices', 'events/purposes', 'purposeEvents', 'keyEvents'])
      eventsOf(type);
  }

  async function reasonsFor(form: AssertionForm): Promise<readonly Reason[]> {
    const claims = peek(form.client_assertion ?? '');
    const clientId = form.client_id ?? String(claims.sub);
    const client = registry.client(clientId);
    const purpose = registry.purpose(String(claims.purposeId));
    const eservice = purpose && registry.eservice(purpose.eserviceId);
    const isOurs = purpose?.clientIds.includes(clientId) ?? false;
    const exchange = claims.scope === undefined ? undefined : eservice?.asynchronous;
    return reasonsOf(form, {
      now: nowSeconds(),
      client: { kind: client?.kind ?? 'consumer' },
      keys: registry.keysOf(clientId),
      platform: {
        audiences: [assertionAudience],
        purpose: isOurs ? stateOf(purpose?.state) : 'inactive',
        agreement: stateOf(purpose?.agreement),
        eservice: stateOf(eservice?.state),
        ...(claims.scope === undefined
          ? {}
          : { exchange: { allowed: exchange !== undefined, entitiesMax: exchange?.entitiesMax ?? null } }),
      },
    });
  }

  async function tokenReply(form: URLSearchParams, proof: string | undefined) {
    const claims = peek(form.get('client_assertion') ?? '');
    const jwk = proof === undefined ? undefined : decodeProtectedHeader(proof).jwk;
    if (proof !== undefined) proofs.add(String(peek(proof).jti));
    const access_token = await vouchers.issue({
      clientId: String(claims.sub),
      purposeId: typeof claims.purposeId === 'string' ? claims.purposeId : null,
      digest: claims.digest,
      jkt: jwk && (await calculateJwkThumbprint(jwk)),
    });
    return { access_token, token_type: proof === undefined ? 'Bearer' : 'DPoP', expires_in: lifeSeconds };
  }

  /** Whether a voucher of ours, of a client of the API, came along. */
  async function knows(authorization: string): Promise<boolean> {
    const token = /^Bearer (\S+)$/.exec(authorization)?.[1] ?? '';
    try {
      const { payload } = await jwtVerify(token, createLocalJWKSet(vouchers.jwks()), {
        issuer,
        audience: apiAudience,
        currentDate: new Date(now()),
        algorithms: ['RS256'],
      });
      return registry.client(String(payload.sub))?.kind === 'api';
    } catch {
      return false;
    }
  }

  /** Events after `lastEventId`, as both versions of the API give them. */
  function eventPage(type: string | null, param: (name: string) => string) {
    const after = Number(param('lastEventId') || 0);
    const limit = Number(param('limit') || 100);
    const kinds: Readonly<Record<string, string>> = {
      'events/keys': 'KEY',
      keyEvents: 'KEY',
      'events/eservices': 'ESERVICE',
      'events/purposes': 'PURPOSE',
      purposeEvents: 'PURPOSE',
    };
    const wanted = type === null ? undefined : kinds[type];
    const events = registry.events
      .filter(({ id, objectType }) => id > after && (wanted === undefined || objectType === wanted))
      .slice(0, limit)
      .map(({ id, at, eventType, objectType, objectId }) => ({
        id: String(id),
        eventId: id,
        eventTimestamp: at,
        eventType,
        objectType,
        objectId,
        ...objectId,
      }));
    return { lastEventId: events.at(-1)?.eventId ?? after, events };
  }

  return {
    fetch: (request: Request): Promise<Response> => front.pass(request, () => app.fetch(request)),
    issuer,
    assertionAudience,
    tokenUrl,
    jwksUrl: `${address}/.well-known/jwks.json`,
    apiAddress: `${address}/v2`,
    registry,
    vouchers,
    /** Received requests, holding them, other answers. */
    front,
    /** Why token requests were refused, the latest last: the numbers of PDND's reasons, or the code of a DPoP check. */
    refused: refused as readonly (readonly string[])[],
    /** The next `times` token requests are too many. `resetMs` is in milliseconds, as PDND writes it. */
    tooMany: (times: number, resetMs = rate.intervalMs): void =>
      front.instead(
        '/token.oauth2',
        () =>
          problem(429, 'Too Many Requests', '015-0007', 'Rate limit exceeded', {
            ...rateHeaders(0),
            'x-rate-limit-interval': String(resetMs),
          }),
        times,
      ),
  };
}

const stateOf = (state: State | undefined) => (state === 'ACTIVE' ? 'active' : 'inactive');

const shownPurpose = ({ id, consumerId, eserviceId, state, clientIds }: Purpose, first: boolean) =>
  first
    ? { id, eservice: { id: eserviceId, version: '1' }, state, throughput: 1000 }
    : { id, consumerId, eserviceId, clientIds, state, currentVersion: { state, dailyCalls: 1000 }, title: 'Purpose' };

const readForm = (form: URLSearchParams): AssertionForm => ({
  client_id: form.get('client_id'),
  client_assertion: form.get('client_assertion'),
  client_assertion_type: form.get('client_assertion_type'),
  grant_type: form.get('grant_type'),
});

/** The claims of a token that nobody verified; none where it is no token. */
function peek(token: string): Readonly<Record<string, unknown>> {
  try {
    return { ...decodeJwt(token) };
  } catch {
    return {};
  }
}
