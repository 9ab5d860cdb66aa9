import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener, RequestError } from '@hono/node-server';
import { within } from '../modi/index.ts';
import type { NewId, Refusal } from '../ports.ts';
import { refuse, toProblem } from '../problem.ts';

const headerBytesMax = 16_384;
const headersMsMax = 10_000;
const requestMsMax = 10_000;
// Longer than the idle time of the usual proxies (60 s), so that it is never the gateway that closes under a request.
const idleMsMax = 65_000;
const connectionsMax = 10_000;
const idleEveryMs = 50;
/** For the replies to what came whole on a connection that then broke off, and for its peer to take the last word. */
const lastReplyMsMax = 20_000;
const farewellMsMax = 1_000;

export type HttpServer = {
  readonly port: number;
  /** Accepts nothing more, waits for requests under way, `stopMsMax` at most. */
  stop(stopMsMax: number): Promise<void>;
};

/** Serves HTTP/1.1 with a limit on everything that a peer could make long. What is not HTTP is told so as a problem, too. */
export async function serveHttp(
  handler: {
    readonly fetch: (request: Request, bindings: unknown) => Response | Promise<Response>;
    readonly newId: NewId;
  },
  address: { readonly host: string; readonly port: number },
): Promise<HttpServer | { readonly fault: string }> {
  const problem = (detail: string) => problemOf(refuse('request/invalid-parameter', { detail }));
  const problemOf = (refusal: Refusal) => JSON.stringify(toProblem(refusal, handler.newId()));
  const listener = getRequestListener(handler.fetch, {
    errorHandler: (error) => {
      const ours = !(error instanceof RequestError);
      const body = ours
        ? problemOf(refuse('gateway/failure'))
        : problem('The request target or the Host header is not valid.');
      return new Response(body, { status: ours ? 500 : 400, headers: { 'content-type': problemType } });
    },
  });
  const server = createServer(
    {
      maxHeaderSize: headerBytesMax,
      headersTimeout: headersMsMax,
      requestTimeout: requestMsMax,
      // Node looks for requests over their time every 30 s unless told otherwise.
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: idleMsMax,
    },
    listener,
  );
  server.maxConnections = connectionsMax;
  const replies = createReplies(server);
  const ending = new WeakSet<Duplex>();
  server.on('clientError', async ({ code = '' }: NodeJS.ErrnoException, socket: Duplex) => {
    if (code === 'ECONNRESET') socket.destroy();
    if (socket.destroyed || ending.has(socket)) return;
    ending.add(socket);
    // Whatever else the peer sends stays with it: nothing on this connection can be read any more.
    socket.pause();
    // What came whole before it keeps its reply, or its sender would take what was stored for refused.
    await within(replies.whole(socket), lastReplyMsMax, undefined);
    if (replies.isLatestTold(socket)) socket.end();
    else if (socket.writable)
      answerRaw(socket, problem(clientFaults[code] ?? 'The request is not HTTP/1.1 (RFC 9112).'));
    setTimeout(() => socket.destroy(), farewellMsMax).unref();
  });
  const fault = await new Promise<string | null>((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(`cannot listen there (${error.code ?? error.name})`),
    );
    server.listen(address.port, address.host, () => resolve(null));
  });
  if (fault !== null) return { fault };
  return { port: portOf(server, address.port), stop: (stopMsMax) => stop(server, stopMsMax) };
}

/** The replies of each connection that are still open. */
function createReplies(server: Server) {
  // Only the latest request can lack bytes, and replies leave in the order of their requests.
  const latest = new WeakMap<Duplex, { readonly reply: ServerResponse; readonly before: ServerResponse | null }>();
  const isOpen = (reply: ServerResponse) => !reply.writableFinished && !reply.destroyed;
  server.on('request', ({ socket }, reply) => {
    const before = latest.get(socket)?.reply;
    latest.set(socket, { reply, before: before !== undefined && isOpen(before) ? before : null });
  });
  return {
    /** Waits for those to all requests whose last byte came. */
    async whole(socket: Duplex): Promise<void> {
      const known = latest.get(socket);
      const last = known?.reply.req.complete ? known.reply : known?.before;
      if (last && isOpen(last)) await new Promise<void>((resolve) => last.once('close', resolve));
    },
    /** A request that broke off had its reply already, as one that is refused for its headers. */
    isLatestTold(socket: Duplex): boolean {
      const reply = latest.get(socket)?.reply;
      return reply !== undefined && !reply.req.complete && reply.headersSent;
    },
  };
}

const problemType = 'application/problem+json';

const clientFaults: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: `The headers are larger than ${headerBytesMax} bytes.`,
  ERR_HTTP_REQUEST_TIMEOUT: `The request did not arrive whole within ${requestMsMax} ms.`,
};

function answerRaw(socket: Duplex, body: string): void {
  const head = [
    'HTTP/1.1 400 Bad Request',
    `Content-Type: ${problemType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function portOf(server: Server, asked: number): number {
  const bound = server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : asked;
}

async function stop(server: Server, stopMsMax: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  // A connection that had a request under way is kept alive after it, and would hold the server open.
  const idle = setInterval(() => server.closeIdleConnections(), idleEveryMs);
  const deadline = setTimeout(() => server.closeAllConnections(), stopMsMax);
  await closed;
  clearInterval(idle);
  clearTimeout(deadline);
}
