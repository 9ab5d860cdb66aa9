import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { operations } from '../../contracts/api/operations.ts';
import { classed, classOf } from '../../contracts/canonical/data-class.ts';

/** Replies that hold personal data, each made by the gate or read by the body that registered it. All others are published. */
const disclosed = [
  'read_referral',
  'read_referral_timeline',
  'read_mailbox_message',
  'read_consent',
  'list_consents',
  'read_answer',
  'answer_by_link',
  'read_documents',
  'read_convocation',
  'read_preliminary_analysis',
];

/** Classes of the fields of a schema that say something about a person. */
function personalFields(schema: z.ZodType, place: string): string[] {
  const dataClass = classOf(schema);
  if (dataClass !== undefined) return dataClass === 'public' ? [] : [`${place}: ${dataClass}`];
  if (schema instanceof z.ZodOptional) return personalFields(schema.unwrap() as z.ZodType, place);
  if (schema instanceof z.ZodArray) return personalFields(schema.element as z.ZodType, `${place}[]`);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((o) => personalFields(o as z.ZodType, place));
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([k, v]) => personalFields(v as z.ZodType, `${place}.${k}`));
  return [`${place}: no class`];
}

describe('what is published without the gate', () => {
  // A page and a partner's own words have no schema of ours; what goes into them is checked where they are made.
  const published = operations.filter(
    (o) => o.reply.schema !== null && o.reply.types === undefined && !disclosed.includes(o.id),
  );

  it.each(published.map((o) => [o.id, o] as const))('%s holds no personal data', (id, operation) => {
    expect(operation.reply.schema && personalFields(operation.reply.schema, id)).toEqual([]);
  });

  it('names operations that exist', () => {
    expect(operations.map((o) => o.id)).toEqual(expect.arrayContaining(disclosed));
    expect(published.length).toBeGreaterThan(15);
  });

  it.each(disclosed)('excepts %s for a reason: it holds personal data', (id) => {
    const schema = operations.find((operation) => operation.id === id)?.reply.schema ?? z.never();
    expect(personalFields(schema, id)).not.toEqual([]);
  });

  it('sees a personal field at any depth', () => {
    const schema = z.strictObject({
      items: z.array(z.strictObject({ note: classed('health', z.string()).optional() })),
    });
    expect(personalFields(schema, 'x')).toEqual(['x.items[].note: health']);
    expect(personalFields(z.strictObject({ stray: z.string() }), 'x')).toEqual(['x.stray: no class']);
  });
});
