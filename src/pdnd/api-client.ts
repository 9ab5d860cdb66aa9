import type { PdndApi } from '../../contracts/canonical/trust.ts';
import { createRecent } from '../modi/index.ts';
import type { AskUrl, Log, SendResult, VoucherAsk, VoucherOf } from '../ports.ts';
import * as limits from './limits.ts';
import { objectIn } from './shelf.ts';

/** `refused`: a token that PDND did not take; a voucher other than that one is wanted. */
export type VoucherFor = (ask: VoucherAsk, refused?: string) => ReturnType<VoucherOf>;

export type ApiDeps = {
  readonly askUrl: AskUrl;
  readonly voucherOf: VoucherFor;
  readonly nowMs: () => number;
  readonly log: Log;
};

export type ApiReply =
  | { readonly told: 'found'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly told: 'missing' }
  | { readonly told: 'unavailable' };

export type Resource = 'keys' | 'producerKeys' | 'purposes' | 'purposeEvents';

/** One GET below the address of PDND's API. `rest`: the path behind the resource, with its slash, or the query with its question mark. */
export type AskApi = (api: PdndApi, resource: Resource, rest: string) => Promise<ApiReply>;

const unavailable = { told: 'unavailable' } as const;

/**
 * Asks PDND's API with a voucher of ours. A refused voucher is replaced once. After 429 nothing is asked until PDND's interval, in
 * milliseconds, is over; what it calls malformed is not there; a resource that fails is left alone for `failedRestMs`, so that nobody waits for it again and again.
 */
export function createAskApi(deps: ApiDeps): AskApi {
  const { nowMs, log } = deps;
  const restUntilMs = createRecent<number>(limits.sourcesMax);
  const renewedMs = createRecent<number>(limits.sourcesMax);
  const rests = (key: string) => (restUntilMs.get(key) ?? -Infinity) > nowMs();

  return async (api, resource, rest) => {
    const { address } = api;
    if (rests(address) || rests(`${address} ${resource}`)) return unavailable;
    const unusable = (code: string): ApiReply => {
      log('warn', 'pdnd.unavailable', { resource, code });
      restUntilMs.set(`${address} ${resource}`, nowMs() + limits.failedRestMs);
      return unavailable;
    };
    const url = `${address.replace(/\/+$/, '')}/${resource}${rest}`;
    let result = await askWithVoucher(deps, api, url, undefined);
    if (isRefused(result) && nowMs() - (renewedMs.get(address) ?? -Infinity) >= limits.freshVoucherEveryMs) {
      renewedMs.set(address, nowMs());
      result = await askWithVoucher(deps, api, url, result.token);
    }
    if (isRefused(result)) {
      log('warn', 'pdnd.refused', { resource, status: result.reply.answer.status });
      return unavailable;
    }
    if (!result.reply.answered) return unusable(result.reply.code);
    const { status, headers, body } = result.reply.answer;
    if (status === 404) return { told: 'missing' };
    if (status === 429) {
      restUntilMs.set(address, nowMs() + waitMsOf(headers));
      log('warn', 'pdnd.rate_limited', { resource });
      return unavailable;
    }
    // Of what was asked, and of nothing else: it says nothing about whether PDND answers.
    if (status === 400 || status === 422) return { told: 'missing' };
    const read = status === 200 ? objectIn(body) : null;
    return read === null ? unusable(`status-${status}`) : { told: 'found', body: read };
  };
}

type Failed = { readonly answered: false; readonly code: string };
type Asked = { readonly token: string; readonly reply: SendResult | Failed };
type Refused = { readonly token: string; readonly reply: Extract<SendResult, { answered: true }> };

const isRefused = (asked: Asked): asked is Refused =>
  asked.reply.answered && (asked.reply.answer.status === 401 || asked.reply.answer.status === 403);

async function askWithVoucher(deps: ApiDeps, api: PdndApi, url: string, refused: string | undefined): Promise<Asked> {
  const voucher = await deps.voucherOf(
    {
      tokenUrl: api.token_url,
      assertionAudience: api.assertion_audience,
      clientId: api.client_id,
      purposeId: null,
      key: api.key,
      evidenceDigest: null,
      dpop: false,
    },
    refused,
  );
  if (!voucher.ok) return { token: '', reply: { answered: false, code: voucher.code } };
  const reply = await deps.askUrl(
    {
      method: 'GET',
      url,
      headers: { accept: 'application/json', authorization: `Bearer ${voucher.token}` },
      body: null,
    },
    { timeoutMs: limits.askMsMax, replyBytesMax: limits.apiReplyBytesMax },
  );
  return { token: voucher.token, reply };
}

/** X-Rate-Limit-Interval is in milliseconds; at its end all requests of the limit are there again (PDND's API document). */
function waitMsOf(headers: Readonly<Record<string, string>>): number {
  const said = Number(headers['x-rate-limit-interval'] ?? Number.NaN);
  return Number.isFinite(said) && said >= 0 ? Math.min(said, limits.rateRestMsMax) : limits.failedRestMs;
}
