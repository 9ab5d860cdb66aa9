import type { Hono } from 'hono';
import { isUuid } from '../../contracts/canonical/ids.ts';
import type { IssueToken, PublicKeys } from '../auth/index.ts';
import type {
  Awaitable,
  Caller,
  Clock,
  Crypto,
  Gateway,
  Log,
  NetworkView,
  NewId,
  RecordCall,
  SignReply,
  Unproven,
  VerifyProofs,
} from '../ports.ts';
import type { Visit } from './exit.ts';
import { createInProgress } from './idempotency.ts';
import { createPlaces, type Places } from './places.ts';
import { createRateLimit, type Rate } from './rate-limit.ts';

export type HttpLimits = {
  readonly requestsPerMinuteMax: number;
  /** Requests worked on at a time. */
  readonly inFlightMax: number;
  /** Request bodies of clients still arriving at a time. */
  readonly bodiesArrivingMax: number;
  /** The same of all who have not proven who they are, and of each of their addresses. */
  readonly bodiesArrivingAnonymousMax: number;
  readonly bodiesArrivingPerPeerMax: number;
  readonly bodyBytesMax: number;
  readonly documentBytesMax: number;
};

export const defaultHttpLimits: HttpLimits = {
  requestsPerMinuteMax: 6000,
  inFlightMax: 512,
  bodiesArrivingMax: 512,
  bodiesArrivingAnonymousMax: 256,
  bodiesArrivingPerPeerMax: 64,
  bodyBytesMax: 262_144,
  documentBytesMax: 1_048_576,
};

/** A request as whoever sent it knows it: `url` is the public one, with its query. */
export type Asking = { readonly headers: Headers; readonly method: string; readonly url: string };

/** What the HTTP stage needs from outside. */
export type HttpPorts = {
  /** The address by which callers know the gateway, without a slash at the end. */
  readonly publicUrl: string;
  readonly gateway: Gateway;
  readonly authenticate: (request: Asking) => Promise<Caller | Unproven>;
  /** The network in force, as far as it is known: it answers also when the store does not. */
  readonly network: () => Promise<NetworkView | null>;
  readonly verifyProofs: VerifyProofs;
  readonly signReply: SignReply;
  readonly recordCall: RecordCall;
  /** Hexadecimal SHA-256 of the certificate of the caller's connection, verified by whom ends it; null: there is none, or nobody shows it. */
  readonly certificateOf: (request: Request, env: unknown) => Awaitable<string | null>;
  readonly issueToken: IssueToken;
  readonly publicKeys: PublicKeys;
  readonly now: Clock;
  readonly newId: NewId;
  readonly digest: Crypto['digest'];
  readonly log: Log;
  readonly limits: HttpLimits;
  /** The network address of a caller, for the rate of those who have not proven who they are. `env` is what the runtime passes. */
  readonly peerOf: (request: Request, env: unknown) => string;
};

/** The ports, and what the requests of one process share. */
export type Server = HttpPorts & {
  readonly app: Hono;
  readonly rateOf: (key: string) => Rate;
  readonly inProgress: ReturnType<typeof createInProgress>;
  readonly places: Places;
  /** How many calls of senders who proved nothing go into the ledger. */
  readonly unprovenRecords: (key: string) => Rate;
};

/** Of all senders together, whoever they are: so much of the ledger anybody can fill. */
const unprovenRecordsPerMinuteMax = 600;

export function createServer(ports: HttpPorts, app: Hono): Server {
  return {
    ...ports,
    app,
    rateOf: createRateLimit(ports.now, ports.limits.requestsPerMinuteMax),
    inProgress: createInProgress(ports.now),
    places: createPlaces(ports.limits),
    unprovenRecords: createRateLimit(ports.now, unprovenRecordsPerMinuteMax),
  };
}

/** Behind a proxy the address of a request is not the one that its sender wrote, and DPoP (RFC 9449 section 4.3) compares that one. */
export const askingOf = ({ publicUrl }: HttpPorts, { headers, method, url }: Request): Asking => ({
  headers,
  method,
  url: publicUrl + url.slice(url.indexOf('/', url.indexOf('//') + 2)),
});

/** The caller's correlation if it is a UUID, else a new one (contract: never refused for it). */
export function correlationOf(headers: Headers, newId: NewId): string {
  const given = headers.get('x-correlation-id');
  return isUuid(given) ? given.toLowerCase() : newId();
}

/** A visit of somebody who has not proven who they are. */
export const anonymousVisit = (server: Server, request: Request, env: unknown): Visit => ({
  correlationId: correlationOf(request.headers, server.newId),
  rate: server.rateOf(`peer ${server.peerOf(request, env)}`),
});

/** A visit of a client. Only what it sends itself counts against its rate. */
export const clientVisit = (server: Server, request: Request, { client_id }: Caller): Visit => ({
  correlationId: correlationOf(request.headers, server.newId),
  rate: server.rateOf(`client ${client_id}`),
});
