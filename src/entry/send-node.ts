import pRetry from 'p-retry';
import { Agent, type Dispatcher, request } from 'undici';
import type { AskUrl, SecretOf, Send } from '../ports.ts';
import { createAskOverFetch, createSendOverFetch, type OverFetch, type Reply } from './send-over-fetch.ts';

type Request = Parameters<OverFetch['fetch']>[1];

export type NodeSender = {
  readonly send: Send;
  readonly askUrl: AskUrl;
  /** Waits for requests under way, then closes every connection. */
  close(): Promise<void>;
};

export type NodeSenderOptions = {
  readonly secretOf: SecretOf;
  readonly version: string;
  readonly connectTimeoutMs?: number;
  /** Before the second and last attempt at a connection. */
  readonly connectAgainMs?: number;
  /** How long an idle connection is kept, unless the partner says less. */
  readonly idleMs?: number;
};

/** No byte of the request left. The message is the system's code for why. */
class NotSent extends Error {
  override readonly name = 'NotSent';
}

/** Sends over undici: its `request`, which costs half of its `fetch` and never follows a redirect, with an `Agent` of its own. */
export function createNodeSender(options: NodeSenderOptions): NodeSender {
  const { connectTimeoutMs = 5_000, connectAgainMs = 100, idleMs = 4_000 } = options;
  const agent = new Agent({
    connect: {
      timeout: connectTimeoutMs,
      minVersion: 'TLSv1.2',
      // Written out, so that no environment variable turns it off. A private authority is added with NODE_EXTRA_CA_CERTS.
      rejectUnauthorized: true,
    },
    allowH2: false,
    pipelining: 1,
    keepAliveTimeout: idleMs,
    keepAliveMaxTimeout: 60_000,
    // The deadline of each request covers both.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const wire: OverFetch = {
    fetch: (url, init) => connectAgain(() => watchedRequest(url, init, agent), connectAgainMs),
    failureOf: (error) =>
      error instanceof NotSent
        ? { answered: false, at: 'connect', code: error.message }
        : { answered: false, at: 'exchange', code: codeOf(error) },
    secretOf: options.secretOf,
    version: options.version,
  };
  return { send: createSendOverFetch(wire), askUrl: createAskOverFetch(wire), close: () => agent.close() };
}

/** Once more where nobody listened: a partner that restarts is back in a moment. Anything else waits for its turn. */
const connectAgain = (attempt: () => Promise<Reply>, afterMs: number): Promise<Reply> =>
  pRetry(attempt, {
    retries: 1,
    factor: 1,
    minTimeout: afterMs,
    maxTimeout: afterMs,
    maxRetryTime: Number.POSITIVE_INFINITY,
    randomize: false,
    unref: false,
    // The request has its own; with this one the error would say that time was up, and no longer that nothing was sent.
    signal: undefined,
    onFailedAttempt: () => {},
    shouldConsumeRetry: () => true,
    shouldRetry: ({ error }) => error instanceof NotSent && error.message === 'ECONNREFUSED',
  });

/** `request`, which throws `NotSent` as long as undici had not begun to write the request: no error code tells that reliably. */
async function watchedRequest(url: string, { method, headers, body, signal }: Request, agent: Agent): Promise<Reply> {
  let started = false;
  const dispatcher = agent.compose(
    (dispatch) => (request, handler) =>
      dispatch(
        request,
        watched(handler, () => {
          started = true;
        }),
      ),
  );
  try {
    return replyOf(await request(url, { method: method as Dispatcher.HttpMethod, headers, body, signal, dispatcher }));
  } catch (error) {
    throw started ? error : new NotSent(codeOf(error), { cause: error });
  }
}

const replyOf = ({ statusCode, headers, body }: Dispatcher.ResponseData): Reply => ({
  status: statusCode,
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')])),
  body,
  discard: async () => {
    // Given up on purpose: that it then reports an error is no news.
    body.on('error', () => {}).destroy();
  },
});

/** undici calls `onRequestStart` on a connection that stands, immediately before the first byte. */
const watched = (handler: Dispatcher.DispatchHandler, onStart: () => void): Dispatcher.DispatchHandler => ({
  onRequestStart: (...of) => {
    onStart();
    handler.onRequestStart?.(...of);
  },
  onRequestUpgrade: (...of) => handler.onRequestUpgrade?.(...of),
  onResponseStarted: () => handler.onResponseStarted?.(),
  onResponseStart: (...of) => handler.onResponseStart?.(...of),
  onResponseData: (...of) => handler.onResponseData?.(...of),
  onResponseEnd: (...of) => handler.onResponseEnd?.(...of),
  onResponseError: (...of) => handler.onResponseError?.(...of),
});

/** The system's code for an error, which names no address. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'failed';
}
