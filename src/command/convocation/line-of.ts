import type { Beneficiary, TeamMember } from '../../../contracts/canonical/convocation.ts';
import type { MailLanguage } from '../../../contracts/canonical/convocation-codes.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import { headId, organizerId } from '../../core/convocation/index.ts';
import type { NetworkView } from '../../ports.ts';

/** To whom a mail goes. */
export type Addressee = {
  readonly member_id: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly function?: TeamMember['function'] | undefined;
  readonly email: string;
  readonly pec?: string | undefined;
  readonly language: MailLanguage;
  readonly organization: string;
  readonly required: boolean;
  readonly is: 'member' | 'beneficiary' | 'organizer' | 'head';
};

/** The body in whose name somebody is addressed; a beneficiary is written to by the organizer, for the organizer. */
export function organizationOf(state: Convocation, id: string): string {
  const member = state.members.find(({ member }) => member.member_id === id);
  if (member !== undefined) return member.member.organization;
  return state.members.find(({ member }) => headId(member.organization) === id)?.member.organization ?? state.organizer;
}

/** Who is meant by the id of a mail; null where there is nobody (any more), or no address. */
export function addresseeOf(state: Convocation, network: NetworkView, id: string): Addressee | null {
  const line = state.members.find(({ member }) => member.member_id === id);
  if (line !== undefined) return { ...ofMember(line.member), is: 'member' };
  const beneficiary = state.beneficiaries.find((b) => b.member_id === id);
  if (beneficiary !== undefined) return ofBeneficiary(beneficiary, state.organizer);
  if (id === organizerId) {
    const { given_name, family_name, email, language = 'it' } = state.organizer_contact;
    const organization = state.organizer;
    return { member_id: id, given_name, family_name, email, language, organization, required: false, is: 'organizer' };
  }
  const body = state.members.find(({ member }) => headId(member.organization) === id)?.member.organization;
  const head = body === undefined ? undefined : network.organization(body)?.head;
  if (body === undefined || head === undefined) return null;
  return { ...head, member_id: id, language: head.language ?? 'it', organization: body, required: false, is: 'head' };
}

const ofMember = ({ language = 'it', required = false, ...member }: TeamMember) => ({
  member_id: member.member_id,
  given_name: member.given_name,
  family_name: member.family_name,
  function: member.function,
  email: member.email,
  pec: member.pec,
  organization: member.organization,
  language,
  required,
});

/** Whoever has no address is written to by post, so that of the organizer stands in: nothing is sent to it. */
export function addresseeOnPaper(state: Convocation, id: string): Addressee | null {
  const beneficiary = state.beneficiaries.find((b) => b.member_id === id);
  if (beneficiary === undefined) return null;
  return ofBeneficiary({ ...beneficiary, email: beneficiary.email ?? state.organizer_contact.email }, state.organizer);
}

function ofBeneficiary({ email, language = 'it', ...who }: Beneficiary, organizer: string): Addressee | null {
  if (email === undefined) return null;
  const { member_id, given_name, family_name } = who;
  return {
    member_id,
    given_name,
    family_name,
    email,
    language,
    organization: organizer,
    required: false,
    is: 'beneficiary',
  };
}
