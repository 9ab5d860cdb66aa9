import { z } from 'zod';
import { exampleOf, pub } from './declaration.ts';

export const pageItemsMax = 100;

/** How every list is asked for. Stable under concurrent writes: nothing is told twice, nothing is left out. */
export const pageQuery = {
  cursor: pub(
    z
      .string()
      .min(1)
      .max(500)
      .regex(/^[A-Za-z0-9_-]+$/)
      .optional()
      .transform((cursor) => cursor ?? null)
      .meta({ description: 'next_cursor of the page before; absent: the first page', example: 'MDE5YWEzYzA' }),
  ),
  limit: pub(
    z.coerce.number().int().min(1).max(pageItemsMax).default(50).meta({
      type: 'integer',
      format: 'int32',
      minimum: 1,
      maximum: pageItemsMax,
      description: 'Items of a page at most',
      example: 50,
    }),
  ),
};

/** A page of a list. `next_cursor` is null on the last one. */
export function pageOf<S extends z.ZodType>(item: S, id: string, example: unknown = exampleOf(item)) {
  return z
    .strictObject({
      items: z.array(item).max(pageItemsMax),
      next_cursor: pub(
        z.string().max(500).nullable().meta({ description: 'Where the list goes on; null: it is over' }),
      ),
    })
    .meta({ id, description: 'A page of a list', example: { items: [example], next_cursor: null } });
}
