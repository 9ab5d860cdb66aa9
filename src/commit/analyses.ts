import type {
  PreliminaryAnalysis,
  PreliminaryAnalysisRequest,
} from '../../contracts/canonical/preliminary-analysis.ts';
import type { Store } from '../ports.ts';
import type { Context } from './context.ts';
import { place } from './keys/keyring.ts';
import { listed } from './page.ts';
import { read } from './statement.ts';
import { analysisById, listAnalysesAbout, listAnalysesBy } from './statements/analysis.ts';
import { linkByDigest } from './statements/link.ts';
import type { LinkTable } from './tables.ts';

type Area = Pick<Store, 'analysis' | 'listAnalyses' | 'link'>;

/** Preliminary analyses, and the links by which documents made of them are opened. */
export function analysesArea({ engine, keys, seals }: Context): Area {
  return {
    analysis: async (id, version) => {
      const [[row]] = await read(engine, analysisById({ id, version: version ?? null }));
      if (row === undefined) return null;
      const { sealed, data_key, master_key_id, ...head } = row;
      const key = await keys.open(row.subject_id, { data_key, master_key_id });
      if (key === null) return null;
      const content = await seals.open(key, sealed, place.analysis(row.id, row.version));
      // What was sealed here was parsed by the contract, and the tag holds for this row and version only.
      return { ...head, content: content as PreliminaryAnalysisRequest };
    },
    listAnalyses: ({ recorded_by, subject_id }, cursor, limit) =>
      listed(
        'analyses',
        cursor,
        limit,
        (row: Omit<PreliminaryAnalysis, 'content'>) => row,
        (from) => {
          if (subject_id === undefined) return read(engine, listAnalysesBy({ recorded_by, ...from }));
          return read(engine, listAnalysesAbout({ recorded_by, subject_id, ...from }));
        },
      ),
    link: async (digest) => {
      const [[row]] = await read(engine, linkByDigest({ digest }));
      return row === undefined ? null : toLink(row);
    },
  };
}

/** The kind is one of ours: nobody else writes this table. */
const toLink = ({ kind, ...row }: LinkTable) =>
  ({ ...row, kind: kind === 'documents' || kind === 'reply' ? kind : 'answer' }) as const;
