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
  /** `asked`: it was asked just now, and gave no answer that serves. */
  | { readonly told: 'unavailable'; readonly asked: boolean };

export type Resource = 'keys' | 'producerKeys' | 'purposes' | 'purposeEvents';

/** One GET below the address of PDND's API. `rest`: the path behind the resource, with its slash, or the query with its question mark. */
export type AskApi = (api: PdndApi, resource: Resource, rest: string) => Promise<ApiReply>;

/**
 * Asks PDND's API with a voucher of ours. A refused voucher is replaced once. What PDND calls malformed is not there. After 429 nothing is
 * asked until PDND's interval, in milliseconds, is over. What fails is left alone for a time that doubles, so that one purpose or key that
 * PDND cannot serve hinders no other; a resource of which nothing answers, for `failedRestMs`, so that nobody waits for it again and again.
 */
export function createAskApi(deps: ApiDeps): AskApi {
  const { nowMs, log } = deps;
  const rests = createRests(nowMs);
  const renewedMs = createRecent<number>(limits.sourcesMax);

  return async (api, resource, rest) => {
    const { address } = api;
    const ofResource = `${address} ${resource}`;
    const item = `${ofResource}${rest}`;
    if ([address, ofResource, item].some(rests.isResting)) return { told: 'unavailable', asked: false };
    const failed = (event: string, fields: Readonly<Record<string, string | number>> = {}): ApiReply => {
      log('warn', event, { resource, ...fields });
      rests.failed(item);
      return { told: 'unavailable', asked: true };
    };
    const url = `${address.replace(/\/+$/, '')}/${resource}${rest}`;
    let result = await askWithVoucher(deps, api, url, undefined);
    if (isRefused(result) && nowMs() - (renewedMs.get(address) ?? -Infinity) >= limits.freshVoucherEveryMs) {
      renewedMs.set(address, nowMs());
      result = await askWithVoucher(deps, api, url, result.token);
    }
    if (isRefused(result)) return failed('pdnd.refused', { status: result.reply.answer.status });
    if (!result.reply.answered) {
      rests.rest(ofResource, limits.failedRestMs);
      return failed('pdnd.unavailable', { code: result.reply.code });
    }
    const { status, headers, body } = result.reply.answer;
    if (status === 429) {
      rests.rest(address, waitMsOf(headers));
      log('warn', 'pdnd.rate_limited', { resource });
      return { told: 'unavailable', asked: true };
    }
    const read = status === 200 ? objectIn(body) : null;
    if (read === null && !missing.includes(status)) return failed('pdnd.unavailable', { code: `status-${status}` });
    rests.answered(item);
    return read === null ? { told: 'missing' } : { told: 'found', body: read };
  };
}

/** 400 and 422 are about what was asked, and say nothing of whether PDND answers. */
const missing: readonly number[] = [404, 400, 422];

/** What is not asked for now. */
function createRests(nowMs: () => number) {
  const untilMs = createRecent<number>(limits.restsMax);
  const failures = createRecent<number>(limits.restsMax);
  const rest = (key: string, ms: number) => untilMs.set(key, nowMs() + ms);
  return {
    rest,
    isResting: (key: string) => (untilMs.get(key) ?? -Infinity) > nowMs(),
    failed(key: string): void {
      const before = failures.get(key) ?? 0;
      failures.set(key, before + 1);
      rest(key, Math.min(limits.failedRestMs * 2 ** before, limits.failedRestMsMax));
    },
    answered: (key: string) => failures.delete(key),
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
