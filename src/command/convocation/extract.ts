import { CaseExtract } from '../../../contracts/canonical/convocation-message.ts';
import type { CaseState } from '../../../contracts/canonical/convocation-state.ts';
import type { PreliminaryAnalysisRequest } from '../../../contracts/canonical/preliminary-analysis.ts';
import { discloser } from '../../policy/index.ts';
import type { Deps } from '../deps.ts';

export const cutExtract = discloser<CaseExtract>(CaseExtract, 'CaseExtract');

/** What stands behind a recipient's link for one case, before the gate cuts it: the analysis as far as it concerns them, and the minutes. */
export async function extractOf(
  deps: Pick<Deps, 'store'>,
  { item, analysis_version, minutes }: CaseState,
  ask: {
    readonly concerns: readonly string[] | undefined;
    readonly withMinutes: boolean;
    readonly members: CaseExtract['members'];
    readonly present: CaseExtract['present'];
  },
): Promise<CaseExtract | null> {
  const found =
    item.analysis_id === undefined || analysis_version === null
      ? null
      : await deps.store.analysis(item.analysis_id, analysis_version);
  const shown = ask.withMinutes ? minutes : null;
  if (found === null && shown === null) return null;
  return {
    case_ref: item.case_ref,
    case_id: item.case_id,
    ...(found === null ? {} : { analysis: narrowed(found.content, ask.concerns) }),
    ...(shown === null ? {} : { minutes: shown, members: ask.members, present: ask.present }),
  };
}

/**
 * The analysis as far as it is about the people whom a recipient works with: a school is told of the pupil and not of the parents. What is said of
 * nobody in particular is of the household, and so is left out.
 */
function narrowed(
  content: PreliminaryAnalysisRequest,
  concerns: readonly string[] | undefined,
): PreliminaryAnalysisRequest {
  if (concerns === undefined) return content;
  const { health: _h, disability: _d, violence_protection: _v, judicial: _j, exemption_reason: _e, ...rest } = content;
  const isTheirs = ({ person }: { person?: string | undefined }) => person !== undefined && concerns.includes(person);
  const domains = Object.fromEntries(
    Object.entries(content.domains).flatMap(([name, domain]) => {
      if (domain === undefined) return [];
      const needs = domain.needs?.filter(isTheirs);
      const resources = domain.resources?.filter(isTheirs);
      return [[name, { ...(needs ? { needs } : {}), ...(resources ? { resources } : {}) }]];
    }),
  );
  const { household } = content;
  return {
    ...rest,
    domains,
    ...(household === undefined
      ? {}
      : { household: { size: household.size, members: household.members?.filter(isTheirs) } }),
  };
}
