import type { DocumentsView } from '../../../contracts/api/answer-views.ts';
import { type Refusal, refuse } from '../../../contracts/canonical/refusal.ts';
import { minutesFor } from '../../core/convocation/index.ts';
import { assembleForMember, gatewayAccount, publish } from '../../policy/index.ts';
import type { MailDocument, NetworkView, Outcome, Said, Visitor } from '../../ports.ts';
import { aboutMeeting, recordLook } from './answer-by-link.ts';
import { caseRecord } from './case-record.ts';
import type { ConvocationDeps } from './deps.ts';
import { type Documents, documentsFor } from './documents-for.ts';
import { type Judged, judgedCases } from './judged-cases.ts';
import { addresseeOf } from './line-of.ts';
import { type OpenLink, openLink } from './links.ts';

type ByToken = { readonly token: string };

/** What the link holds and what was withheld. It opens nothing and takes no view, because mail scanners look, too. */
export const readDocuments =
  (deps: ConvocationDeps) =>
  async (visitor: Visitor, { token }: ByToken): Promise<Outcome<Said<DocumentsView>>> => {
    const found = await judgedDocuments(deps, token);
    if (found.refused) return found;
    const { open, at, network, judged, documents } = found;
    const refusal = await recordLook(deps, network, visitor, open, judged, at);
    if (refusal !== null) return refusal;
    const withheld = judged.flatMap((each) => each.withheld);
    const contents = documents.cases.flatMap((each) => each.contents);
    const head = {
      ...aboutMeeting(open.state, network, open.line),
      withheld: [...new Set(withheld)],
      views_left: Math.min(open.link.views_left, 100),
      expires_at: open.link.expires_at,
      contents: (['extract', 'minutes'] as const).filter((each) => contents.includes(each)),
    };
    const cases = judged.filter(({ decision }) => decision.permitted).map(({ value }) => value);
    return { refused: false, status: 200, headers: {}, body: assembleForMember(head, cases) };
  };

/** The documents as one PDF, judged and cut at this moment. It takes a view of the link and is in the ledger, or it does not happen. */
export const openDocuments =
  (deps: ConvocationDeps) =>
  async (visitor: Visitor, { token }: ByToken): Promise<Outcome<Pick<MailDocument, 'content' | 'filename'>>> => {
    const found = await judgedDocuments(deps, token);
    if (found.refused) return found;
    const { open, at, network, judged, documents } = found;
    if (open.link.views_left === 0) return refuse('convocation/link-spent');
    const { state, line, link } = open;
    const records = judged.map(({ case_ref, decision, subject_id }) => {
      const document = documents.cases.find((each) => each.case_ref === case_ref);
      return caseRecord(deps, network, {
        at,
        correlation_id: visitor.correlation_id,
        operation: 'convocation.documents',
        direction: 'out',
        decision,
        from: state.organizer,
        to: line.member.organization,
        subject_id,
        asked: document?.asked ?? [],
        disclosed: document?.disclosed ?? [],
        convocation_id: state.id,
        outcome: !decision.permitted ? 'denied' : document === undefined ? 'nothing-to-open' : 'opened',
      });
    });
    const [first, ...others] = records;
    if (first === undefined) return refuse('gate/denied');
    if (documents.cases.length === 0) {
      const { committed } = await deps.store.commit({ exchanges: [first, ...others] });
      return refuse(committed ? 'gate/denied' : 'gateway/unavailable');
    }
    const made = await deps.composeExtract(
      documents.cases.map(({ extract }) => extract),
      publish(headOf(found)),
    );
    const committed = await deps.store.commit({
      exchanges: [first, ...others],
      guards: [
        { holds: 'link', digest: link.digest, at },
        ...judged.map(({ subject_id, version }) => ({ holds: 'evidence_version' as const, subject_id, version })),
      ],
    });
    if (!committed.committed) {
      return refuse(committed.conflict === 'link' ? 'convocation/link-spent' : 'gateway/overloaded');
    }
    const { content, filename } = made;
    return { refused: false, status: 200, headers: {}, body: publish({ content, filename }) };
  };

/** Void: who bears the link is no part of the meeting any more, or it is off. Then it opens nothing, and does not say which. */
async function judgedDocuments(deps: ConvocationDeps, token: string): Promise<Found | Refusal> {
  const open = await openLink(deps, token, 'documents');
  if (open.refused) return open;
  const at = deps.clock();
  const network = await deps.network();
  const { state, line } = open;
  const { member_id } = line.member;
  const to = addresseeOf(state, network, member_id);
  if (to === null || line.removed || state.status === 'cancelled') return refuse('convocation/link-void');
  const judged = await judgedCases(deps, network, {
    account: gatewayAccount,
    now: state,
    asTold: state,
    to,
    kind: 'invitation',
    at,
    isClosing: false,
  });
  const minuted = new Set(minutesFor(state, member_id).map(({ item }) => String(item.case_ref)));
  const documents = await documentsFor(deps, network, { state, member_id, cases: judged, kind: 'minutes', minuted });
  return { refused: false, open, at, network, judged, documents };
}

type Found = {
  readonly refused: false;
  readonly open: OpenLink;
  readonly at: string;
  readonly network: NetworkView;
  readonly judged: readonly Judged[];
  readonly documents: Documents;
};

/** The text of the minutes goes to who attended a case, and to nobody else. */
function headOf({ open: { state, line }, at, network, judged, documents }: Found) {
  const { language, to, organizer, meeting } = aboutMeeting(state, network, line);
  const attended = documents.cases.some(({ contents }) => contents.includes('minutes'));
  return {
    language,
    at,
    meeting,
    to: { ...to, member_id: line.member.member_id, function: line.member.function, email: line.member.email },
    organizer: { ...organizer, email: state.organizer_contact.email },
    withheld: [...new Set(judged.flatMap(({ withheld }) => withheld))],
    ...(state.minutes_text === null || !attended ? {} : { minutes_text: state.minutes_text }),
  };
}
