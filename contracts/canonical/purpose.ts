import { z } from 'zod';
import { organizationKinds } from './codes.ts';
import { classed, DataClass } from './data-class.ts';
import { PurposeCode } from './ids.ts';
import { line } from './text.ts';

const kind = z.enum(organizationKinds);
const pub = <S extends z.ZodType>(schema: S) => classed('public', schema);

export const operations = ['refer', 'answer', 'read', 'convene', 'monitor'] as const;

/** A cell of the disclosure matrix: what one kind of recipient may see under one purpose. */
export const MatrixCell = z
  .strictObject({
    recipient_kind: pub(kind),
    classes: pub(z.array(DataClass).max(19)),
    with_consent: pub(z.array(DataClass).max(19).optional().meta({ description: 'Added when a consent is in force' })),
  })
  .meta({ id: 'MatrixCell', example: { recipient_kind: 'cpi', classes: ['identity', 'contact', 'labour'] } });
export type MatrixCell = z.infer<typeof MatrixCell>;

export const Purpose = z
  .strictObject({
    code: pub(PurposeCode),
    title: z.strictObject({ it: pub(line(200)), en: pub(line(200)) }),
    legal_basis: z.strictObject({
      gdpr_article_6: pub(line(20)),
      gdpr_article_9: pub(line(20).optional()),
      national_act: pub(line(200)),
    }),
    sender_kinds: pub(z.array(kind).max(14)),
    operations: pub(z.array(z.enum(operations)).max(5)),
    matrix: z.array(MatrixCell).max(14),
    evidence: pub(z.enum(['none', 'statutory_authorisation', 'consent', 'either'])),
    activable_only: pub(z.boolean()),
    return_purpose: pub(
      PurposeCode.optional().meta({
        description: 'Under which purpose the answer goes back; the same one when absent',
      }),
    ),
    retention_days: pub(z.int().min(1).max(36_500)),
    external: z
      .strictObject({
        pdnd_purpose_id: pub(z.uuid().max(36).optional()),
        anpr_caso_uso: pub(line(20).optional()),
        isee_prestazione: pub(line(20).optional()),
        fhir_purpose_of_use: pub(line(20).optional()),
        dpv: pub(line(100).optional()),
      })
      .optional(),
  })
  .meta({ id: 'Purpose' });
export type Purpose = z.infer<typeof Purpose>;
