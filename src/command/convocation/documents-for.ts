import type { CaseExtract, MailKind } from '../../../contracts/canonical/convocation-message.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { DataClass } from '../../../contracts/canonical/data-class.ts';
import type { DeepPartial } from '../../../contracts/canonical/message.ts';
import { mailableClasses } from '../../../contracts/catalogue/purposes.ts';
import { liveCases, memberOf, presentAt, visibleTo } from '../../core/convocation/index.ts';
import type { Disclosed, NetworkView } from '../../ports.ts';
import type { Deps } from '../deps.ts';
import { cutExtract, extractOf } from './extract.ts';
import type { Judged } from './judged-cases.ts';
import { mailCase } from './mail-case.ts';

export type CaseDocument = {
  readonly case_ref: string;
  readonly extract: Disclosed<DeepPartial<CaseExtract>>;
  readonly asked: readonly DataClass[];
  readonly disclosed: readonly DataClass[];
  readonly contents: readonly ('extract' | 'minutes')[];
};

export type Documents = {
  readonly cases: readonly CaseDocument[];
  /** They may go with the mail itself; otherwise a link leads to them. */
  readonly byMail: boolean;
};

const withDocuments: ReadonlySet<MailKind> = new Set(['invitation', 'update', 'minutes']);

/** What a member gets to read of their cases, cut for them, and whether it may lie in a mailbox. */
export async function documentsFor(
  deps: Pick<Deps, 'store'>,
  network: NetworkView,
  ask: {
    readonly state: Convocation;
    readonly member_id: string;
    readonly cases: readonly Pick<Judged, 'case_ref' | 'decision'>[];
    readonly kind: MailKind;
    /** Minutes of these cases: those that the member attended. */
    readonly minuted: ReadonlySet<string>;
  },
): Promise<Documents> {
  const { state, member_id, cases, kind, minuted } = ask;
  const line = memberOf(state, member_id);
  if (line === undefined || !withDocuments.has(kind)) return { cases: [], byMail: false };
  const byRef = new Map(liveCases(state).map((each) => [String(each.item.case_ref), each]));
  const { members: fellows } = visibleTo(state, member_id);
  const found = cases.map(async ({ case_ref, decision }): Promise<CaseDocument[]> => {
    const each = byRef.get(case_ref);
    if (each === undefined || !decision.permitted || decision.rule === 'permit/closing') return [];
    const { members } = mailCase(state, each, fellows, network);
    const { concerns } = line.member;
    const present = presentAt(state, case_ref, fellows).map(({ member_id }) => member_id);
    const whole = await extractOf(deps, each, { concerns, withMinutes: minuted.has(case_ref), members, present });
    if (whole === null) return [];
    const { value, asked, disclosed } = cutExtract(whole, decision.classes);
    const contents = [
      ...(value.analysis === undefined ? [] : (['extract'] as const)),
      ...(value.minutes === undefined ? [] : (['minutes'] as const)),
    ];
    return contents.length === 0 ? [] : [{ case_ref, extract: value, asked, disclosed, contents }];
  });
  const documents = (await Promise.all(found)).flat();
  // What an agreement may let go by mail is the extract; minutes stay behind the link.
  const isExtract = ({ contents }: CaseDocument) => !contents.includes('minutes');
  const isMailable = (classes: readonly DataClass[]) => classes.every((c) => mailableClasses.includes(c));
  const agreed = cases.every(({ decision: { agreement } }) =>
    network.document.agreements.some(({ id, extract_by_mail }) => id === agreement && extract_by_mail === true),
  );
  return {
    cases: documents,
    byMail: agreed && documents.every((each) => isExtract(each) && isMailable(each.disclosed)),
  };
}
