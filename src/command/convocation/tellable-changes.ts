import type { MailChange } from '../../../contracts/canonical/convocation-message.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import { gatewayAccount } from '../../policy/index.ts';
import type { NetworkView } from '../../ports.ts';
import type { ConvocationDeps } from './deps.ts';
import { type Judged, judgedCases } from './judged-cases.ts';
import type { Addressee } from './line-of.ts';

type Ask = {
  /** As of the event before the one that is told. */
  readonly before: Convocation | null;
  readonly to: Addressee;
  readonly at: string;
  readonly changes: readonly MailChange[];
  readonly allowed: readonly Judged[];
};

/**
 * What may be said of what changed. A team is told of under its case: where the gate closed the case, who came and who left is not said either. A
 * case that left the agenda is judged as one that is on it, and named as far as that goes.
 */
export async function tellableChanges(
  deps: ConvocationDeps,
  network: NetworkView,
  { before, to, at, changes, allowed }: Ask,
): Promise<{ readonly changes: readonly MailChange[]; readonly gone: readonly Judged[] }> {
  const refs = new Set(changes.flatMap(({ what, case_ref }) => (what === 'case_withdrawn' ? (case_ref ?? []) : [])));
  const known =
    before === null || refs.size === 0
      ? []
      : await judgedCases(deps, network, {
          account: gatewayAccount,
          now: before,
          asTold: before,
          to,
          kind: 'update',
          at,
          isClosing: false,
        });
  const gone = known.filter(({ case_ref }) => refs.has(case_ref));
  const told = changes.flatMap((change): MailChange[] => {
    if (change.case_ref === undefined) return [change];
    const judged = [...allowed, ...gone].find(({ case_ref }) => case_ref === change.case_ref);
    if (judged?.decision.permitted !== true) return [];
    return change.what === 'case_withdrawn' ? [{ ...change, name: nameOf(judged) }] : [change];
  });
  return { changes: told, gone };
}

/** As mails name a case, `M.R. (BV-2026-0107)`, as far as it was disclosed. */
const nameOf = ({ value: { initials, case_id }, case_ref }: Judged): string =>
  initials && case_id ? `${initials} (${case_id})` : (initials ?? case_id ?? case_ref);
