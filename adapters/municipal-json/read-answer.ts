import { z } from 'zod';
import type { AdapterContext, Finding, Verdict, WireAnswer } from '../../src/ports.ts';
import type { Compile } from './compile.ts';
import type { Options } from './config.ts';
import { byStatus, type OutcomeName, outcomes } from './outcomes.ts';
import { parseJson } from './parse-json.ts';

const retryAfterMsMax = 24 * 3600 * 1000;

/** What the profile's `answer` expression says: taken, whatever stands beside it, or not, and then whether to try again. */
const Answer = z.discriminatedUnion('taken', [
  z.looseObject({ taken: z.literal(true), code: z.unknown().optional() }),
  z.strictObject({ taken: z.literal(false), later: z.boolean().optional(), code: z.unknown().optional() }),
]);

/** A word of the profile's own. */
const Code = z
  .string()
  .max(60)
  .regex(/^[a-z0-9-]+$/)
  .nullish();
const codeIgnored: Finding = { pointer: '', code: 'answer_code_ignored' };

/** The vendor's answer as one of the outcomes. A status alone never says yes: a page of a proxy may carry 200 too. */
export async function readAnswer(
  compile: Compile,
  answer: WireAnswer,
  { options, system, now }: AdapterContext<Options>,
): Promise<Verdict> {
  if (!options.accepted_statuses.includes(answer.status))
    return { ...outcomes[nameOf(answer.status)], ...wish(answer, now) };
  if (answer.status === 204 || (answer.body === '' && options.profile.answer === undefined)) return outcomes.accepted;

  const parsed = parseJson(answer.body);
  if ('fault' in parsed) return outcomes.answer_not_understood;
  if (options.profile.answer === undefined) return outcomes.accepted;

  const evaluated = await compile(options.profile.answer)({
    input: parsed.json,
    variables: { status: answer.status, system: system.id, organization: system.organization },
    now,
  });
  const said = Answer.safeParse(evaluated.done ? evaluated.value : undefined);
  if (!said.success) return outcomes.answer_not_understood;
  // A slip in the code must not make a message that was taken, or refused, one of which nobody knows.
  const code = Code.safeParse(said.data.code);
  const findings = code.success ? {} : { findings: [codeIgnored] };
  if (said.data.taken) return { ...outcomes.accepted, ...findings };
  const name = said.data.later === true ? 'answered_later' : 'answered_no';
  return {
    ...outcomes[name],
    detail: withCode(outcomes[name].detail, code.data, options.profile.answer),
    ...wish(answer, now),
    ...findings,
  };
}

function nameOf(status: number): OutcomeName {
  const named = byStatus[status];
  if (named !== undefined) return named;
  if (status >= 400 && status < 500) return 'rejected';
  return status >= 500 && status < 600 ? 'failed' : 'unexpected_status';
}

/** A code is told only where the profile spells it: else it may be the vendor's own text about somebody. */
const withCode = (detail: string, code: string | null | undefined, expression: string) =>
  typeof code === 'string' && expression.includes(code) ? `${detail} Its reason: ${code}.` : detail;

/** Retry-After in seconds or as a date (RFC 9110 section 10.2.3), a day at most. */
function wish(answer: WireAnswer, now: string): { retryAfterMs?: number } {
  const value = answer.headers['retry-after'];
  if (value === undefined) return {};
  const ms = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.parse(now);
  return ms >= 0 ? { retryAfterMs: Math.min(ms, retryAfterMsMax) } : {};
}
