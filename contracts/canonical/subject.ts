import { z } from 'zod';
import { classed } from './data-class.ts';
import { line, partialDate } from './text.ts';

/** Sixteen characters (omocodia letters allowed where digits stand) or the provisional eleven digits. The check letter is a finding, not a rule. */
export const TaxCode = z
  .string()
  .max(16)
  .regex(
    /^(?:[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]|\d{11})$/,
    'does not have the shape of a tax code: 16 characters in capitals, or 11 digits',
  )
  .meta({ description: 'Codice fiscale, upper case', example: 'RSSMRA80A41H501Y' });

/** Temporary codes of foreigners: STP (straniero temporaneamente presente) or ENI (europeo non iscritto), then 13 digits. */
export const StpEniCode = z
  .string()
  .max(16)
  .regex(/^(?:STP|ENI)\d{13}$/, 'must be STP or ENI and 13 digits');

export const AnprId = z
  .string()
  .max(9)
  .regex(/^[A-Z]{2}\d{5}[A-Z]{2}$/);

const identifiers = {
  tax_code: classed('identity', TaxCode.optional()),
  stp_eni_code: classed('identity', StpEniCode.optional()),
  anpr_id: classed('identity', AnprId.optional()),
};

const hasIdentifier = (subject: { tax_code?: unknown; stp_eni_code?: unknown; anpr_id?: unknown }) =>
  subject.tax_code !== undefined || subject.stp_eni_code !== undefined || subject.anpr_id !== undefined;
const identifierMissing = { message: 'one of tax_code, stp_eni_code, anpr_id is needed', path: ['tax_code'] };

/** Who a person is, by number only: the body of a search and of a piece of evidence. */
export const SubjectIdentifiers = z
  .strictObject(identifiers)
  .refine(hasIdentifier, identifierMissing)
  .meta({ id: 'SubjectIdentifiers', example: { tax_code: 'RSSMRA80A41H501Y' } });
export type SubjectIdentifiers = z.infer<typeof SubjectIdentifiers>;

export const Residence = z
  .strictObject({
    municipality: classed(
      'residence',
      line(4)
        .regex(/^[A-Z]\d{3}$/)
        .optional()
        .meta({ description: 'Belfiore code' }),
    ),
    address: classed('residence', line(200).optional()),
    postal_code: classed(
      'residence',
      z
        .string()
        .max(5)
        .regex(/^\d{5}$/)
        .optional(),
    ),
  })
  .meta({ id: 'Residence' });

/** A number that a telephone can dial, once its spaces are out. */
export const phoneShape = /^\+?[0-9 ]{5,19}$/;
const phone = () =>
  z.string().max(20).regex(phoneShape, 'must be a phone number of digits and spaces, with or without + before it');

export const Contacts = z
  .strictObject({
    phone: classed('contact', phone().optional()),
    email: classed('contact', z.email('must be an e-mail address').max(254).optional()),
    language: classed(
      'contact',
      z
        .string()
        .max(3)
        .regex(/^[a-z]{2,3}$/)
        .optional()
        .meta({ description: 'ISO 639' }),
    ),
  })
  .meta({ id: 'Contacts' });

export const Guardian = z
  .strictObject({
    given_name: classed('identity', line(100).optional()),
    family_name: classed('identity', line(100).optional()),
    tax_code: classed('identity', TaxCode.optional()),
    phone: classed('contact', phone().optional()),
    email: classed('contact', z.email('must be an e-mail address').max(254).optional()),
  })
  .meta({ id: 'Guardian', description: 'Who holds parental responsibility or guardianship of a minor' });

/** The person referred. Names are optional: people registered without a surname or a given name exist (ANPR: senzaCognome, senzaNome). */
export const Subject = z
  .strictObject({
    ...identifiers,
    given_name: classed('identity', line(100).optional()),
    family_name: classed('identity', line(100).optional()),
    birth_date: classed('identity', partialDate().optional()),
    birth_place: classed(
      'identity',
      z
        .string()
        .max(4)
        .regex(/^[A-Z]\d{3}$/)
        .optional()
        .meta({ description: 'Belfiore code' }),
    ),
    sex: classed('identity', z.enum(['male', 'female', 'other', 'unknown']).optional()),
    citizenship: classed(
      'identity',
      z
        .string()
        .max(3)
        .regex(/^\d{3}$/)
        .optional()
        .meta({ description: 'ISTAT code, 000 Italian' }),
    ),
    residence: Residence.optional(),
    contacts: Contacts.optional(),
    guardian: Guardian.optional(),
  })
  .refine(hasIdentifier, identifierMissing)
  .meta({
    id: 'Subject',
    example: {
      tax_code: 'RSSMRA80A41H501Y',
      given_name: 'Maria',
      family_name: 'Rossi',
      birth_date: '1980-01-01',
      sex: 'female',
    },
  });
export type Subject = z.infer<typeof Subject>;

/** What a search by identifier answers: the pseudonym that every other path uses. */
export const SubjectSearchResult = z.strictObject({ subject_id: classed('public', z.uuid().max(36)) }).meta({
  id: 'SubjectSearchResult',
  example: { subject_id: '019aa3c0-7d52-7a10-8f00-000000000001' },
});
export type SubjectSearchResult = z.infer<typeof SubjectSearchResult>;
