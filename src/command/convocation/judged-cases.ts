import type { MailCase, MailKind } from '../../../contracts/canonical/convocation-message.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import { type DataClass, dataClasses } from '../../../contracts/canonical/data-class.ts';
import type { DeepPartial } from '../../../contracts/canonical/message.ts';
import { liveCases, memberOf, minutesFor, presentAt, visibleTo } from '../../core/convocation/index.ts';
import { civilDate } from '../../core/rome/index.ts';
import type { Account, Decision } from '../../policy/index.ts';
import type { Disclosed, NetworkView } from '../../ports.ts';
import type { ConvocationDeps } from './deps.ts';
import { askAboutCase } from './gate.ts';
import type { Addressee } from './line-of.ts';
import { cutMailCase, mailCase } from './mail-case.ts';

/** One case with the gate's word about it and this recipient, and what is left of it. */
export type Judged = {
  readonly case_ref: string;
  readonly subject_id: string;
  /** Of the evidence that was read. */
  readonly version: number;
  readonly decision: Decision;
  readonly value: Disclosed<DeepPartial<MailCase>>;
  readonly asked: readonly DataClass[];
  readonly disclosed: readonly DataClass[];
  readonly withheld: readonly DataClass[];
  readonly digest: string | undefined;
};

/** The recipient's cases, each judged on its own. What left the agenda since the mail was queued is not among them. */
export async function judgedCases(
  deps: ConvocationDeps,
  network: NetworkView,
  ask: {
    readonly account: Account;
    readonly now: Convocation;
    readonly asTold: Convocation;
    readonly to: Addressee;
    readonly kind: MailKind;
    readonly at: string;
    readonly isClosing: boolean;
  },
): Promise<readonly Judged[]> {
  const { account, now, asTold, to, kind, at, isClosing } = ask;
  const visible = visibleTo(isClosing ? asKnown(asTold, to) : asTold, to.member_id);
  const still = new Set(liveCases(now).map(({ item }): string => item.case_ref));
  const minuted = new Set(
    kind === 'minutes' ? minutesFor(asTold, to.member_id).map(({ item }): string => item.case_ref) : [],
  );
  const cases = visible.cases.filter(
    ({ item }) => (still.has(item.case_ref) || isClosing) && (kind !== 'minutes' || minuted.has(item.case_ref)),
  );
  const judged = cases.map(async (each): Promise<Judged> => {
    const evidence = await deps.store.evidence(each.subject_id);
    const decision = askAboutCase({
      account,
      network,
      organizer: asTold.organizer,
      to: to.organization,
      purpose: asTold.purpose,
      operation: 'convene',
      evidence,
      birth_date: each.item.subject.birth_date ?? null,
      today: civilDate(at),
      closing: isClosing,
    });
    const called = visible.members;
    const named = kind === 'minutes' ? presentAt(asTold, each.item.case_ref, called) : called;
    const whole = mailCase(asTold, each, named, network);
    const { value, asked, disclosed } = cutMailCase(whole, decision.classes);
    const withheld = neverTold(decision);
    const digest = decision.permitted
      ? await deps.ledgerDigest(new TextEncoder().encode(JSON.stringify(value)))
      : undefined;
    const { subject_id } = each;
    return {
      case_ref: each.item.case_ref,
      subject_id,
      version: evidence.version,
      decision,
      value,
      asked,
      disclosed,
      withheld,
      digest,
    };
  });
  return Promise.all(judged);
}

/**
 * What the recipient is not told of any case, whether there is something of it or not: that something of health or of violence was withheld would
 * tell that there is.
 */
export const neverTold = ({ classes }: Decision): readonly DataClass[] =>
  dataClasses.filter((c) => c !== 'public' && !classes.has(c));

/** Who leaves is told of what they knew: the line has not left yet, and where a case left the agenda and took it along, neither has the case. */
function asKnown(state: Convocation, { member_id: id }: Addressee): Convocation {
  const known = {
    ...state,
    members: state.members.map((line) => (line.member.member_id === id ? { ...line, removed: false } : line)),
    beneficiaries: state.beneficiaries.map((b) => (b.member_id === id ? { ...b, removed: false } : b)),
  };
  if (visibleTo(known, id).cases.length > 0) return known;
  const own =
    memberOf(state, id)?.member.cases ?? state.beneficiaries.flatMap((b) => (b.member_id === id ? b.case : []));
  const last = state.withdrawn_cases.findLast((ref) => own.some((each) => each === ref));
  const cases = state.cases.map((c) => (c?.item.case_ref === last ? c && { ...c, withdrawn: false } : c));
  return { ...known, cases };
}
