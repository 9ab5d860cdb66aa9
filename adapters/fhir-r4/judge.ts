import { z } from 'zod';
import type { Finding, Verdict, WireAnswer } from '../../src/ports.ts';
import { errorIn, objections, readOperationOutcome } from './operation-outcome.ts';
import { type Ask, byFirstDigit, byIssue, byStatus, type OutcomeName, outcomes } from './outcomes.ts';
import { type JsonObject, parseObject } from './parse.ts';

/** A row of the table as a verdict. */
export const verdict = (name: OutcomeName, more: Partial<Verdict> = {}): { readonly verdict: Verdict } => ({
  verdict: { ...outcomes[name], ...more },
});

export type Judged = { readonly verdict: Verdict } | { readonly body: JsonObject };

/** An answer that is no success as a verdict; a success as its JSON object, still to be understood. */
export function judge(answer: WireAnswer, ask: Ask, now: string): Judged {
  const parsed = parseObject(answer.body);
  const outcome = parsed.ok ? readOperationOutcome(parsed.value) : undefined;
  const findings = outcome ? objections(outcome) : [];
  const mean = (name: OutcomeName) => verdict(name, { ...waiting(name, answer, now), ...some(findings) });

  if (answer.status < 200 || answer.status > 299) return mean(meaningOf(answer.status, ask));
  if (!parsed.ok) return verdict(ask === 'lookup' ? 'lookup_failed' : 'nonsense');
  const error = outcome && errorIn(outcome);
  if (error !== undefined) return mean(pick(byIssue[error] ?? 'refused_inside', ask));
  return { body: parsed.value };
}

const some = (findings: readonly Finding[]) => (findings.length > 0 ? { findings } : {});

type Meaning = (typeof byStatus)[number];
const pick = (meaning: Meaning, ask: Ask): OutcomeName => (typeof meaning === 'string' ? meaning : meaning[ask]);
const meaningOf = (status: number, ask: Ask) =>
  pick(byStatus[status] ?? byFirstDigit[String(status).charAt(0)] ?? 'endpoint', ask);

const retryAfterMsMax = 24 * 60 * 60 * 1000;

/** Retry-After, in seconds or as an HTTP date (RFC 9110, 10.2.3), at most a day; only where waiting helps. */
function waiting(name: OutcomeName, { headers }: WireAnswer, now: string): { readonly retryAfterMs?: number } {
  const wish = headers['retry-after']?.trim() ?? '';
  if (outcomes[name].outcome !== 'deferred' || wish === '') return {};
  const ms = /^\d{1,9}$/.test(wish) ? Number(wish) * 1000 : Date.parse(wish) - Date.parse(now);
  return Number.isFinite(ms) ? { retryAfterMs: Math.min(Math.max(ms, 0), retryAfterMsMax) } : {};
}

const TransactionResponse = z.object({
  resourceType: z.literal('Bundle'),
  type: z.literal('transaction-response'),
  entry: z.array(z.object({ response: z.object({ status: z.string().max(100) }) })).max(1000),
});

/** Whether a transaction of `entriesSent` entries was stored: only when every single entry says so. */
export function judgeTransaction(answer: WireAnswer, entriesSent: number, now: string): { readonly verdict: Verdict } {
  const judged = judge(answer, 'create', now);
  if ('verdict' in judged) return judged;
  const response = TransactionResponse.safeParse(judged.body);
  if (!response.success) return verdict('nonsense');
  const stored = response.data.entry.filter((entry) => /^2\d\d\b/.test(entry.response.status));
  return verdict(stored.length === entriesSent && response.data.entry.length === entriesSent ? 'taken' : 'incomplete');
}
