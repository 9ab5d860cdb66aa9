import { importJWK, SignJWT } from 'jose';
import demoKeys from '../../contracts/catalogue/demo-keys.json' with { type: 'json' };
import type { Clock, NewId } from '../../src/ports.ts';

export type ClientId = keyof typeof demoKeys.private_keys;

export type Reply<T> = {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly text: string;
  /** `text` as JSON; null where it is none. */
  readonly body: T;
};

type Ask = {
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly text?: string;
  readonly contentType?: string;
  readonly version?: number;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A client of the gateway that has proven who it is. The reply's type is what the caller expects of it. */
export type Client = {
  readonly get: <T = unknown>(path: string, more?: Pick<Ask, 'headers'>) => Promise<Reply<T>>;
  readonly post: <T = unknown>(path: string, body: unknown, more?: Ask) => Promise<Reply<T>>;
  readonly put: <T = unknown>(path: string, body: unknown, more?: Ask) => Promise<Reply<T>>;
  readonly delete: <T = unknown>(path: string) => Promise<Reply<T>>;
  /** One message in the words of a system. */
  readonly say: (
    systemId: string,
    text: string,
    contentType: string,
    headers?: Ask['headers'],
  ) => Promise<Reply<unknown>>;
};

/** What went over the wire between a client and the gateway. */
export type Heard = {
  readonly client: ClientId;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly headers: string;
  readonly text: string;
};

export type ClientsPorts = {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** The gateway's public address: where it is called, and for whom assertions are made. */
  readonly address: string;
  readonly now: Clock;
  readonly newId: NewId;
  readonly heard?: (heard: Heard) => void;
};

const assertionSeconds = 60;
/** A token is taken for spent a little before it is. */
const tokenMarginMs = 10_000;

/** The clients of the demo network. Each gets its token at the token endpoint, with a signed assertion (RFC 7523), as in production. */
export function createClients(ports: ClientsPorts): (id: ClientId) => Client {
  const tokens = new Map<ClientId, { readonly token: string; readonly untilMs: number }>();

  const tokenOf = async (id: ClientId): Promise<string> => {
    const kept = tokens.get(id);
    const nowMs = Date.parse(ports.now());
    if (kept !== undefined && nowMs < kept.untilMs) return kept.token;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertionOf(id, ports),
    });
    const reply = await ports.fetch(new Request(`${ports.address}/oauth/token`, { method: 'POST', body: form }));
    if (reply.status !== 200) throw new Error(`${id} got no token: ${reply.status} ${await reply.text()}`);
    const { access_token, expires_in } = (await reply.json()) as { access_token: string; expires_in: number };
    tokens.set(id, { token: access_token, untilMs: nowMs + expires_in * 1000 - tokenMarginMs });
    return access_token;
  };

  const call = async <T>(id: ClientId, method: string, path: string, ask: Ask = {}): Promise<Reply<T>> => {
    const text = ask.text ?? (ask.body === undefined ? null : JSON.stringify(ask.body));
    const headers = new Headers({ ...ask.headers, authorization: `Bearer ${await tokenOf(id)}` });
    if (text !== null) headers.set('content-type', ask.contentType ?? 'application/json');
    if (ask.version !== undefined) headers.set('if-match', `"v${ask.version}"`);
    const key = ask.key ?? (needsKey(method, path) ? ports.newId() : undefined);
    if (key !== undefined) headers.set('idempotency-key', key);
    const url = `${ports.address}${path}`;
    const response = await ports.fetch(new Request(url, { method, headers, body: text }));
    const bytes = new Uint8Array(await response.arrayBuffer());
    const said = new TextDecoder().decode(bytes);
    const heard = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
    ports.heard?.({ client: id, method, url, status: response.status, headers: heard, text: said });
    return { status: response.status, headers: response.headers, bytes, text: said, body: jsonOf(response, said) as T };
  };

  return (id) => ({
    get: (path, more) => call(id, 'GET', path, more),
    post: (path, body, more) => call(id, 'POST', path, { ...more, body }),
    put: (path, body, more) => call(id, 'PUT', path, { ...more, body }),
    delete: (path) => call(id, 'DELETE', path),
    say: (systemId, text, contentType, headers = {}) =>
      call(id, 'POST', `/v1/inbound/${systemId}`, { text, contentType, headers }),
  });
}

const needsKey = (method: string, path: string) =>
  method === 'POST' && /^\/v1\/(referrals|consents|convocations|preliminary-analyses)$/.test(path);

const jsonOf = (response: Response, text: string): unknown =>
  /json/.test(response.headers.get('content-type') ?? '') && text !== '' ? JSON.parse(text) : null;

async function assertionOf(id: ClientId, { address, now, newId }: ClientsPorts): Promise<string> {
  const jwk = demoKeys.private_keys[id];
  const iat = Math.floor(Date.parse(now()) / 1000);
  return new SignJWT({
    iss: id,
    sub: id,
    aud: `${address}/oauth/token`,
    jti: newId(),
    iat,
    exp: iat + assertionSeconds,
  })
    .setProtectedHeader({ alg: jwk.alg, kid: jwk.kid })
    .sign(await importJWK(jwk, jwk.alg));
}
