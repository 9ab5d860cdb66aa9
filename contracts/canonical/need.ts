import { z } from 'zod';
import { classed, type DataClass } from './data-class.ts';
import { line, prose } from './text.ts';

// The six statutory domains of need. The domain decides the data class, so each domain is a variant of its own with its own tags.
const need = <D extends string>(domain: D, dataClass: DataClass) =>
  z.strictObject({
    domain: classed(dataClass, z.literal(domain)),
    code: classed(dataClass, line(40).optional()),
    text: classed(dataClass, prose(2000).optional()),
  });

export const Need = z
  .discriminatedUnion('domain', [
    need('personal_and_social_functioning', 'social'),
    need('economic', 'economic'),
    need('work_and_employability', 'labour'),
    need('education_and_training', 'education'),
    need('housing', 'housing'),
    need('family_and_social_networks', 'social'),
  ])
  .meta({
    id: 'Need',
    example: { domain: 'work_and_employability', code: 'no_qualification', text: 'Cerca un primo impiego.' },
  });
export type Need = z.infer<typeof Need>;
