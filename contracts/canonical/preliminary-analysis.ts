import { z } from 'zod';
import { analysisOutcomeCodes } from '../catalogue/analysis-outcomes.ts';
import { teamFunctions } from './convocation-codes.ts';
import { classed, type DataClass } from './data-class.ts';
import { findings } from './finding.ts';
import { Subject } from './subject.ts';
import { date, instant, line, partialDate, prose } from './text.ts';

/** A label by which the analysis speaks of a member of the household: chosen by its author, without meaning elsewhere. */
const personRef = () =>
  z
    .string()
    .max(20)
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'must be of small letters, digits and hyphens, as figlia');

// What a domain says of one person, or of the whole household where `person` is missing. Each domain has its own class, so each its own schema.
const domain = (dataClass: DataClass, id: string) =>
  z
    .strictObject({
      needs: z
        .array(
          z.strictObject({
            code: classed(dataClass, line(40)),
            person: classed(dataClass, personRef().optional()),
            text: classed(dataClass, prose(2000).optional()),
          }),
        )
        .max(20)
        .optional(),
      resources: z
        .array(
          z.strictObject({
            person: classed(dataClass, personRef().optional()),
            text: classed(dataClass, prose(2000)),
          }),
        )
        .max(20)
        .optional(),
      note: classed(dataClass, prose(4000).optional()),
    })
    .meta({ id, description: 'Needs and resources of one statutory domain' });

const fields = {
  subject: Subject,
  case_id: classed('case_reference', line(64)),
  assessed_on: classed('service_status', date()),
  assessed_by: z.strictObject({
    given_name: classed('case_reference', line(100)),
    family_name: classed('case_reference', line(100)),
    function: classed('case_reference', z.enum(teamFunctions)),
  }),
  household: z
    .strictObject({
      size: classed('household', z.int().min(1).max(30)),
      members: z
        .array(
          z.strictObject({
            person: classed('household', personRef()),
            relationship: classed('household', line(40).optional()),
            age: classed('household', z.int().min(0).max(130).optional()),
            given_name: classed('household', line(100).optional()),
            family_name: classed('household', line(100).optional()),
            birth_date: classed('household', partialDate().optional()),
            activable: classed(
              'labour',
              z.boolean().optional().meta({ description: 'Attivabile al lavoro, tenuto agli obblighi' }),
            ),
          }),
        )
        .max(30)
        .optional(),
    })
    .optional(),
  domains: z.strictObject({
    personal_and_social_functioning: domain('social', 'PersonalDomain').optional(),
    economic: domain('economic', 'EconomicDomain').optional(),
    work_and_employability: domain('labour', 'WorkDomain').optional(),
    education_and_training: domain('education', 'EducationDomain').optional(),
    housing: domain('housing', 'HousingDomain').optional(),
    family_and_social_networks: domain('social', 'FamilyDomain').optional(),
  }),
  // What is apart from the six domains, because far fewer may know it.
  health: classed('health', prose(4000).optional()),
  disability: classed('disability', prose(4000).optional()),
  violence_protection: classed('violence_protection', prose(4000).optional()),
  judicial: classed('judicial', prose(4000).optional()),
  exemption_reason: classed('exemption_reason', prose(1000).optional()),
  proposed_outcome: z.strictObject({
    list_version: classed('service_status', z.enum(['2026-01'])),
    code: classed('service_status', z.enum(analysisOutcomeCodes)),
  }),
};

export const preliminaryAnalysisExample = {
  subject: { tax_code: 'RSSMRA80A41H501Y', given_name: 'Maria', family_name: 'Rossi', birth_date: '1980-01-01' },
  case_id: 'BV-2026-0107',
  assessed_on: '2026-11-12',
  assessed_by: { given_name: 'Anna', family_name: 'Bianchi', function: 'social_worker' },
  household: { size: 3, members: [{ person: 'figlia', relationship: 'figlia', age: 12, given_name: 'Lucia' }] },
  domains: {
    work_and_employability: {
      needs: [{ code: 'no_qualification', text: 'Cerca un primo impiego.' }],
      resources: [{ text: 'Ha esperienza di cucina.' }],
    },
    education_and_training: { needs: [{ code: 'absences', person: 'figlia', text: 'Molte assenze da settembre.' }] },
  },
  proposed_outcome: { list_version: '2026-01', code: 'assessment_framework' },
};

/**
 * The first assessment of a household (scheda di analisi preliminare): needs and resources by the six statutory domains, the people, the
 * proposed outcome. It never leaves whole: who is convened gets an extract, disclosed for them. Source: D.Lgs. 147/2017, article 5.
 */
export const PreliminaryAnalysisRequest = z
  .strictObject(fields)
  .meta({ id: 'PreliminaryAnalysisRequest', example: preliminaryAnalysisExample });
export type PreliminaryAnalysisRequest = z.infer<typeof PreliminaryAnalysisRequest>;

/** The analysis as it is kept: what was said, by which body, in which version. */
export type PreliminaryAnalysis = {
  readonly id: string;
  readonly version: number;
  readonly subject_id: string;
  readonly recorded_by: string;
  readonly recorded_at: string;
  readonly content: PreliminaryAnalysisRequest;
};

/** Where an analysis may be found: heads of a list, and receipts. */
export const PreliminaryAnalysisReceipt = z
  .strictObject({
    id: classed('public', z.uuid().max(36)),
    version: classed('public', z.int().min(1).max(1000)),
    subject_id: classed('public', z.uuid().max(36)),
    recorded_by: classed('public', line(64)),
    recorded_at: classed('public', instant()),
    findings: findings(10, 'tax_code/check_letter. In receipts, where there are any').optional(),
  })
  .meta({
    id: 'PreliminaryAnalysisReceipt',
    example: {
      id: '019aa3c0-7d52-7a10-8f00-000000000011',
      version: 1,
      subject_id: '019aa3c0-7d52-7a10-8f00-000000000001',
      recorded_by: 'comune-borgoverde',
      recorded_at: '2026-11-12T10:00:00.000Z',
    },
  });
export type PreliminaryAnalysisReceipt = z.infer<typeof PreliminaryAnalysisReceipt>;
