import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import { TaxCode } from '../../contracts/canonical/subject.ts';
import { taxCodeHolds } from '../../contracts/canonical/tax-code.ts';
import type { Finding } from '../../src/ports.ts';
import type { Options } from './config.ts';
import { concept, type Member, type Resource } from './fhir.ts';
import { hl7, own } from './vocabulary.ts';

type Subject = NonNullable<PartialReferralMessage['request']['subject']>;
const at = '/request/subject';

/** The person as a Patient of the Italian base. Identified by our referral too, so that a repeat finds it again. */
export function writePatient(message: PartialReferralMessage, options: Options): Resource {
  const subject = message.request.subject ?? {};
  const safety = message.request.safety;
  return {
    resourceType: 'Patient',
    extension: [birthPlace(subject)],
    identifier: [
      { system: hl7.taxCode, value: taxCodeFits(subject) ? subject.tax_code : undefined },
      { system: hl7.anpr, value: subject.anpr_id },
      { system: subject.stp_eni_code?.startsWith('ENI') ? hl7.eni : hl7.stp, value: subject.stp_eni_code },
      { system: own(options, 'subject-of-referral'), value: message.referral_id },
    ].filter(({ value }) => value !== undefined),
    name: [nameOf(subject, message.withheld.includes('identity'))],
    // A number in the partner's registry is called and texted by its machines: better none where nobody may call.
    telecom: safety?.do_not_contact_directly ? undefined : telecom(subject.contacts ?? {}, 'home'),
    gender: subject.sex,
    birthDate: subject.birth_date,
    address: safety?.protected_address ? undefined : [residence(subject)],
    contact: [guardian(subject)],
    communication: [{ language: concept(hl7.language, subject.contacts?.language) }],
  };
}

/** What the target's own rules would refuse, what is doubtful, and what safety keeps out. */
export function doubtsAboutPatient(message: PartialReferralMessage): readonly Finding[] {
  const subject = message.request.subject ?? {};
  const safety = message.request.safety;
  const doubts: [boolean | undefined, string, string][] = [
    [subject.tax_code !== undefined && !taxCodeFits(subject), '/tax_code', 'tax-code-form'],
    [taxCodeFits(subject) && !taxCodeHolds(subject.tax_code ?? ''), '/tax_code', 'check-letter'],
    [subject.birth_place?.startsWith('Z'), '/birth_place', 'birth-place-abroad'],
    [
      safety?.do_not_contact_directly && subject.contacts?.phone !== undefined,
      '/contacts/phone',
      'left-out-for-safety',
    ],
    [
      safety?.do_not_contact_directly && subject.contacts?.email !== undefined,
      '/contacts/email',
      'left-out-for-safety',
    ],
    [safety?.protected_address && subject.residence !== undefined, '/residence', 'left-out-for-safety'],
  ];
  return doubts.flatMap(([holds, place, code]) => (holds ? [{ pointer: `${at}${place}`, code }] : []));
}

/** The provisional code of eleven digits is a tax code, but the base guide's rule for its slice refuses it. */
export function taxCodeFits(subject: Subject): boolean {
  return subject.tax_code?.length === 16 && TaxCode.safeParse(subject.tax_code).success;
}

/** The base wants a name, with a family or a given part; an absent one says why (masked: withheld, not unknown). */
function nameOf(subject: Subject, withheld: boolean): Member {
  if (subject.family_name !== undefined || subject.given_name !== undefined) {
    return { use: 'official', family: subject.family_name, given: [subject.given_name] };
  }
  const extension = [{ url: hl7.absent, valueCode: withheld ? 'masked' : 'unknown' }];
  return { extension, _family: { extension } };
}

export function telecom(from: { phone?: string | undefined; email?: string | undefined }, use: string): Member {
  return [
    from.phone && { system: 'phone', value: from.phone, use },
    from.email && { system: 'email', value: from.email, use },
  ];
}

const municipality = (code: string) => ({ system: hl7.municipalities, code });

const birthPlace = ({ birth_place: code }: Subject): Member =>
  code && { url: hl7.birthPlace, valueCodeableConcept: { coding: [municipality(code)] } };

function residence({ residence: home = {} }: Subject): Member {
  if (Object.values(home).every((part) => part === undefined)) return undefined;
  return {
    use: 'home',
    line: [home.address],
    _city: home.municipality && { extension: [{ url: hl7.codedText, valueCoding: municipality(home.municipality) }] },
    postalCode: home.postal_code,
  };
}

function guardian({ guardian: who = {} }: Subject): Member {
  const told = { name: { family: who.family_name, given: [who.given_name] }, telecom: telecom(who, 'home') };
  if ([who.family_name, who.given_name, who.phone, who.email].every((part) => part === undefined)) return undefined;
  return { relationship: [concept(hl7.roleCode, 'GUARD')], ...told };
}
