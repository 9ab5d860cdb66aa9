import type { Awaitable, Finding, SendResult, Step, Verdict, WireAnswer, WireRequest } from '../ports.ts';
import { partnerReason } from './partner-reason.ts';
import { transportOutcome } from './transport.ts';

export type Conversation = {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** Bytes of a request may have left. */
  readonly left: boolean;
  /** What it says about the destination: up, down, or nothing. */
  readonly alive: boolean | null;
  /** A request with an effect may have left, or was answered. */
  readonly effect?: boolean;
  /** A request was taken, and its answer is to be asked for: since when, and whether it has an effect. */
  readonly awaiting?: { readonly since: string; readonly effect: boolean } | undefined;
};

export type ConversationPorts = {
  /** Durable before the first byte of a step. False: it must not leave (lease lost, stop switch, permission gone). */
  readonly mark: (step: 'lookup' | 'effect') => Promise<boolean>;
  /** Sends within what is left of the lease; null when nothing is left of it. */
  readonly send: (request: WireRequest, effect: boolean) => Promise<SendResult> | null;
  readonly threw: (error: unknown) => void;
};

const failed: Verdict = {
  outcome: 'unknown',
  code: 'dispatch/translation-failed',
  detail: 'The adapter failed on this message or on the answer to it. The log has an entry under the delivery id.',
};
const outOfTime: Verdict = {
  outcome: 'unknown',
  code: 'dispatch/out-of-time',
  detail: 'The conversation did not end within its lease.',
};
const stopped: Verdict = {
  outcome: 'unknown',
  code: 'dispatch/stopped',
  detail: 'Sending was stopped in the middle of the conversation.',
};
const endless: Verdict = {
  outcome: 'unknown',
  code: 'dispatch/too-many-steps',
  detail: 'The adapter wanted more steps than are allowed.',
};

/**
 * Holds the conversation that an adapter describes, step by step, to its verdict.
 * Null when it stopped before anything left: as if it had not been tried.
 */
export async function converse(
  first: () => Awaitable<Step>,
  ports: ConversationPorts,
  limits: { readonly stepsMax: number; readonly findingsMax: number },
): Promise<Conversation | null> {
  const findings: Finding[] = [];
  let effect = false;
  let left = false;
  let alive: boolean | null = null;
  let last: WireAnswer | null = null;

  const next = async (make: () => Awaitable<Step>): Promise<Step> => {
    try {
      return await make();
    } catch (error) {
      ports.threw(error);
      return { verdict: failed };
    }
  };
  const end = (verdict: Verdict): Conversation => {
    findings.push(...(verdict.findings ?? []));
    if (last !== null && verdict.outcome !== 'delivered') findings.unshift(...partnerReason(last));
    // Who says yes or no is up, whatever the status of the answer (a SOAP fault is a 500).
    const decided = left && (verdict.outcome === 'delivered' || verdict.outcome === 'refused');
    return {
      verdict: settled(verdict, effect),
      findings: findings.slice(0, limits.findingsMax),
      left,
      alive: decided || alive,
      effect,
    };
  };

  let step = await next(first);
  for (let count = 0; count < limits.stepsMax; count += 1) {
    if ('verdict' in step) return end(step.verdict);
    const { send, next: read } = step;
    findings.push(...(step.findings ?? []));
    if (!(await ports.mark(step.effect ? 'effect' : 'lookup'))) return left ? end(stopped) : null;
    const sending = ports.send(send, step.effect);
    if (sending === null) return end(outOfTime);
    const result = await sending;
    last = result.answered ? result.answer : null;
    if (!result.answered) {
      const outcome = transportOutcome(result, step.effect);
      left ||= outcome.left;
      if (result.at === 'pending' && result.waiting !== undefined) {
        alive = outcome.alive;
        // What was answered before is answered again when the conversation is taken up.
        return { ...end(outcome.verdict), awaiting: { since: result.waiting.since, effect: effect || step.effect } };
      }
      const verdict: Verdict = effect ? { ...outcome.verdict, outcome: 'unknown' } : outcome.verdict;
      effect ||= outcome.left && step.effect;
      alive = outcome.alive;
      return end(verdict);
    }
    left = true;
    effect ||= step.effect;
    alive = result.answer.status < 500;
    step = await next(() => read(result.answer));
  }
  return end('verdict' in step ? step.verdict : endless);
}

/** Unknown means that it may have been taken: without an effect sent there was nothing to take. */
const settled = (verdict: Verdict, effect: boolean): Verdict =>
  verdict.outcome === 'unknown' && !effect ? { ...verdict, outcome: 'deferred' } : verdict;
