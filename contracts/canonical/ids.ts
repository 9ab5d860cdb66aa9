import { z } from 'zod';

const uuid = () => z.uuid().max(36);

/** Whether a value has the shape of a UUID (RFC 9562 section 4), of any version, in small letters or capitals. */
export const isUuid = (value: unknown): value is string => typeof value === 'string' && uuidShape.test(value);
const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const SubjectId = uuid().brand<'SubjectId'>();
export type SubjectId = z.infer<typeof SubjectId>;
export const ReferralId = uuid().brand<'ReferralId'>();
export type ReferralId = z.infer<typeof ReferralId>;
export const ConsentId = uuid().brand<'ConsentId'>();
export type ConsentId = z.infer<typeof ConsentId>;
export const ExchangeId = uuid().brand<'ExchangeId'>();
export type ExchangeId = z.infer<typeof ExchangeId>;
export const DeliveryId = uuid().brand<'DeliveryId'>();
export type DeliveryId = z.infer<typeof DeliveryId>;
export const CorrelationId = uuid().brand<'CorrelationId'>();
export type CorrelationId = z.infer<typeof CorrelationId>;

/** A code of the network document, chosen by its author: lower case, digits and hyphens. */
const code = () =>
  z
    .string()
    .min(2)
    .max(64)
    .regex(
      /^[a-z0-9][a-z0-9-]*[a-z0-9]$/,
      'must be of small letters, digits and hyphens, with a letter or digit at each end',
    );

export const OrganizationId = code().brand<'OrganizationId'>();
export type OrganizationId = z.infer<typeof OrganizationId>;
export const SystemId = code().brand<'SystemId'>();
export type SystemId = z.infer<typeof SystemId>;
export const ServiceId = code().brand<'ServiceId'>();
export type ServiceId = z.infer<typeof ServiceId>;
export const AgreementId = code().brand<'AgreementId'>();
export type AgreementId = z.infer<typeof AgreementId>;
export const ClientId = code().brand<'ClientId'>();
export type ClientId = z.infer<typeof ClientId>;

/** A purpose of the catalogue, such as LAV-INV. */
export const PurposeCode = z
  .string()
  .max(20)
  .regex(/^[A-Z]{2,6}(-[A-Z]{2,6})?$/, 'must be the code of a purpose, as ADI-CONV')
  .brand<'PurposeCode'>();
export type PurposeCode = z.infer<typeof PurposeCode>;
