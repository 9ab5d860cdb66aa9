import type { Beneficiary } from '../../../contracts/canonical/convocation.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import { delegateId } from './delegate-id.ts';
import { liveCases, memberOf } from './lines.ts';
import type { Content, ConvocationSaid, Part, Parts, SaidOf } from './state.ts';

/** Reminders where the request names none: so many days before the meeting. */
export const reminderDaysDefault: readonly number[] = [7, 1];

/**
 * Parts what was said into what is of the meeting and what is of each case, so that the payload holds nothing of a case or of a household.
 * What is said must have passed the checks. `state` is null for `convene` only.
 */
export function split(state: Convocation | null, said: ConvocationSaid): Content {
  if (said.type === 'convene') return splitConvene(said);
  if (state === null) throw new Error('a convocation begins with convene');
  switch (said.type) {
    case 'answer': {
      const { member_id, answer, channel, sequence, replied_at } = said;
      const line = memberOf(state, member_id);
      if (line === undefined) throw new Error('the answer is of no member');
      const delegate_id = answer.answer === 'delegated' ? delegateId(state, line) : null;
      const content = { member_id, answer, channel, sequence: sequence ?? state.sequence, delegate_id };
      const payload = replied_at === undefined ? content : { ...content, replied_at };
      return { type: said.type, payload, parts: [] };
    }
    case 'reschedule': {
      const { type, ...payload } = said;
      return { type, payload, parts: [] };
    }
    case 'change_members': {
      const { type, add = [], remove = [], add_beneficiaries = [] } = said;
      const parts = partsBy(state, add_beneficiaries, ({ case: ref }) => ref);
      return { type, payload: { add, remove }, parts: parts.map((p) => ofBeneficiaries(p)) };
    }
    case 'withdraw_case': {
      const { type, case_ref, reason } = said;
      return { type, payload: { case_ref }, parts: [{ ...address(state, case_ref), payload: { reason } }] };
    }
    case 'cancel':
      return { type: said.type, payload: { reason: said.reason }, parts: [] };
    case 'remind':
      return { type: said.type, payload: { days: 'days' in said ? said.days : [] }, parts: [] };
    case 'record_attendance': {
      const { type, attendance, beneficiaries = [] } = said;
      const caseOf = new Map(state.beneficiaries.map((b) => [b.member_id, b.case]));
      const parts = partsBy(state, beneficiaries, ({ member_id }) => caseOf.get(member_id) ?? '');
      return { type, payload: { attendance }, parts: parts.map((p) => ofBeneficiaries(p)) };
    }
    case 'record_minutes': {
      const parts = said.cases.map((minutes) => ({ ...address(state, minutes.case_ref), payload: minutes }));
      return { type: said.type, payload: { text: said.text }, parts };
    }
    case 'record_evidence':
      return { type: said.type, payload: said.evidence, parts: [] };
    case 'answers_overdue':
      return { type: said.type, payload: {}, parts: [] };
    default:
      return said satisfies never;
  }
}

function splitConvene({ type, request, subjects, reminder_days: usual }: SaidOf<'convene'>): Content<'convene'> {
  const { purpose, organizer, organizer_contact, meeting, members, agenda, beneficiaries = [] } = request;
  const known = new Map(subjects.map((s) => [s.case_ref, s]));
  const parts = agenda.map((item): Part<'convene'> => {
    const subject = known.get(item.case_ref);
    if (subject === undefined) throw new Error('a case of the agenda has no subject');
    const own = beneficiaries.filter((b: Beneficiary) => b.case === item.case_ref);
    const payload: Parts['convene'] = { item, analysis_version: subject.analysis_version, beneficiaries: own };
    return { key: item.case_ref, subject_id: subject.subject_id, payload };
  });
  const answer_by = request.answer_by ?? null;
  const reminder_days = request.reminder_days ?? usual ?? reminderDaysDefault;
  return {
    type,
    payload: { purpose, organizer, organizer_contact, meeting, members, answer_by, reminder_days },
    parts,
  };
}

function address(state: Convocation, caseRef: string): { readonly key: string; readonly subject_id: string } {
  const found = liveCases(state).find(({ item }) => item.case_ref === caseRef);
  if (found === undefined) throw new Error('the case is not on the agenda');
  return { key: caseRef, subject_id: found.subject_id };
}

/** Entries by the case they are of, one part a case. */
function partsBy<E>(state: Convocation, entries: readonly E[], caseOf: (entry: E) => string) {
  const refs = [...new Set(entries.map(caseOf))];
  return refs.map((ref) => ({ ...address(state, ref), entries: entries.filter((e) => caseOf(e) === ref) }));
}

const ofBeneficiaries = <E>({
  key,
  subject_id,
  entries,
}: {
  readonly key: string;
  readonly subject_id: string;
  readonly entries: E[];
}) => ({ key, subject_id, payload: { beneficiaries: entries } });
