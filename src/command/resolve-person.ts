import type { SubjectIdentifiers } from '../../contracts/canonical/subject.ts';
import { evidenceRegistrars } from '../../contracts/catalogue/purposes.ts';
import type { Call, Store, SubjectIdentifier } from '../ports.ts';
import type { Deps } from './deps.ts';
import { identifiersOf } from './identifiers.ts';

export type Person = Omit<Awaited<ReturnType<Store['prepare']>>, 'identifiers_missing'> & {
  /** Of a new person all of them; of a person on file those that the caller's word may add. */
  readonly identifiers: readonly SubjectIdentifier[];
};

/**
 * Who the identifiers of a message mean, with the evidence about them and the reply remembered for the call. Only the word of a
 * registrar ties a further identifier to a person on file, and only a registrar learns that identifiers disagree: anybody else's
 * first identifier counts, so that nobody lends one person's evidence to another, or finds out who is known.
 */
export async function resolvePerson(
  deps: Pick<Deps, 'store'>,
  call: Call,
  subject: SubjectIdentifiers,
): Promise<Person> {
  const given = identifiersOf(subject);
  const isRegistrar = evidenceRegistrars.includes(call.caller.organization_kind);
  const asked = isRegistrar ? given : given.slice(0, 1);
  const { identifiers_missing, ...found } = await deps.store.prepare({
    identifiers: asked,
    ...(call.idempotency ? { idempotency: { client_id: call.caller.client_id, key: call.idempotency.key } } : {}),
  });
  return { ...found, identifiers: found.subject_id === null ? asked : identifiers_missing };
}
