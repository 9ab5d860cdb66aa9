import type { Clock, NewId } from '../../src/ports.ts';
import type { KeyPair } from './pdnd/key-pair.ts';
import * as modi from './pdnd/modi-tokens.ts';
import type { VoucherFor } from './pdnd/vouchers.ts';
import { pdndDefaults, pdndIds } from './pdnd-network.ts';

type Parts = Readonly<Record<string, unknown>>;

/** One call of a body on PDND. Everything that is left out is as it should be. */
export type PdndAsk = {
  readonly method?: string;
  readonly path?: string;
  readonly body?: object | null;
  readonly purposeId?: string;
  /** With which evidence and signature are made, in place of the one that is published. */
  readonly key?: KeyPair;
  readonly dpop?: boolean;
  /** Whether tracking evidence goes along, to which the voucher is bound. */
  readonly evidence?: boolean;
  /** Whether the body is signed. */
  readonly signature?: boolean;
  /** In place of a voucher of its own. */
  readonly voucher?: string;
  /** In place of what is sound, in each token. */
  readonly spoil?: {
    readonly voucher?: modi.Spoiled;
    readonly evidence?: modi.Spoiled;
    readonly signature?: modi.Spoiled;
    readonly dpop?: modi.Spoiled;
  };
  /** The last word on the headers; null: left out. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** What arrives in place of the body that was signed. */
  readonly altered?: string;
};

/** Requests of a body that calls over PDND, made with nothing of the gateway's own. */
export function createPdndCaller(ports: {
  readonly key: KeyPair;
  readonly dpopKey: KeyPair;
  readonly issue: (ask: VoucherFor) => Promise<string>;
  readonly now: Clock;
  readonly newId: NewId;
  readonly address: string;
}) {
  const { key, dpopKey, issue, now, newId, address } = ports;
  const life = () => ({ nowSeconds: Math.floor(Date.parse(now()) / 1000), jti: newId() });
  const of = { issuer: pdndIds.client, audience: pdndDefaults.audience };

  const evidenceFor = (ask: PdndAsk, purposeId: string) => {
    const dnonce = String(Date.parse(now())).padStart(13, '0').slice(-13);
    const spoiled = ask.spoil?.evidence;
    return modi.evidence(ask.key ?? key, { ...life(), ...of, purposeId, userId: 'operatore-17', dnonce }, spoiled);
  };

  async function voucherFor(ask: PdndAsk, evidence: string | null): Promise<string> {
    const { purposeId = pdndIds.healthPurpose, spoil = {}, dpop = false } = ask;
    return issue({
      clientId: pdndIds.client,
      purposeId,
      ...(evidence === null ? {} : { digest: { alg: 'SHA256', value: modi.hexOf(await modi.sha256(evidence)) } }),
      ...(dpop ? { jkt: dpopKey.kid } : {}),
      ...spoil.voucher,
    });
  }

  async function proofsFor(ask: PdndAsk): Promise<Record<string, string>> {
    const { method = 'POST', path = '/v1/referrals', purposeId = pdndIds.healthPurpose, spoil = {} } = ask;
    const evidence = ask.evidence === false ? null : await evidenceFor(ask, purposeId);
    const voucher = ask.voucher ?? (await voucherFor(ask, evidence));
    const url = address + path;
    return {
      authorization: `${ask.dpop ? 'DPoP' : 'Bearer'} ${voucher}`,
      ...(evidence === null ? {} : { 'agid-jwt-trackingevidence': evidence }),
      ...(ask.dpop
        ? { dpop: await modi.dpopProof(dpopKey, { ...life(), method, url, token: voucher }, spoil.dpop) }
        : {}),
    };
  }

  async function signatureOver(bytes: Uint8Array, ask: PdndAsk): Promise<Record<string, string>> {
    const spoiled = ask.spoil?.signature;
    const digest = await modi.digestOf(bytes);
    const contentType = 'application/json';
    return {
      digest,
      'agid-jwt-signature': await modi.signature(ask.key ?? key, { ...life(), ...of, digest, contentType }, spoiled),
    };
  }

  return {
    /** For `body`, ready to be sent; sent again, it must be cloned first. */
    async request(ask: PdndAsk = {}): Promise<Request> {
      const { method = 'POST', path = '/v1/referrals', body = null } = ask;
      const text = body === null ? null : JSON.stringify(body);
      const bytes = new TextEncoder().encode(text ?? '');
      const headers = new Headers(await proofsFor(ask));
      if (text !== null) {
        headers.set('content-type', 'application/json');
        if (ask.signature !== false)
          for (const [name, value] of Object.entries(await signatureOver(bytes, ask))) headers.set(name, value);
      }
      if (method === 'POST') headers.set('idempotency-key', newId());
      for (const [name, value] of Object.entries(ask.headers ?? ({} as Parts)))
        if (value === null) headers.delete(name);
        else headers.set(name, String(value));
      return new Request(address + path, { method, headers, body: ask.altered ?? text });
    },
    /** The same voucher for several calls: bound to no evidence. */
    voucher: (ask: PdndAsk = {}) => voucherFor(ask, null),
  };
}
