import type { ConvocationView } from '../../../contracts/api/convocation-views.ts';
import type { AvailableEvent } from '../../../contracts/canonical/available-event.ts';
import { AgendaCase, Beneficiary } from '../../../contracts/canonical/convocation.ts';
import { CaseMinutes } from '../../../contracts/canonical/convocation-event.ts';
import type { CaseState, Convocation, MemberState } from '../../../contracts/canonical/convocation-state.ts';
import { type DataClass, dataClasses } from '../../../contracts/canonical/data-class.ts';
import { activeMembers, type Fellow, minutesFor, visibleTo } from '../../core/convocation/index.ts';
import { civilDate } from '../../core/rome/index.ts';
import { type Account, assembleForMember, type Decision, discloser, permittedFor } from '../../policy/index.ts';
import type { Disclosed, Guard, NetworkView, Said } from '../../ports.ts';
import type { ConvocationDeps } from './deps.ts';
import { askAboutCase } from './gate.ts';
import { neverTold } from './judged-cases.ts';

const cutItem = discloser<AgendaCase>(AgendaCase, 'AgendaCase');
const cutMinutes = discloser<CaseMinutes>(CaseMinutes, 'CaseMinutes');
const cutBeneficiary = discloser<Beneficiary>(Beneficiary, 'Beneficiary');

type Mail = NonNullable<ConvocationView['members'][number]['mails']>[number];
/** The newest of one line. */
const lineMailsMax = 100;
export type LineMails = ReadonlyMap<string, readonly { readonly mail: Mail }[]>;

/** What the ledger says of one case that was read, and what it stood on. */
export type CaseAccount = {
  readonly decision: Decision;
  readonly subject_id: string;
  readonly asked: readonly DataClass[];
  readonly disclosed: readonly DataClass[];
  readonly outcome: string;
  readonly guard: Guard | null;
};

export type View = { readonly body: Disclosed<Said<ConvocationView>>; readonly accounts: readonly CaseAccount[] };

type Common = {
  readonly account: Account;
  readonly state: Convocation;
  readonly available_events: AvailableEvent[];
  readonly mails: LineMails;
  readonly scopes: readonly string[];
};

/** The organizer reads what it said and what came of it; a protected address is for its restricted role only. */
export async function organizerView(deps: ConvocationDeps, common: Common): Promise<View> {
  const { account, state, mails, scopes } = common;
  const accounts: CaseAccount[] = [];
  const agenda = [];
  for (const each of state.cases.filter((c): c is CaseState => c !== null)) {
    const evidence = await deps.store.evidence(each.subject_id);
    const hidden = evidence.protected_address && !scopes.includes('protected_address:read');
    const classes = new Set(dataClasses.filter((c) => !hidden || c !== 'residence'));
    const decision = permittedFor(account, state.purpose, 'permit/own-data', classes);
    const { value, asked, disclosed } = cutItem(each.item, decision.classes);
    const minutes = minutesOf(each, decision.classes);
    agenda.push({ ...value, subject_id: each.subject_id, withdrawn: each.withdrawn, ...minutes });
    accounts.push({ decision, subject_id: each.subject_id, asked, disclosed, outcome: 'read', guard: null });
  }
  const head = {
    ...headOf(common),
    organizer_contact: state.organizer_contact,
    members: state.members.map((line) => wholeLine(line, mails)),
    beneficiaries: state.beneficiaries.map(({ attendance, left_version: _, ...b }) => ({
      ...b,
      ...fateOf(b.member_id, b.evidence, mails),
      ...(attendance === null ? {} : { attendance }),
    })),
    withheld: [],
    ...(state.minutes_text === null ? {} : { minutes_text: state.minutes_text }),
  };
  return { body: withAgenda(head, agenda), accounts };
}

/** A body sees the cases of its own members, each as the gate permits it, and who shares them. */
export async function partyView(
  deps: ConvocationDeps,
  network: NetworkView,
  { organization, at, ...common }: Common & { readonly organization: string; readonly at: string },
): Promise<View> {
  const { account, state, mails } = common;
  const own = activeMembers(state).filter(({ member }) => member.organization === organization);
  const seen = own.map(({ member }) => visibleTo(state, member.member_id));
  const cases = new Map(seen.flatMap((v) => v.cases).map((c) => [String(c.item.case_ref), c]));
  const attended = new Set(
    own.flatMap(({ member }) => minutesFor(state, member.member_id)).map((c) => String(c.item.case_ref)),
  );
  const accounts: CaseAccount[] = [];
  const agenda = [];
  const withheld = new Set<DataClass>();
  for (const [ref, each] of cases) {
    const evidence = await deps.store.evidence(each.subject_id);
    const decision = askAboutCase({
      account,
      network,
      organizer: state.organizer,
      to: organization,
      purpose: state.purpose,
      operation: 'read',
      evidence,
      birth_date: each.item.subject.birth_date ?? null,
      today: civilDate(at),
    });
    const item = cutItem(each.item, decision.classes);
    for (const c of neverTold(decision)) withheld.add(c);
    const outcome = decision.permitted ? 'read' : 'denied';
    const guard: Guard = { holds: 'evidence_version', subject_id: each.subject_id, version: evidence.version };
    const { asked, disclosed } = item;
    accounts.push({ decision, subject_id: each.subject_id, asked, disclosed, outcome, guard });
    if (!decision.permitted) continue;
    agenda.push({ ...item.value, withdrawn: false, ...(attended.has(ref) ? minutesOf(each, decision.classes) : {}) });
  }
  const permitted = new Set(agenda.map(({ case_ref }) => String(case_ref)));
  const fellows = Map.groupBy(
    seen.flatMap((v) => v.members),
    ({ member_id }) => member_id,
  );
  const isOwn = new Set(own.map(({ member }): string => member.member_id));
  const head = {
    ...headOf(common),
    members: [
      ...own.map((line) => wholeLine(line, mails)),
      ...[...fellows.values()]
        .flatMap(([first, ...more]) => (first === undefined ? [] : [{ ...first, cases: sharedBy([first, ...more]) }]))
        .filter(({ member_id, cases: shared }) => !isOwn.has(member_id) && shared.some((ref) => permitted.has(ref)))
        .map(({ delegate_of: _, cases: shared, ...fellow }) => ({
          ...fellow,
          cases: shared.filter((ref) => permitted.has(ref)),
        })),
    ],
    beneficiaries: state.beneficiaries
      .filter((b) => !b.removed && permitted.has(String(b.case)))
      .flatMap((b) => {
        const decision = accounts.find(
          ({ subject_id }) => subject_id === cases.get(String(b.case))?.subject_id,
        )?.decision;
        const { evidence: _e, removed: _r, left_version: _l, attendance: _a, email: _m, ...named } = b;
        return decision === undefined ? [] : [cutBeneficiary(named, decision.classes).value];
      }),
    withheld: [...withheld],
    ...(attended.size > 0 && state.minutes_text !== null ? { minutes_text: state.minutes_text } : {}),
  };
  return { body: withAgenda(head, agenda), accounts };
}

/** What somebody shares with any of the body's members. */
const sharedBy = (fellows: readonly Fellow[]): string[] => [...new Set(fellows.flatMap(({ cases }) => cases))];

const headOf = ({ state, available_events }: Common) => ({
  id: state.id,
  version: state.version,
  status: state.status,
  organizer: state.organizer,
  purpose: state.purpose,
  starts_at: new Date(state.meeting.starts_at).toISOString(),
  created_at: state.created_at,
  updated_at: state.updated_at,
  sequence: state.sequence,
  meeting: state.meeting,
  ...(state.answer_by === null ? {} : { answer_by: state.answer_by }),
  available_events,
});

function wholeLine({ member, delegate_of, answer, evidence, removed, attended }: MemberState, mails: LineMails) {
  const { by, delegate, replied_at: _, reason, ...said } = answer;
  return {
    ...member,
    ...(delegate_of === undefined ? {} : { delegate_of }),
    answer: {
      ...said,
      ...(by === undefined ? {} : { by }),
      ...(reason === undefined ? {} : { reason }),
      ...(delegate === undefined ? {} : { delegate }),
    },
    ...fateOf(member.member_id, evidence, mails),
    removed,
    ...(attended === undefined ? {} : { attended: [...attended] }),
  };
}

const fateOf = (id: string, evidence: MemberState['evidence'], mails: LineMails) => ({
  evidence: [...evidence],
  mails: (mails.get(id) ?? []).slice(0, lineMailsMax).map(({ mail }) => mail),
});

const minutesOf = ({ minutes }: CaseState, classes: ReadonlySet<DataClass>) =>
  minutes === null ? {} : { minutes: cutMinutes(minutes, classes).value };

/** Every case of the agenda was cut by the decision about it; the head is about the meeting and the lines that the reader may know of. */
const withAgenda = <H extends object>(head: H, agenda: readonly object[]): View['body'] => {
  const { cases, ...body } = assembleForMember(head, agenda as readonly Disclosed<object>[]);
  return { ...body, agenda: cases } as unknown as View['body'];
};
