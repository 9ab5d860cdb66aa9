import type { NewSubject, Store, Unit } from '../ports.ts';
import { conflictOf } from './conflict.ts';
import type { Context } from './context.ts';
import type { Statement } from './engine.ts';
import type { Profile } from './evidence-rows.ts';
import { place } from './keys/keyring.ts';
import { read } from './statement.ts';
import { insertSubject, subjectKey } from './statements/subject.ts';
import { unitStatements } from './unit.ts';

/** Everything a unit says, or nothing of it. A conflict is a value; what cannot be explained by one throws. */
export function createCommit(context: Context): Store['commit'] {
  const { engine, keys } = context;
  return async (unit) => {
    const known = await knownKeys(unit, context);
    const fresh = await Promise.all(newSubjects(unit).map((subject) => freshSubject(subject, context)));
    for (const { id, key } of fresh) known.set(id, key);
    const keyOf = (id: string) => {
      const key = known.get(id);
      if (key === undefined) throw new Error(`no data key for subject ${id}`);
      return key;
    };
    const statements = await unitStatements(unit, context, keyOf);
    const result = await engine.commit([...statements, ...fresh.map(({ statement }) => statement)]);
    if (!result.committed) return { committed: false, conflict: conflictOf(result.broken) };
    for (const { id, key } of fresh) keys.remember(id, key);
    return { committed: true };
  };
}

const newSubjects = ({ subject, subjects = [] }: Unit): readonly NewSubject[] =>
  subject === undefined ? subjects : [subject, ...subjects];

type Fresh = { readonly id: string; readonly key: Uint8Array; readonly statement: Statement };

async function freshSubject(subject: NewSubject, { keys, seals }: Context): Promise<Fresh> {
  const { id, birth_date = null, protected_address = false, created_at } = subject;
  const { key, ...wrapped } = await keys.make(id);
  const known: Profile = { birth_date, protected_address };
  const profile = birth_date === null && !protected_address ? null : await seals.seal(key, known, place.profile(id));
  return { id, key, statement: insertSubject({ id, ...wrapped, profile, created_at }) };
}

/** Keys of the people already known that the unit seals something for; those not in memory in one round trip. */
async function knownKeys(unit: Unit, { engine, keys }: Context): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  const missing: string[] = [];
  for (const id of sealedFor(unit)) {
    const key = keys.recall(id);
    if (key === undefined) missing.push(id);
    else found.set(id, key);
  }
  if (missing.length === 0) return found;
  const rows = (await read(engine, ...missing.map((id) => subjectKey({ id })))).flat();
  for (const row of rows) {
    const key = await keys.open(row.id, row);
    if (key !== null) found.set(row.id, key);
  }
  return found;
}

function sealedFor(unit: Unit): ReadonlySet<string> {
  const { profile, events = [], referrals = [], consents = [], analyses = [] } = unit;
  const withReference = consents.filter((consent) => consent.document_reference !== undefined);
  const parts = events.flatMap((event) => event.parts ?? []);
  const ids = new Set(
    [...events, ...parts, ...referrals, ...analyses, ...withReference, ...(profile ? [profile] : [])].map(
      (each) => each.subject_id,
    ),
  );
  for (const { id } of newSubjects(unit)) ids.delete(id);
  return ids;
}
