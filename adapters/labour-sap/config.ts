import { z } from 'zod';
import { outcomeCodes } from '../../contracts/canonical/codes.ts';

/** Target namespace of the types in the WSDL that a region published. An identifier, not an address; installations differ. */
const publishedNamespace =
  'http://10.101.223.35:8280/PdDCentroServiziWebred/PD/SPCRegioneUmbriaTest/SPCNAZIONALE/SPCServiziSAP/types';

const path = () =>
  z
    .string()
    .max(200)
    .regex(/^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*\/?$/)
    .default('');

const motiveCode = (standard: string) =>
  z
    .string()
    .max(40)
    .regex(/^[A-Za-z0-9 ._/-]+$/)
    .default(standard);

/** Codes of MotivoNotifica, one per thing we can have to say. The labour network publishes no list: agree them with the CPI. */
const MotiveCodes = z.strictObject({
  submit: motiveCode('ADI-INVIO'),
  supply_information: motiveCode('ADI-INTEGRAZIONE'),
  request_cancellation: motiveCode('ADI-RICHIESTA-ANNULLAMENTO'),
  mark_entered_in_error: motiveCode('ADI-ERRORE'),
  other: motiveCode('ADI-AGGIORNAMENTO'),
});

/** How an installation writes tax codes in its own schemas: official validators disagree on two of the three forms. */
export const taxCodeForms = ['sixteen', 'sixteen_omocodia', 'eleven_digits'] as const;

/** How often the gateway asks how a person fares, unless the partner wants to be asked more often. */
export const followEveryMs = 21_600_000;
const quotaRetryMsMax = 86_400_000;

/** `systems[].options` of the network document for this adapter. Every member has a default. */
export const LabourSapOptions = z.strictObject({
  namespace: z.string().min(1).max(300).default(publishedNamespace),
  soap_action: z.enum(['empty', 'operation']).default('empty'),
  ask_path: path(),
  notify_path: path(),
  /** Only these four places can be named, so nothing else of the message can end up in the text. */
  motive: z
    .string()
    .min(1)
    .max(200)
    .regex(/^(?:[^{}]|\{(?:motive|service|case|reference)\})*$/)
    .default('{motive} servizio {service} caso {case} rif {reference}'),
  motive_codes: MotiveCodes.prefault({}),
  tax_code_forms: z
    .array(z.enum(taxCodeForms))
    .min(1)
    .max(3)
    .default([...taxCodeForms]),
  entity_code: z
    .string()
    .max(11)
    .regex(/^[A-Z]\d{3}[A-Z]\d{6}$/)
    .optional(),
  concluded_outcome: z.enum(outcomeCodes).default('goals_achieved'),
  quota_retry_ms: z.int().min(1_000).max(quotaRetryMsMax).default(900_000),
  follow_every_ms: z.int().min(1_000).max(followEveryMs).default(followEveryMs),
});
export type LabourSapOptions = z.infer<typeof LabourSapOptions>;
