import { createHash } from 'node:crypto';
import { scopes } from '../../contracts/canonical/network.ts';
import { createApp, defaultHttpLimits, type HttpLimits, type HttpPorts } from '../../src/http/index.ts';
import type { Call, Caller, Log, Outcome } from '../../src/ports.ts';
import { fakeGateway } from './fake-gateway.ts';

export const noon = '2026-11-20T12:00:00.000Z';
export const aReferral = '019aa3c0-7d52-7a10-8f00-000000000006';

export const comune: Caller = {
  client_id: 'comune-client',
  organization: 'comune-borgoverde',
  organization_kind: 'comune',
  scopes,
  system: null,
  acting_user: null,
  voucher: null,
};

export type FakeOptions = {
  readonly verbs?: Readonly<Record<string, (call: Call, input: unknown) => Promise<Outcome<unknown>>>>;
  readonly caller?: Caller;
  readonly limits?: Partial<HttpLimits>;
  /** In place of those of a gateway that knows no vouchers. */
  readonly ports?: Partial<HttpPorts>;
};

/** The HTTP stage alone, on a gateway that answers with examples. Credentials: `Bearer good`; everything else is refused. */
export function fakeApp({ verbs = {}, caller = comune, limits = {}, ports = {} }: FakeOptions = {}) {
  const { gateway, asked } = fakeGateway(verbs);
  const lines: { level: string; event: string; fields: Parameters<Log>[2] }[] = [];
  const clock = { now: noon };
  let ids = 0;
  const app = createApp({
    publicUrl: 'https://gateway.example.it',
    gateway,
    authenticate: async ({ headers }) => {
      const shown = headers.get('authorization');
      if (shown === null) return { refused: true, code: 'auth/credentials-missing' };
      return shown === 'Bearer good' ? caller : { refused: true, code: 'auth/token-invalid' };
    },
    network: async () => null,
    verifyProofs: async ({ caller }) => caller,
    signReply: async () => ({}),
    recordCall: async () => null,
    certificateOf: () => null,
    issueToken: async (form) =>
      form.get('grant_type') === 'client_credentials'
        ? { access_token: 'a.b.c', token_type: 'Bearer', expires_in: 600, scope: 'referrals:read' }
        : { refused: true, code: 'auth/request-invalid', detail: 'grant_type must be client_credentials.' },
    publicKeys: () => ({ keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'k1', alg: 'ES256', use: 'sig' }] }),
    now: () => clock.now,
    newId: () => {
      ids += 1;
      return `019aa3c0-0000-7000-8000-${String(ids).padStart(12, '0')}`;
    },
    digest: (data) => createHash('sha256').update(data).digest(),
    log: (level, event, fields) => lines.push({ level, event, fields }),
    limits: { ...defaultHttpLimits, ...limits },
    peerOf: (request) => request.headers.get('x-peer') ?? '192.0.2.1',
    ...ports,
  });
  const send = async (
    method: string,
    path: string,
    { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
  ) => {
    const content =
      body === undefined
        ? {}
        : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const reply = await app.request(path, {
      method,
      headers: { authorization: 'Bearer good', ...type, ...headers },
      ...content,
    });
    const text = await reply.text();
    return {
      status: reply.status,
      headers: reply.headers,
      text,
      json: text !== '' && reply.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined,
    };
  };
  return { app, send, asked, lines, clock };
}
