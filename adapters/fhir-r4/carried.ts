import type { Finding } from '../../src/ports.ts';

/** Every place of a message that the mapping carries; `*` stands for the items of a list. What is not here is reported. */
const carried: ReadonlySet<string> = new Set([
  ...['kind', 'purpose', 'initiator', 'recipient', 'service', 'evidence/*', 'initiator_reference', 'part_of'],
  ...['tax_code', 'stp_eni_code', 'anpr_id', 'given_name', 'family_name'].map((name) => `subject/${name}`),
  ...['birth_date', 'birth_place', 'sex'].map((name) => `subject/${name}`),
  ...['municipality', 'address', 'postal_code'].map((name) => `subject/residence/${name}`),
  ...['phone', 'email', 'language'].map((name) => `subject/contacts/${name}`),
  ...['given_name', 'family_name', 'phone', 'email'].map((name) => `subject/guardian/${name}`),
  ...['given_name', 'family_name', 'phone', 'email'].map((name) => `case/case_manager/${name}`),
  ...['case/case_id', 'needs/*/domain', 'needs/*/code', 'needs/*/text', 'interventions/*'],
  ...['priority/level', 'priority/justification', 'urgent_reason'],
  ...['safety/do_not_contact_directly', 'safety/protected_address'],
  ...['health/reason', 'health/specialty', 'disability', 'social', 'violence_protection'].map(
    (name) => `circumstances/${name}`,
  ),
]);

const carriedOfEvent: ReadonlySet<string> = new Set(['type', 'reason', 'text', 'note']);

const findingsMax = 50;

/** What of the request was disclosed and has no place in the Bundle. */
export const droppedOfRequest = (request: unknown): readonly Finding[] => dropped(request, '/request', carried);

/** What of a later event was disclosed and has no place in the Task. */
export const droppedOfEvent = (event: unknown): readonly Finding[] => dropped(event, '/event', carriedOfEvent);

function dropped(value: unknown, root: string, places: ReadonlySet<string>): readonly Finding[] {
  return leaves(value, '')
    .filter((pointer) => !places.has(pointer.slice(1).replace(/\/\d+(?=\/|$)/g, '/*')))
    .slice(0, findingsMax)
    .map((pointer) => ({ pointer: `${root}${pointer}`, code: 'dropped' }));
}

function leaves(value: unknown, pointer: string): readonly string[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [pointer];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, `${pointer}/${name}`));
}
