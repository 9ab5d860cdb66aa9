import { z } from 'zod';
import { AvailableEvent } from './available-event.ts';
import { classed } from './data-class.ts';
import { line } from './text.ts';

const pub = <S extends z.ZodType>(schema: S) => classed('public', schema);

export const retryAdvice = ['never', 'after_reload', 'after_delay', 'ask_status'] as const;

export const ProblemError = z
  .strictObject({
    pointer: pub(
      z
        .string()
        .max(300)
        .meta({ description: 'JSON pointer (RFC 6901) into the body, or header:Name, query:name, path:name' }),
    ),
    code: pub(line(60)),
    detail: pub(line(500)),
  })
  .meta({
    id: 'ProblemError',
    example: { pointer: '/subject/tax_code', code: 'invalid_format', detail: 'does not have the shape of a tax code' },
  });
export type ProblemError = z.infer<typeof ProblemError>;

/** RFC 9457 problem details, with a stable code, advice on retrying, and every fault by its place. Never anybody's data. */
export const Problem = z
  .strictObject({
    type: pub(z.string().max(200)),
    title: pub(line(120)),
    status: pub(z.int().min(400).max(599)),
    detail: pub(line(500)),
    instance: pub(z.string().max(200)),
    code: pub(line(60)),
    retry: pub(z.enum(retryAdvice)),
    correlation_id: pub(z.uuid().max(36)),
    errors: z.array(ProblemError).max(100).optional(),
    available_events: z.array(AvailableEvent).max(25).optional(),
    current_version: pub(z.int().min(1).max(100_000).optional()),
  })
  .meta({
    id: 'Problem',
    example: {
      type: 'urn:raccordo:problem:request/invalid-body',
      title: 'The body is not valid',
      status: 422,
      detail: 'One member of the body breaks a rule of the contract.',
      instance: 'urn:uuid:019aa3c0-7d52-7a10-8f00-000000000004',
      code: 'request/invalid-body',
      retry: 'never',
      correlation_id: '019aa3c0-7d52-7a10-8f00-000000000004',
      errors: [
        { pointer: '/subject/tax_code', code: 'invalid_format', detail: 'does not have the shape of a tax code' },
      ],
    },
  });
export type Problem = z.infer<typeof Problem>;
