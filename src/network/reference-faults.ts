import type { Collection, Draft } from './draft.ts';
import { type Fault, fault, itemsOf, repeated } from './fault.ts';

/** Ids that stand twice, and ids that name nothing. */
export function referenceFaults({ declared, ...draft }: Draft): Fault[] {
  const known = (collection: Collection) => new Set(declared[collection].map(({ value }) => value));
  const organizations = known('organizations');
  const services = known('services');
  const missing = (at: string, id: string | undefined, ids: ReadonlySet<string>, what: string) =>
    id === undefined || ids.has(id) ? [] : [fault(at, 'unknown_reference', `names no ${what} of this document`)];
  const list = (at: string, items: readonly string[] | undefined, ids: ReadonlySet<string>, what: string) => [
    ...repeated(itemsOf(at, items), `the same ${what}`),
    ...itemsOf(at, items).flatMap((item) => missing(item.at, item.value, ids, what)),
  ];

  return [
    ...Object.values(declared).flatMap((ids) => repeated(ids, 'the same id')),
    ...draft.services.flatMap(({ at, value }) =>
      list(`${at}/providers`, value.providers, organizations, 'organization'),
    ),
    ...draft.agreements.flatMap(({ at, value }) => [
      ...list(`${at}/parties`, value.parties, organizations, 'organization'),
      ...list(`${at}/services`, value.services, services, 'service'),
    ]),
    ...draft.systems.flatMap(({ at, value }) =>
      missing(`${at}/organization`, value.organization, organizations, 'organization'),
    ),
    ...draft.clients.flatMap(({ at, value }) => [
      ...missing(`${at}/organization`, value.organization, organizations, 'organization'),
      ...missing(`${at}/system`, value.system, known('systems'), 'system'),
    ]),
  ];
}
