import type { AnswerView } from '../../../contracts/api/answer-views.ts';
import type { ConvocationAnswer } from '../../../contracts/canonical/convocation-event.ts';
import { type Refusal, refuse } from '../../../contracts/canonical/refusal.ts';
import { decide, evolve, hasBegun, memberOf } from '../../core/convocation/index.ts';
import { assembleForMember, gatewayAccount } from '../../policy/index.ts';
import type { NetworkView, Outcome, Said, Visitor } from '../../ports.ts';
import { type Again, again, persist } from '../conclude.ts';
import { plainly, recorded } from '../public-record.ts';
import { knownToLeaver } from './as-known.ts';
import { caseRecord } from './case-record.ts';
import type { ConvocationDeps } from './deps.ts';
import { eventAfter } from './event-after.ts';
import { deniedToAnswer } from './gate-answer.ts';
import { type Judged, judgedCases } from './judged-cases.ts';
import { judgedRecords } from './judged-records.ts';
import { addresseeOf } from './line-of.ts';
import { type OpenLink, openLink } from './links.ts';
import { bodyAddresses, gatewayAddresses } from './network-facts.ts';
import { answerAttemptsMax } from './record-event.ts';
import { writeEvent } from './write-event.ts';

type ByToken = { readonly token: string };

/** The bearer of an answer link looks at the meeting. Looking changes nothing: the scanners of mail systems look too. */
export const readAnswer =
  (deps: ConvocationDeps) =>
  async (visitor: Visitor, { token }: ByToken): Promise<Outcome<Said<AnswerView>>> => {
    const open = await openLink(deps, token, 'answer');
    return open.refused ? open : show(deps, visitor, open);
  };

/** The bearer answers, or answers anew. The reply is the meeting as it is then. */
export const answerByLink =
  (deps: ConvocationDeps) =>
  (
    visitor: Visitor,
    input: ByToken & { readonly answer: ConvocationAnswer; readonly sequence: number },
  ): Promise<Outcome<Said<AnswerView>>> =>
    persist(() => attempt(deps, visitor, input), answerAttemptsMax);

async function attempt(
  deps: ConvocationDeps,
  visitor: Visitor,
  { token, answer, sequence }: ByToken & { readonly answer: ConvocationAnswer; readonly sequence: number },
): Promise<Outcome<Said<AnswerView>> | Again> {
  const at = deps.clock();
  const network = await deps.network();
  const open = await openLink(deps, token, 'answer');
  if (open.refused) return open;
  const { state, line } = open;
  const { member_id } = line.member;
  const said = { type: 'answer' as const, member_id, answer, sequence, channel: 'page' as const };
  const ofBody = bodyAddresses(network, state, member_id);
  const own = gatewayAddresses(deps);
  const decided = decide(state, { event: said, actors: ['member'], at, bodyAddresses: ofBody, gatewayAddresses: own });
  if (decided.refused) return asOfTheLink(decided);
  if (decided.nothing_new) return show(deps, visitor, open);
  const denied = await deniedToAnswer(deps, network, { account: gatewayAccount, state, member_id, answer, at });
  if (denied.length > 0) {
    return (await recordLook(deps, network, visitor, open, denied, at, 'convocation.answer')) ?? refuse('gate/denied');
  }
  const event = eventAfter(state, decided, { at, by: line.member.organization });
  const after = evolve(state, event);
  const record = caseRecord(deps, network, {
    at,
    correlation_id: visitor.correlation_id,
    operation: 'convocation.answer',
    direction: 'in',
    decision: { ...plainly('permit/supplied'), purpose: state.purpose },
    from: line.member.organization,
    to: state.organizer,
    convocation_id: state.id,
    outcome: answer.answer,
  });
  const written = await writeEvent(deps, { before: state, after, event, correlation_id: visitor.correlation_id });
  const committed = await deps.store.commit({ ...written, exchanges: [record] });
  if (!committed.committed) return again;
  if (written.deliveries.length > 0) deps.wake();
  const now = after.members.find(({ member }) => member.member_id === member_id);
  return show(deps, visitor, { ...open, state: after, line: now ?? line });
}

/** Of a page there is one way in which answers are closed: it says which. */
const asOfTheLink = (refusal: Refusal): Refusal =>
  refusal.code === 'convocation/answer-closed' || refusal.code === 'convocation/event-not-available'
    ? refuse('convocation/not-answerable')
    : refusal;

/** The meeting as the bearer may see it now, each case judged anew; the look is in the ledger. */
async function show(deps: ConvocationDeps, visitor: Visitor, open: OpenLink): Promise<Outcome<Said<AnswerView>>> {
  const { state, line } = open;
  const at = deps.clock();
  const network = await deps.network();
  if (line.removed) return showLeaver(deps, network, visitor, open, at);
  const to = addresseeOf(state, network, line.member.member_id);
  if (to === null) return refuse('convocation/link-unknown');
  const isClosing = state.status === 'cancelled';
  const judged = await judgedCases(deps, network, {
    account: gatewayAccount,
    now: state,
    asTold: state,
    to,
    kind: 'invitation',
    at,
    isClosing,
  });
  const refusal = await recordLook(deps, network, visitor, open, judged, at);
  if (refusal !== null) return refusal;
  const closed = closedBecause(open, at);
  const head = {
    ...aboutMeeting(state, network, line),
    withheld: [...new Set(judged.flatMap(({ withheld }) => withheld))],
    ...(state.answer_by === null ? {} : { answer_by: state.answer_by }),
    ...aboutAnswer(open),
    may_answer: closed === undefined,
    ...(closed === undefined ? {} : { closed_because: closed }),
  };
  const cases = judged.filter(({ decision }) => decision.permitted).map(({ value }) => value);
  return { refused: false, status: 200, headers: {}, body: assembleForMember(head, cases) };
}

/** Whoever left reads that they did, when they were to come and whom to ask: no case, team or place, and nothing that came after. */
async function showLeaver(
  deps: ConvocationDeps,
  network: NetworkView,
  visitor: Visitor,
  { link, state, line }: OpenLink,
  at: string,
): Promise<Outcome<Said<AnswerView>>> {
  const known = await knownToLeaver(deps, state, line);
  const own = known === null ? undefined : memberOf(known.before, line.member.member_id);
  if (known === null || own === undefined) return refuse('convocation/link-unknown');
  const open: OpenLink = { refused: false, link, state: known.before, line: own };
  const refusal = await recordLook(deps, network, visitor, open, [], at);
  if (refusal !== null) return refusal;
  const { starts_at, ends_at, mode } = known.before.meeting;
  const head = {
    ...aboutMeeting(known.before, network, own),
    meeting: { starts_at, ends_at, mode },
    withheld: [],
    ...aboutAnswer(open),
    may_answer: false,
    closed_because: 'removed' as const,
  };
  return { refused: false, status: 200, headers: {}, body: assembleForMember(head, []) };
}

const aboutAnswer = ({ state, line: { member, answer, delegate_of } }: OpenLink) => ({
  sequence: state.sequence,
  required: member.required === true,
  answer: {
    state: answer.state,
    ...(answer.reason === undefined ? {} : { reason: answer.reason as AnswerView['answer']['reason'] }),
    ...(answer.delegate === undefined ? {} : { delegate: nameOf(answer.delegate) }),
  },
  bearer: delegate_of === undefined ? ('member' as const) : ('delegate' as const),
  may_delegate: delegate_of === undefined,
});

const nameOf = ({ given_name, family_name }: { given_name: string; family_name: string }) => ({
  given_name,
  family_name,
});

function closedBecause({ state }: OpenLink, at: string): AnswerView['closed_because'] {
  if (state.status === 'cancelled') return 'cancelled';
  return hasBegun(state, at) ? 'begun' : undefined;
}

/** What a page says of the meeting and of whom it is for. */
export const aboutMeeting = (state: OpenLink['state'], network: NetworkView, { member }: OpenLink['line']) => ({
  language: member.language ?? 'it',
  status: state.status,
  to: nameOf(member),
  organizer: {
    name: network.organization(state.organizer)?.name ?? state.organizer,
    ...nameOf(state.organizer_contact),
    ...(state.organizer_contact.phone === undefined ? {} : { phone: state.organizer_contact.phone }),
  },
  meeting: state.meeting,
});

/** One record for each case that was looked at, permitted or not; where there is none, one of the meeting. */
export async function recordLook(
  deps: ConvocationDeps,
  network: NetworkView,
  visitor: Visitor,
  { state, line }: OpenLink,
  judged: readonly Judged[],
  at: string,
  operation: 'convocation.link' | 'convocation.answer' = 'convocation.link',
): Promise<Refusal | null> {
  const facts = {
    at,
    correlation_id: visitor.correlation_id,
    operation,
    direction: 'out' as const,
    from: state.organizer,
    to: line.member.organization,
    convocation_id: state.id,
  };
  const { exchanges, guards } = judgedRecords(deps, network, facts, judged);
  const [
    first = caseRecord(deps, network, { ...facts, decision: plainly('permit/own-data'), outcome: 'read' }),
    ...others
  ] = exchanges;
  const written = await deps.store.commit({ exchanges: [first, ...others], guards });
  if (written.committed) return null;
  return (await recorded(deps, first)) === null ? refuse('gateway/overloaded') : refuse('gateway/unavailable');
}
