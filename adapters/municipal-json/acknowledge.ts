import { z } from 'zod';
import type { AdapterContext, IntentResult, WireReply } from '../../src/ports.ts';
import type { Compile } from './compile.ts';
import type { Options } from './config.ts';

const contentType = 'application/json';
const Reply = z.strictObject({ status: z.int().min(200).max(599), body: z.json() });
type Results = readonly IntentResult[] | { readonly problem: IntentResult & { ok: false } };

/**
 * Our answer in the vendor's words, by the profile's `acknowledgement` expression. What was decided is decided: where the expression
 * fails, the vendor still gets the truth, in the words it came to us.
 */
export const createAcknowledge =
  (compile: Compile) =>
  async (results: Results, { options, system, now }: AdapterContext<Options>): Promise<WireReply> => {
    const input = 'problem' in results ? results : { results };
    const evaluated = await compile(options.profile.acknowledgement)({
      input,
      variables: { system: system.id, organization: system.organization },
      now,
    });
    const reply = Reply.safeParse(evaluated.done ? evaluated.value : undefined);
    if (reply.success) return { status: reply.data.status, contentType, body: JSON.stringify(reply.data.body) };
    return { status: 'problem' in results ? results.problem.status : 200, contentType, body: JSON.stringify(input) };
  };
