import { tokenCharactersMax } from '../modi/index.ts';
import type { SendResult } from '../ports.ts';

/** What came of asking for a voucher. `holdMs`: so long it makes no sense to ask again; `everybody`: whatever is asked for in the client's name. */
export type TokenReply =
  | { readonly ok: true; readonly token: string; readonly lifeMs: number }
  | {
      readonly ok: false;
      readonly code: 'voucher-refused' | 'voucher-rate-limited' | 'voucher-unreachable' | 'voucher-malformed';
      readonly holdMs: number;
      readonly everybody: boolean;
      /** For the log: a status or a transport code, and the authorization server's own code. */
      readonly reason: string;
      /** Of a reply with status 200 that is no voucher: what is wrong with it. */
      readonly faults?: readonly ReplyFault[];
    };

/** A member of a token reply that is not as RFC 6749 section 5.1 and the request want it. Its value is never told. */
export type ReplyFault = { readonly member: 'access_token' | 'token_type' | 'expires_in'; readonly rule: string };

/** A broken configuration is not repaired in seconds; a server that is away may be back in them. */
const refusedHoldMs = 30_000;
const unreachableHoldMs = 2_000;
const rateLimitedHoldMs = 10_000;
const holdMsMin = 1_000;
const holdMsMax = 600_000;
const lifeSecondsMax = 86_400;

const no = (
  code: Extract<TokenReply, { ok: false }>['code'],
  holdMs: number,
  reason: string,
  everybody = false,
): Extract<TokenReply, { ok: false }> => ({ ok: false, code, holdMs, everybody, reason });

/** Reads what a token endpoint answered (RFC 6749 sections 5.1 and 5.2, RFC 9449 section 5). */
export function readTokenReply(result: SendResult, dpop: boolean, nowMs: number): TokenReply {
  if (!result.answered) return no('voucher-unreachable', unreachableHoldMs, result.code);
  const { status, headers, body } = result.answer;
  const json = objectOf(body);
  const reason = [status, reasonIn(json)].filter((part) => part !== null).join(' ');
  if (status === 429) return no('voucher-rate-limited', waitOf(headers, nowMs) ?? rateLimitedHoldMs, reason, true);
  if (status >= 500) return no('voucher-unreachable', waitOf(headers, nowMs) ?? unreachableHoldMs, reason);
  if (status !== 200) return no('voucher-refused', refusedHoldMs, reason);
  const read = tokenIn(json, dpop);
  if (read.ok) return read;
  const named = read.faults.map(({ member }) => member).join(' ');
  return { ...no('voucher-malformed', refusedHoldMs, `${reason} ${named}`), faults: read.faults };
}

const typed = (dpop: boolean) => (dpop ? 'DPoP' : 'Bearer');

/** The token in a reply of status 200, or which of its members are not as they must be (RFC 6749 section 5.1). */
function tokenIn(
  { access_token: token, token_type: type, expires_in: seconds }: Readonly<Record<string, unknown>>,
  dpop: boolean,
): Extract<TokenReply, { ok: true }> | { readonly ok: false; readonly faults: readonly ReplyFault[] } {
  const isToken = typeof token === 'string' && token.length <= tokenCharactersMax && /^[\w.~+/-]+=*$/.test(token);
  const isTyped = typeof type === 'string' && type.toLowerCase() === typed(dpop).toLowerCase();
  const isTimed = typeof seconds === 'number' && seconds > 0 && seconds <= lifeSecondsMax;
  if (isToken && isTyped && isTimed) return { ok: true, token, lifeMs: seconds * 1000 };
  const wrong = (member: ReplyFault['member'], value: unknown, rule: string): ReplyFault => ({
    member,
    rule: `${value === undefined ? 'is missing; it ' : ''}must be ${rule}`,
  });
  return {
    ok: false,
    faults: [
      ...(isToken
        ? []
        : [
            wrong(
              'access_token',
              token,
              `text of 1 to ${tokenCharactersMax} letters, digits and - . _ ~ + / with = at its end`,
            ),
          ]),
      ...(isTyped ? [] : [wrong('token_type', type, typed(dpop))]),
      ...(isTimed ? [] : [wrong('expires_in', seconds, `a number of seconds, above 0 and up to ${lifeSecondsMax}`)]),
    ],
  };
}

/** Whether the server wants its nonce in the proof (RFC 9449 section 8). */
export function wantsNonce(result: SendResult): boolean {
  return result.answered && result.answer.status === 400 && objectOf(result.answer.body).error === 'use_dpop_nonce';
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** PDND's code (`015-0008`) or OAuth's (`invalid_client`): codes only, never anybody's text. */
function reasonIn({ errors, error }: Readonly<Record<string, unknown>>): string | null {
  const [first]: unknown[] = Array.isArray(errors) ? errors : [];
  const code = typeof first === 'object' && first !== null && 'code' in first ? first.code : error;
  return typeof code === 'string' && /^(\d{3}-\d{4}|[a-z_]{1,40})$/.test(code) ? code : null;
}

/** `Retry-After` in seconds or as a date; else PDND's `X-Rate-Limit-*`, which are in milliseconds. */
function waitOf(headers: Readonly<Record<string, string>>, nowMs: number): number | null {
  const after = headers['retry-after']?.trim();
  const given =
    after === undefined ? undefined : /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - nowMs;
  const interval = headers['x-rate-limit-reset'] ?? headers['x-rate-limit-interval'];
  const ms = given ?? (interval === undefined ? Number.NaN : Number(interval));
  return Number.isFinite(ms) ? Math.min(Math.max(ms, holdMsMin), holdMsMax) : null;
}
