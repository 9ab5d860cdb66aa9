import type { StoredEvent, Unit } from '../ports.ts';
import type { Context } from './context.ts';
import type { Statement } from './engine.ts';
import { place } from './keys/keyring.ts';
import { addParty, insertConvocation, insertEventPart, updateConvocation } from './statements/convocation.ts';

/** What an event says of each case, sealed under the key of the case's person. */
export async function partStatements(
  event: StoredEvent,
  { seals }: Context,
  keyOf: (subjectId: string) => Uint8Array,
): Promise<Statement[]> {
  const { stream, version, parts = [] } = event;
  return Promise.all(
    parts.map(async ({ key: part, subject_id, payload }) => {
      const sealed = await seals.seal(keyOf(subject_id), payload, place.eventPart(stream, version, part));
      return insertEventPart({ stream, version, part, subject_id, sealed });
    }),
  );
}

/** The head after the events, and the bodies that have a member. */
export function convocationStatements({ head, parties }: NonNullable<Unit['convocations']>[number]): Statement[] {
  const { id, version, status, starts_at, next_due, updated_at } = head;
  const row =
    version === 1
      ? insertConvocation({ ...head })
      : updateConvocation({ id, version, status, starts_at, next_due, updated_at });
  return [row, ...parties.map((organization) => addParty({ organization, convocation_id: id }))];
}
