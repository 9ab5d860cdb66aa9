import type { NetworkView } from '../../ports.ts';
import { caseRecord } from './case-record.ts';
import type { ConvocationDeps } from './deps.ts';
import type { Judged } from './judged-cases.ts';

type Facts = Omit<
  Parameters<typeof caseRecord>[2],
  'decision' | 'subject_id' | 'asked' | 'disclosed' | 'digest' | 'outcome'
>;

/** One record for each case that somebody read, permitted or not, and the guards under which the gate's word about it still holds. */
export const judgedRecords = (
  deps: ConvocationDeps,
  network: NetworkView,
  facts: Facts,
  judged: readonly Judged[],
) => ({
  exchanges: judged.map(({ decision, subject_id, asked, disclosed, digest }) =>
    caseRecord(deps, network, {
      ...facts,
      decision,
      subject_id,
      asked,
      disclosed,
      digest,
      outcome: decision.permitted ? 'read' : 'denied',
    }),
  ),
  guards: judged.map(({ subject_id, version }) => ({ holds: 'evidence_version' as const, subject_id, version })),
});
