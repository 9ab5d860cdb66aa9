import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { System } from '../../contracts/canonical/network.ts';
import { createSigningKeyOf } from '../../src/modi/index.ts';
import type {
  AskUrl,
  FoundKey,
  NetworkView,
  Send,
  SendFor,
  SendResult,
  VoucherAsk,
  WireRequest,
} from '../../src/ports.ts';
import { createProvenSend, createVouchers } from '../../src/proof/index.ts';
import { createClock } from '../world/clock.ts';

export const start = '2026-11-20T09:00:00.000Z';
export const startSeconds = Date.parse(start) / 1000;
export const clientId = '2f1b7c9a-6a53-4a0e-9d38-0d7f1f6f3a01';
export const purposeId = '7d2c5a10-3b44-4f7e-8a53-6a6f1c2d3e02';
export const tokenUrl = 'https://auth.interop.example/token.oauth2';
export const assertionAudience = 'auth.interop.example/client-assertion';
export const kid = 'K'.repeat(43);
export const audience = 'https://sil.example.it/servizi';
export const limits = { timeoutMs: 10_000, replyBytesMax: 100_000 };

export const on: SendFor = {
  delivery_id: 'delivery-1',
  correlation_id: 'correlation-1',
  acting_user: 'operatore-7',
  client: 'comune-app',
  step: 0,
  effect: true,
  earlier: 'none',
};
export const post: WireRequest = {
  method: 'POST',
  path: '/referrals?fast=1',
  headers: { 'Content-Type': 'application/json', 'X-Correlation-ID': 'correlation-1' },
  body: '{"città":1}',
};
export const get: WireRequest = { ...post, method: 'GET', headers: { Accept: 'application/json' }, body: null };

export type Keys = {
  /** The deployment's secrets: RSA, EC. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly ours: JWK;
  readonly partner: { readonly key: CryptoKey; readonly jwk: JWK };
  readonly stranger: { readonly key: CryptoKey; readonly jwk: JWK };
};

export async function makeKeys(): Promise<Keys> {
  const pair = async (alg: 'RS256' | 'ES256') => {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    return { key: privateKey, jwk: await exportJWK(publicKey), secret: JSON.stringify(await exportJWK(privateKey)) };
  };
  const [rsa, ec, partner, stranger] = await Promise.all([pair('RS256'), pair('ES256'), pair('RS256'), pair('RS256')]);
  return { secrets: { OUR_KEY: rsa.secret, EC_KEY: ec.secret }, ours: rsa.jwk, partner, stranger };
}

export const answered = (status: number, body = '', headers: Record<string, string> = {}): SendResult => ({
  answered: true,
  answer: { status, headers, body },
  bytes: new TextEncoder().encode(body),
});
export const granted = (token: string, more: object = {}): SendResult =>
  answered(200, JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 600, ...more }));

export const ask: VoucherAsk = {
  tokenUrl,
  assertionAudience,
  clientId,
  purposeId,
  key: { secret: 'OUR_KEY', kid },
  evidenceDigest: null,
  dpop: false,
};

export const voucher = {
  token_url: tokenUrl,
  assertion_audience: assertionAudience,
  client_id: clientId,
  purpose_id: purposeId,
};
export const evidence = { pattern: 'audit_02', user_location: 'sportello-3', loa: 'LOA3' } as const;

export const systemWith = (modi: object | undefined, more: object = {}): System =>
  System.parse({
    id: 'cpi-sil',
    organization: 'cpi-borgoverde',
    adapter: 'labour-sap',
    address: 'https://sil.example.it/servizi/',
    ...(modi === undefined ? {} : { modi: { audience, key: ask.key, ...modi } }),
    ...more,
  });

type Asked = Parameters<AskUrl>[0] & { readonly form: Readonly<Record<string, string>> };
type Sent = { readonly request: WireRequest; readonly system: System; readonly limits: typeof limits };

/** Vouchers and proven sending with a clock that stands still, counted ids, and an authorization server and a partner of the test's own. */
export function createStand(
  keys: Keys,
  given: {
    readonly token?: (nth: number, asked: Asked) => SendResult | Promise<SendResult>;
    readonly partner?: (nth: number, sent: Sent) => SendResult | Promise<SendResult>;
    readonly publishedKey?: FoundKey;
    readonly keyAt?: FoundKey;
    readonly trust?: object;
  } = {},
) {
  const clock = createClock(start);
  const asked: Asked[] = [];
  const sent: Sent[] = [];
  const logged: string[] = [];
  const keysAsked: unknown[][] = [];
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `id-${ids}`;
  };
  const answering = { token: given.token ?? ((nth: number) => granted(`v${nth}`)), partner: given.partner };
  const askUrl: AskUrl = async (request) => {
    const one = { ...request, form: Object.fromEntries(new URLSearchParams(request.body ?? '')) };
    asked.push(one);
    return answering.token(asked.length, one);
  };
  const send: Send = async (request, system, within) => {
    sent.push({ request, system, limits: within });
    return answering.partner?.(sent.length, { request, system, limits: within }) ?? answered(200, 'ok');
  };
  const signingKeyOf = createSigningKeyOf((name) => keys.secrets[name]);
  const log = (...line: unknown[]) => void logged.push(JSON.stringify(line));
  const keyFrom =
    (found: FoundKey | undefined) =>
    async (...by: unknown[]) => {
      keysAsked.push(by);
      return found ?? ({ found: 'unavailable' } as const);
    };
  const vouchers = createVouchers({ askUrl, signingKeyOf, now: clock.now, newId, log });
  const network = () => ({ document: { trust: given.trust } }) as unknown as NetworkView;
  const provenSend = createProvenSend({
    send,
    vouchers,
    signingKeyOf,
    publishedKeyOf: keyFrom(given.publishedKey),
    keyAt: keyFrom(given.keyAt),
    network,
    now: clock.now,
    newId,
  });
  return { clock, asked, sent, logged, keysAsked, answering, vouchers, provenSend };
}

/** A compact JWS of anybody's own making. */
export const forge = (claims: object, header: Record<string, unknown>, key: CryptoKey | Uint8Array): Promise<string> =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', ...header }).sign(key);

/** What has been promised and not begun: lets every promise that can go on do so, without a clock. */
export async function settle(until: () => boolean, turnsMax = 500): Promise<void> {
  for (let turn = 0; turn < turnsMax && !until(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}

/** A promise that a test keeps when it wants. */
export function held<T>() {
  let keep: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    keep = resolve;
  });
  return { promise, keep };
}
