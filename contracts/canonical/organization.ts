import { z } from 'zod';
import { organizationKinds } from './codes.ts';
import { mailAddress } from './convocation.ts';
import { mailLanguages, teamFunctions } from './convocation-codes.ts';
import { classed } from './data-class.ts';
import { OrganizationId } from './ids.ts';
import { line } from './text.ts';

const pub = <S extends z.ZodType>(schema: S) => classed('public', schema);

/** A body of the network. */
export const Organization = z
  .strictObject({
    id: pub(OrganizationId),
    name: pub(line(200)),
    kind: pub(z.enum(organizationKinds)),
    role: pub(
      z.enum(['indispensable', 'necessary']).optional().meta({ description: 'Attore indispensabile o necessario' }),
    ),
    participation: pub(z.enum(['permanent', 'occasional']).optional()),
    codes: z
      .strictObject({
        ipa: pub(line(20).optional().meta({ description: 'Code in the index of public administrations' })),
        istat: pub(
          z
            .string()
            .max(6)
            .regex(/^\d{6}$/)
            .optional(),
        ),
        belfiore: pub(
          z
            .string()
            .max(4)
            .regex(/^[A-Z]\d{3}$/)
            .optional(),
        ),
        fls: pub(
          z
            .string()
            .max(6)
            .regex(/^\d{6}$/)
            .optional()
            .meta({ description: 'Region and health authority (http://hl7.it/sid/fls)' }),
        ),
        operator: pub(
          z
            .string()
            .max(11)
            .regex(/^[A-Z]\d{3}[A-Z]\d{6}$/)
            .optional()
            .meta({ description: 'Labour network operator code' }),
        ),
      })
      .optional(),
    team_functions: pub(
      z
        .array(z.enum(teamFunctions))
        .max(teamFunctions.length)
        .optional()
        .meta({ description: 'Functions in a team that the body provides; absent: all that its kind may' }),
    ),
    head: z
      .strictObject({
        given_name: pub(line(60)),
        family_name: pub(line(60)),
        email: pub(mailAddress()),
        language: pub(z.enum(mailLanguages).optional()),
      })
      .optional()
      .meta({ description: 'Who answers for the body, by office: gets the record of each meeting, without its cases' }),
  })
  .meta({
    id: 'Organization',
    example: { id: 'cpi-borgoverde', name: "Centro per l'impiego di Borgoverde", kind: 'cpi', role: 'indispensable' },
  });
export type Organization = z.infer<typeof Organization>;
