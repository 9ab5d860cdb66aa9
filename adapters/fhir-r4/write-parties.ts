import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { Organization } from '../../contracts/canonical/organization.ts';
import type { Options } from './config.ts';
import { concept, type Resource } from './fhir.ts';
import { hl7, own } from './vocabulary.ts';
import { telecom } from './write-patient.ts';

export type Identifier = { readonly system: string; readonly value: string };

/** How a body is known to this partner: as configured, else by its FLS code, else by our own id. The first one finds it. */
export function identifiersOf(organization: Organization, options: Options): readonly [Identifier, ...Identifier[]] {
  const ours = { system: own(options, 'organization'), value: organization.id };
  const [first, ...rest] = options.organizations[organization.id] ?? [];
  if (first !== undefined) return [first, ...rest, ours];
  return organization.codes?.fls ? [{ system: hl7.fls, value: organization.codes.fls }, ours] : [ours];
}

export function writeOrganization(organization: Organization, options: Options): Resource {
  return {
    resourceType: 'Organization',
    identifier: identifiersOf(organization, options),
    active: true,
    name: organization.name,
  };
}

const manager = (message: PartialReferralMessage) => message.request.case?.case_manager ?? {};

/** Whether anything of the case manager may be told. */
export const hasCaseManager = (message: PartialReferralMessage) =>
  Object.values(manager(message)).some((part) => part !== undefined);

/** The case manager belongs to this referral only: nothing else identifies a municipal social worker to a health body. */
const caseManagerId = (message: PartialReferralMessage, options: Options) => [
  { system: own(options, 'case-manager-of-referral'), value: message.referral_id },
];

export function writePractitioner(message: PartialReferralMessage, options: Options): Resource {
  const who = manager(message);
  return {
    resourceType: 'Practitioner',
    identifier: caseManagerId(message, options),
    name: [{ family: who.family_name, given: [who.given_name] }],
    telecom: telecom(who, 'work'),
  };
}

export function writePractitionerRole(
  message: PartialReferralMessage,
  options: Options,
  refer: { readonly practitioner: string; readonly organization: string },
): Resource {
  return {
    resourceType: 'PractitionerRole',
    identifier: caseManagerId(message, options),
    practitioner: { reference: refer.practitioner },
    organization: { reference: refer.organization },
    code: [concept(own(options, 'role'), 'case_manager', 'Responsabile del caso')],
  };
}
