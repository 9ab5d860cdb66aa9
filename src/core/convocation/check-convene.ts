import type { AgendaCase, ConvocationRequest } from '../../../contracts/canonical/convocation.ts';
import type { ProblemError } from '../../../contracts/canonical/problem.ts';
import { checkComposition } from './check-composition.ts';
import { checkMailboxes, isOfGateway, ofGateway } from './check-mailboxes.ts';
import { checkMeeting } from './check-meeting.ts';
import { checkMembers, convenes } from './check-members.ts';
import type { Facts } from './facts.ts';
import { fault, repeatedAt } from './fault.ts';
import type { CaseSubject } from './state.ts';

/**
 * Every fault of a request at once, by JSON pointer into it. `subjects` are in the order of the agenda, or none: people are then compared by their identifiers
 * alone, and not by who they are on file.
 */
export function checkConvene(
  request: ConvocationRequest,
  subjects: readonly CaseSubject[],
  at: string,
  facts: Facts,
): readonly ProblemError[] {
  const { agenda, members, beneficiaries = [] } = request;
  const refs = new Set<string>(agenda.map((item) => item.case_ref));
  const onAgenda = (ref: string) => refs.has(ref);
  const people = [...members, ...beneficiaries];
  return [
    ...checkPurpose(facts),
    ...checkOrganizer(request, facts),
    ...(isOfGateway(request.organizer_contact.email, facts.gateway)
      ? [fault('/organizer_contact/email', 'not_allowed', ofGateway)]
      : []),
    ...checkMeeting(request, at, facts),
    ...checkAgenda(request, subjects, facts),
    ...repeatedAt(people, (p) => p.member_id).map((i) =>
      i < members.length
        ? fault(`/members/${i}/member_id`, 'duplicate', 'is of an earlier member')
        : fault(`/beneficiaries/${i - members.length}/member_id`, 'duplicate', 'is of somebody else'),
    ),
    ...checkMembers(members, '/members', { facts, called: [], onAgenda }),
    ...checkMailboxes(members, '/members', facts),
    ...checkMailboxes(beneficiaries, '/beneficiaries', facts),
    ...beneficiaries.flatMap((b, i) =>
      onAgenda(b.case) ? [] : [fault(`/beneficiaries/${i}/case`, 'unknown', 'is not a case of the agenda')],
    ),
  ];
}

function checkPurpose(facts: Facts): readonly ProblemError[] {
  const { convening } = facts.purpose;
  return convenes(facts)
    ? []
    : [fault('/purpose', 'not_allowed', `is not a purpose that convenes; these do: ${convening.join(', ')}`)];
}

function checkOrganizer({ organizer }: ConvocationRequest, { organizations }: Facts): readonly ProblemError[] {
  const body = organizations.get(organizer);
  if (body === undefined) return [fault('/organizer', 'unknown', 'is not a body of the network')];
  if (body.kind === 'comune' || body.kind === 'ats') return [];
  return [fault('/organizer', 'not_allowed', 'is neither a Comune nor an ATS')];
}

function checkAgenda(
  { agenda, members }: ConvocationRequest,
  subjects: readonly CaseSubject[],
  { organizations }: Facts,
): readonly ProblemError[] {
  // By place: a label that two cases share would make one person of two.
  const people = agenda.map(({ case_ref }, i) => subjects[i]?.case_ref === case_ref && subjects[i].subject_id);
  const same = new Set([
    ...repeatedAt(agenda, ({ subject }) => subject.tax_code ?? null),
    ...repeatedAt(agenda, ({ subject }) => subject.stp_eni_code ?? null),
    ...repeatedAt(agenda, ({ subject }) => subject.anpr_id ?? null),
    ...repeatedAt(people, (id) => id || null),
  ]);
  return [
    ...repeatedAt(agenda, (item) => item.case_ref).map((i) =>
      fault(`/agenda/${i}/case_ref`, 'duplicate', 'is of an earlier case'),
    ),
    ...[...same]
      .sort((a, b) => a - b)
      .map((i) => fault(`/agenda/${i}/subject`, 'duplicate', 'is the person of an earlier case')),
    ...agenda.flatMap((item, i) => [
      ...checkResidence(item, i, organizations),
      ...checkComposition({ item, pointers: { team: `/agenda/${i}`, manager: `/agenda/${i}/case_manager` } }, members),
    ]),
  ];
}

function checkResidence(item: AgendaCase, i: number, organizations: Facts['organizations']): readonly ProblemError[] {
  const body = organizations.get(item.residence);
  if (body === undefined) return [fault(`/agenda/${i}/residence`, 'unknown', 'is not a body of the network')];
  return body.kind === 'comune' ? [] : [fault(`/agenda/${i}/residence`, 'not_allowed', 'is not a Comune')];
}
