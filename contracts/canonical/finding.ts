import { z } from 'zod';
import { classed } from './data-class.ts';
import { line } from './text.ts';

/** What was accepted but should be looked at, by its place in the request. Never a value. */
export const findings = (countMax: number, description: string) =>
  z
    .array(
      z.strictObject({
        pointer: classed(
          'public',
          z.string().max(200).meta({ description: 'JSON pointer (RFC 6901); empty for the whole' }),
        ),
        code: classed('public', line(60)),
      }),
    )
    .max(countMax)
    .meta({ description: `What was accepted but should be looked at, by its place in the request: ${description}` });
