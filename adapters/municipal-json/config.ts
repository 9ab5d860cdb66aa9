import { z } from 'zod';
import { inspectExpression } from './inspect-expression.ts';

const expression = () =>
  z
    .string()
    .min(1)
    .superRefine((text, context) => {
      const fault = inspectExpression(text);
      if (fault !== null) context.addIssue({ code: 'custom', message: `the expression ${fault}` });
    });

const prefixes = () =>
  z
    .array(
      z
        .string()
        .max(200)
        .regex(/^(\/([^~/]|~[01])+)+$/),
    )
    .max(200)
    .default([]);

/** How one vendor's JSON corresponds to the canonical words. Versioned by its author: a change is a new version. */
const Profile = z.strictObject({
  name: z
    .string()
    .max(64)
    .regex(/^[a-z0-9][a-z0-9-]*$/),
  version: z
    .string()
    .max(20)
    .regex(/^\d+(\.\d+){0,2}$/),
  inbound: expression(),
  outbound: expression(),
  acknowledgement: expression(),
  answer: expression().optional(),
  ignores: z.strictObject({ inbound: prefixes(), outbound: prefixes() }).default({ inbound: [], outbound: [] }),
});

export const Options = z.strictObject({
  profile: Profile,
  /** Appended to the system's address. */
  path: z
    .string()
    .max(500)
    .regex(/^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._~-]+)*\/?$/)
    .default(''),
  accepted_statuses: z
    .array(z.union([z.int().min(200).max(299), z.literal(409)]))
    .min(1)
    .max(20)
    .default([200, 201, 202, 204]),
  deduplicates: z.boolean().default(false),
});
export type Options = z.infer<typeof Options>;
