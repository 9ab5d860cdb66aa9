import type { Store } from '../ports.ts';
import type { Context } from './context.ts';
import { createEvidenceRows, evidenceLimit } from './evidence-rows.ts';
import { type From, listed } from './page.ts';
import { ifFirstFound, read } from './statement.ts';
import {
  consentById,
  evidenceOf,
  evidenceVersion,
  listConsentsBy,
  listConsentsOfSubject,
} from './statements/consent.ts';
import { subjectById } from './statements/subject.ts';

type Area = Pick<Store, 'evidence' | 'consent' | 'listConsents'>;

/** Everything about a person in one round trip. Where no change of evidence was ever counted there is none. */
export const evidenceStatements = (id: string) =>
  [
    evidenceVersion({ subject_id: id }),
    subjectById({ id }),
    ifFirstFound(evidenceOf({ subject_id: id, limit: evidenceLimit })),
  ] as const;

export function evidenceArea(context: Context): Area {
  const { engine } = context;
  const { toConsent, toEvidence } = createEvidenceRows(context);
  return {
    evidence: async (subjectId) => {
      const [heads, [subject], records] = await read(engine, ...evidenceStatements(subjectId));
      return toEvidence({ subject, heads, records });
    },
    consent: async (id) => {
      const [[row]] = await read(engine, consentById({ id }));
      return row === undefined ? null : toConsent(row);
    },
    listConsents: ({ subject_id, registered_by }, cursor, limit, shows) => {
      const rowsFrom = (from: From) => {
        const args = { registered_by, ...from };
        if (subject_id === undefined) return read(engine, listConsentsBy(args));
        return read(engine, listConsentsOfSubject({ ...args, subject_id }));
      };
      return listed('consents', cursor, limit, toConsent, rowsFrom, shows);
    },
  };
}
