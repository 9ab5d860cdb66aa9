import { MailCase } from '../../../contracts/canonical/convocation-message.ts';
import type { CaseState, Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { Fellow } from '../../core/convocation/index.ts';
import { discloser } from '../../policy/index.ts';
import type { NetworkView } from '../../ports.ts';

/** Cuts a case by the decision about it: what a mail or a page may say of it. */
export const cutMailCase = discloser<MailCase>(MailCase, 'MailCase');

/** A case as its members may know of it, before the gate cuts it by class. */
export function mailCase(
  state: Convocation,
  { item }: CaseState,
  members: readonly Fellow[],
  network: NetworkView,
): MailCase {
  const manager = state.members.find(({ member }) => member.member_id === item.case_manager)?.member;
  return {
    case_ref: item.case_ref,
    case_id: item.case_id,
    initials: initialsOf(item.subject),
    case_manager: { given_name: manager?.given_name ?? '-', family_name: manager?.family_name ?? '-' },
    members: members
      .filter(({ cases }) => cases.includes(item.case_ref))
      .map(({ member_id, given_name, family_name, function: role, organization }) => ({
        member_id,
        given_name,
        family_name,
        function: role,
        organization_name: network.organization(organization)?.name ?? organization,
      })),
  };
}

/** M.R.: enough for who knows the case, nothing for who finds the mail. */
function initialsOf({ given_name, family_name }: CaseState['item']['subject']): string {
  const letters = [given_name, family_name].flatMap((name) => {
    const [letter] = name === undefined ? [] : [...name.trim()];
    return letter === undefined ? [] : [`${letter.toLocaleUpperCase('it')}.`];
  });
  return letters.join('') || '–';
}
