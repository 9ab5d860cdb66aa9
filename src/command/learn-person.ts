import { evidenceRegistrars } from '../../contracts/catalogue/purposes.ts';
import type { Call, Unit } from '../ports.ts';
import type { Person } from './resolve-person.ts';

type Said = { readonly birth_date?: string | undefined; readonly protected_address?: boolean | undefined };

type Learnt = Pick<Unit, 'subject' | 'identifiers' | 'profile'>;

/**
 * What a message teaches about the person it is about, who is `id` from now on. Only a registrar's word about a birth date is
 * kept, and only where none is on file: others could make an adult of a minor for everybody. Writes stand on the evidence version.
 */
export function learnPerson(call: Call, person: Person, said: Said, id: string, at: string): Learnt {
  const { identifiers, subject_id } = person;
  const { protected_address } = said;
  const birth_date = evidenceRegistrars.includes(call.caller.organization_kind) ? said.birth_date : undefined;
  if (subject_id === null) return { subject: { id, identifiers, created_at: at, birth_date, protected_address } };
  return {
    ...(identifiers.length > 0 ? { identifiers: { subject_id, add: identifiers } } : {}),
    ...profileAfter(person, { birth_date, protected_address }),
  };
}

/** Of a message that was denied: once said, by whomever, an address stays protected. Who is not on file stays so. */
export const learnProtection = (person: Person, { protected_address }: Said): Learnt =>
  profileAfter(person, { protected_address });

function profileAfter({ subject_id, evidence }: Person, said: Said): Learnt {
  if (subject_id === null) return {};
  const birth_date = evidence.birth_date ?? said.birth_date ?? null;
  const protected_address = evidence.protected_address || said.protected_address === true;
  const asBefore = birth_date === evidence.birth_date && protected_address === evidence.protected_address;
  return asBefore ? {} : { profile: { subject_id, birth_date, protected_address } };
}
