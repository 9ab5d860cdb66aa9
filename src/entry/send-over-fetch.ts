import type { System } from '../../contracts/canonical/network.ts';
import type { AskUrl, CallLimits, SecretOf, Send, SendResult, WireRequest } from '../ports.ts';
import { targetOf } from '../proof/index.ts';
import { readReply } from './read-reply.ts';

type Failure = Exclude<SendResult, { answered: true }>;

export type OverFetch = {
  /** The runtime's own way to make a request. It never follows a redirect. */
  readonly fetch: (url: string, init: Request) => Promise<Reply>;
  /** What the runtime's error proves. Whatever it does not prove not to have left, may have been taken. */
  readonly failureOf: (error: unknown) => Failure;
  readonly secretOf: SecretOf;
  readonly version: string;
};

type Request = {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | null;
  readonly signal: AbortSignal;
};

/** What the two runtimes' replies have in common. Leaving the body before its end ends the connection. */
export type Reply = {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
  /** Without reading it. */
  readonly discard: () => Promise<void>;
};

const failure = (at: Failure['at'], code: string): Failure => ({ answered: false, at, code });

/** Sends requests to partner systems through a `fetch`, with the system's credentials, a deadline, and a bound on the reply. */
export function createSendOverFetch(ports: OverFetch): Send {
  const exchange = createExchange(ports);
  return async function send(request, system, limits) {
    const url = urlOf(request, system);
    if (typeof url !== 'string') return url;
    const authorization = credentialsOf(system, ports.secretOf);
    if (typeof authorization === 'object') return authorization;
    return exchange(url, request, authorization, limits);
  };
}

/** Asks addresses that are no partner systems, over the same wire and within the same bounds. */
export function createAskOverFetch(ports: OverFetch): AskUrl {
  const exchange = createExchange(ports);
  return (request, limits) => exchange(request.url, request, undefined, limits);
}

type Message = Pick<WireRequest, 'headers' | 'body'> & { readonly method: string };

function createExchange(ports: OverFetch) {
  return async (
    url: string,
    { method, headers: given, body }: Message,
    authorization: string | undefined,
    limits: CallLimits,
  ): Promise<SendResult> => {
    const headers = headersOf(given, authorization, ports.version);
    if (!areSound(headers)) return failure('address_refused', 'request-malformed');
    // Cleared as soon as the answer is in: a signal with a timer of its own would live on for the whole time allowed.
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), limits.timeoutMs);
    const { signal } = deadline;
    try {
      const reply = await ports.fetch(url, { method, headers, body, signal });
      if (reply.status >= 300 && reply.status < 400) {
        await reply.discard();
        return { ...failure('redirect', String(reply.status)), location: reply.headers.location };
      }
      const read = await readReply(reply, limits.replyBytesMax);
      if (read === null) return failure('oversize', 'reply-too-large');
      return {
        answered: true,
        answer: { status: reply.status, headers: reply.headers, body: read.text },
        bytes: read.bytes,
      };
    } catch (error) {
      const failed = ports.failureOf(error);
      return signal.aborted ? { ...failed, code: 'timeout' } : failed;
    } finally {
      clearTimeout(timer);
    }
  };
}

/** `path` appended to the system's address. It cannot lead out of it: the network document alone says where data goes. */
function urlOf({ path }: WireRequest, { address }: System): string | Failure {
  if (address === undefined) return failure('address_refused', 'address-missing');
  const base = address.replace(/\/+$/, '');
  const url = URL.parse(targetOf(address, path));
  const start = URL.parse(base);
  if (url === null || start === null) return failure('address_refused', 'address-malformed');
  if (url.username !== '' || url.password !== '') return failure('address_refused', 'address-holds-credentials');
  const folder = start.pathname.replace(/\/$/, '');
  const isInside = url.pathname === start.pathname || url.pathname.startsWith(`${folder}/`);
  return url.origin === start.origin && isInside ? url.href : failure('address_refused', 'path-leads-out');
}

/** The Authorization header, if any. A secret for `basic` is `user:password` (RFC 7617); for `bearer` the token (RFC 6750). */
function credentialsOf({ credentials }: System, secretOf: SecretOf): string | undefined | Failure {
  if (credentials === undefined || credentials.scheme === 'none') return undefined;
  const secret = credentials.secret === undefined ? undefined : secretOf(credentials.secret);
  if (secret === undefined) return failure('credentials', 'credentials-missing');
  if (credentials.scheme === 'bearer') return `Bearer ${secret}`;
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(secret)))}`;
}

/** Names in lower case, so that an adapter cannot add a second Authorization or User-Agent beside the gateway's. */
function headersOf(
  given: WireRequest['headers'],
  authorization: string | undefined,
  version: string,
): Record<string, string> {
  const lowered = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    ...Object.fromEntries(lowered),
    'user-agent': `raccordo/${version}`,
    'accept-encoding': 'identity',
    ...(authorization === undefined ? {} : { authorization }),
  };
}

/** Whether every name and value may stand in a header (RFC 9110 section 5): no line break, no NUL. */
function areSound(headers: Record<string, string>): boolean {
  try {
    return new Headers(headers) !== null;
  } catch {
    return false;
  }
}
