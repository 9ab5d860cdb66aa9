import { Trust } from '../../contracts/canonical/trust.ts';
import { createPdnd, type VoucherFor } from '../../src/pdnd/index.ts';
import type { AskUrl, SendResult, VoucherAsk } from '../../src/ports.ts';

export const start = Date.parse('2026-11-20T09:00:00.000Z');
export const jwksUrl = 'https://interop.example.it/.well-known/jwks.json';
export const api = 'https://api.interop.example.it/v2';
export const ids = {
  producer: '5a1b7a52-6d0a-4d3c-9b9e-0f6a6f9a7b10',
  client: '6b1b7a52-6d0a-4d3c-9b9e-0f6a6f9a7b11',
  purpose: '7c1b7a52-6d0a-4d3c-9b9e-0f6a6f9a7b12',
  other: '8d1b7a52-6d0a-4d3c-9b9e-0f6a6f9a7b13',
} as const;

export const trustWith = (more: Record<string, unknown> = {}, apiMore: Record<string, unknown> | null = {}): Trust =>
  Trust.parse({
    issuer: 'interop.example.it',
    jwks_url: jwksUrl,
    audiences: ['https://gateway.example.it'],
    producer_id: ids.producer,
    eservices: [{ eservice_id: ids.producer, descriptor_ids: [ids.producer] }],
    ...(apiMore === null
      ? {}
      : {
          pdnd_api: {
            address: api,
            token_url: 'https://auth.interop.example.it/token.oauth2',
            assertion_audience: 'auth.interop.example.it/client-assertion',
            client_id: ids.client,
            key: { secret: 'PDND', kid: 'ours' },
            ...apiMore,
          },
        }),
    ...more,
  });

/** A public key that is none: sources look at its form, nobody verifies with it. */
export const rsa = (kid: string, more: Record<string, unknown> = {}) => ({
  kty: 'RSA',
  kid,
  use: 'sig',
  alg: 'RS256',
  n: 'A'.repeat(342),
  e: 'AQAB',
  ...more,
});

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): SendResult => ({
  answered: true,
  answer: { status, headers, body: JSON.stringify(body) },
  bytes: new Uint8Array(),
});
export const failed: SendResult = { answered: false, at: 'exchange', code: 'timeout' };

type Asked = { readonly url: string; readonly token: string | undefined };
type Answering = (asked: Asked) => SendResult | Promise<SendResult>;

/** Sources that answer as a test says, a store that two instances share, and a clock that only moves when told. */
export function createPdndStand() {
  let nowMs = start;
  let answering: Answering = () => failed;
  const asked: Asked[] = [];
  const rows = new Map<string, { value: string; expiresAt: string }>();
  const log: string[] = [];
  let storeIsUp = true;
  let shelfReads = 0;
  const askUrl: AskUrl = async ({ url, headers }) => {
    const one = { url, token: headers.authorization };
    asked.push(one);
    return answering(one);
  };
  const vouchers: { ask: VoucherAsk; refused: string | undefined }[] = [];
  let voucher: VoucherFor = async (_, refused) => ({
    ok: true,
    token: refused === undefined ? 'one' : 'two',
    expiresAtMs: nowMs + 600_000,
  });
  const up = () => {
    if (!storeIsUp) throw new Error('the store does not answer');
  };
  const store = {
    keep: async (key: string, value: string, expiresAt: string) => {
      up();
      rows.set(key, { value, expiresAt });
    },
    kept: async (key: string, now: string) => {
      shelfReads += 1;
      up();
      const row = rows.get(key);
      return row !== undefined && row.expiresAt > now ? row.value : null;
    },
  };
  return {
    asked,
    rows,
    log,
    vouchers,
    /** Another replica on the same store. */
    pdnd: () =>
      createPdnd({
        askUrl,
        store,
        now: () => new Date(nowMs).toISOString(),
        voucherOf: (ask, refused) => {
          vouchers.push({ ask, refused });
          return voucher(ask, refused);
        },
        log: (_, event, fields) => log.push(`${event} ${JSON.stringify(fields ?? {})}`),
      }),
    later: (ms: number) => {
      nowMs += ms;
    },
    nowMs: () => nowMs,
    shelfReads: () => shelfReads,
    answer: (next: Answering) => {
      answering = next;
    },
    vouch: (next: VoucherFor) => {
      voucher = next;
    },
    storeUp: (isUp: boolean) => {
      storeIsUp = isUp;
    },
    /** How often an address that contains the text was asked. */
    count: (text: string) => asked.filter(({ url }) => url.includes(text)).length,
  };
}
export type PdndStand = ReturnType<typeof createPdndStand>;

/** Answers by the end of the address's path. */
export const routes =
  (byPath: Readonly<Record<string, Answering | SendResult>>): Answering =>
  (asked) => {
    const path = asked.url.replace(/\?.*$/, '');
    const [, found] = Object.entries(byPath).find(([end]) => path.endsWith(end)) ?? [];
    if (found === undefined) return json({ title: 'Not Found' }, 404);
    return typeof found === 'function' ? found(asked) : found;
  };

/** An answer that comes when the test says so. */
export function held() {
  let give: (result: SendResult) => void = () => {};
  const result = new Promise<SendResult>((resolve) => {
    give = resolve;
  });
  return { result, give: (answer: SendResult) => give(answer) };
}
