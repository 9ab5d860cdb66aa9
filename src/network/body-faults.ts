import type { Organization } from '../../contracts/canonical/organization.ts';
import { functionsOfKind } from '../../contracts/catalogue/team-functions.ts';
import type { Entry } from './draft.ts';
import { type Fault, fault, itemsOf, repeated } from './fault.ts';

/** Whether each body provides functions in a team that its kind may: the document narrows the catalogue, and never widens it. */
export function bodyFaults(organizations: readonly Entry<Organization>[]): Fault[] {
  return organizations.flatMap(({ at, value: { kind, team_functions } }) => {
    const items = itemsOf(`${at}/team_functions`, team_functions);
    return [
      ...repeated(items, 'the same function'),
      ...items.flatMap((item) =>
        kind === undefined || functionsOfKind[kind].includes(item.value)
          ? []
          : [fault(item.at, 'not_of_kind', `must be one of: ${functionsOfKind[kind].join(', ')}`)],
      ),
    ];
  });
}
