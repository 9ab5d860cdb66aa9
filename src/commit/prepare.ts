import type { Store, SubjectIdentifier } from '../ports.ts';
import type { Context } from './context.ts';
import { evidenceStatements } from './evidence.ts';
import { createEvidenceRows, evidenceLimit } from './evidence-rows.ts';
import type { BlindIndex } from './keys/blind-index.ts';
import { toReply } from './replies.ts';
import { ifFirstFound, read } from './statement.ts';
import { evidenceByBlind, evidenceVersionByBlind } from './statements/consent.ts';
import { replyByKey } from './statements/reply.ts';
import { subjectsByBlind } from './statements/subject.ts';

type Area = Pick<Store, 'findSubject' | 'prepare'>;
type Prepared = Awaited<ReturnType<Store['prepare']>>;
type Reply = ReturnType<typeof replyByKey>;
type Identifiers = readonly [SubjectIdentifier, ...SubjectIdentifier[]];

export function prepareArea(context: Context): Area {
  const { engine, blind } = context;
  const { toEvidence } = createEvidenceRows(context);

  const byId = async (id: string, reply: Reply): Promise<Prepared> => {
    const [heads, [subject], records, [remembered]] = await read(engine, ...evidenceStatements(id), reply);
    return {
      subject_id: subject?.id ?? null,
      ambiguous: false,
      identifiers_missing: [],
      evidence: await toEvidence({ subject, heads, records }),
      remembered: toReply(remembered),
    };
  };

  const byIdentifiers = async (identifiers: Identifiers, reply: Reply): Promise<Prepared> => {
    const blinds = await blindsOf(identifiers, blind);
    const [people, heads, records, [remembered]] = await read(
      engine,
      subjectsByBlind(blinds),
      ifFirstFound(evidenceVersionByBlind(blinds)),
      ifFirstFound(evidenceByBlind({ ...blinds, limit: evidenceLimit })),
      reply,
    );
    const subject = onePerson(people);
    const onFile = [blinds.a, blinds.b, blinds.c].map((one) => people.some((row) => sameBytes(row.blind, one)));
    return {
      subject_id: subject?.id ?? null,
      ambiguous: subject === undefined && people.length > 0,
      identifiers_missing: identifiers.filter((_, index) => !onFile[index]),
      evidence: await toEvidence({ subject, heads, records }),
      remembered: toReply(remembered),
    };
  };

  return {
    findSubject: async ([first, ...others]) => {
      if (first === undefined) return null;
      const [people] = await read(engine, subjectsByBlind(await blindsOf([first, ...others], blind)));
      const subject = onePerson(people);
      return subject === undefined ? null : { subject_id: subject.id, known_since: subject.created_at };
    },
    prepare: ({ identifiers: [first, ...others] = [], subject_id, idempotency }) => {
      const reply = replyByKey({ client_id: idempotency?.client_id ?? '', idempotency_key: idempotency?.key ?? '' });
      if (subject_id === undefined && first !== undefined) return byIdentifiers([first, ...others], reply);
      return byId(subject_id ?? '', reply);
    },
  };
}

/** One identifier of each of the three systems at most; a missing one repeats another. */
async function blindsOf([first, second, third, ...more]: Identifiers, blind: BlindIndex) {
  if (more.length > 0) throw new Error('more identifiers than there are systems');
  const a = await blind(first);
  const b = second === undefined ? a : await blind(second);
  return { a, b, c: third === undefined ? b : await blind(third) };
}

/** The person that all of the identifiers found belong to. */
const onePerson = <R extends { readonly id: string }>([first, ...others]: readonly R[]): R | undefined =>
  others.every(({ id }) => id === first?.id) ? first : undefined;

const sameBytes = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);
