import type { MailEvidence } from '../../../contracts/canonical/convocation-event.ts';
import type { Convocation, MemberEvidence } from '../../../contracts/canonical/convocation-state.ts';
import type { Content } from './state.ts';

/** Who was there, and for which cases; of whom nothing is said was not. */
export function attendanceRecorded(state: Convocation, { payload, parts }: Content<'record_attendance'>): Convocation {
  const attended = new Map(payload.attendance.map(({ member_id, cases }) => [member_id, cases]));
  const came = new Map(
    parts.flatMap((p) => p.payload?.beneficiaries ?? []).map(({ member_id, attendance }) => [member_id, attendance]),
  );
  return {
    ...state,
    status: 'held',
    members: state.members.map((m) => (m.removed ? m : { ...m, attended: attended.get(m.member.member_id) ?? [] })),
    beneficiaries: state.beneficiaries.map((b) => ({ ...b, attendance: came.get(b.member_id) ?? b.attendance })),
  };
}

/** The latest minutes stand: a correction says everything anew. */
export function minutesRecorded(state: Convocation, { payload, parts }: Content<'record_minutes'>): Convocation {
  const minutes = new Map(parts.map((p) => [p.key, p.payload]));
  return {
    ...state,
    status: 'minuted',
    minutes_text: payload.text,
    cases: state.cases.map((c) => c && { ...c, minutes: minutes.get(c.item.case_ref) ?? c.minutes }),
  };
}

/** The fate of a mail on the line of whom it went to. The newest word of each channel and state is kept, the newest of all comes last. */
export function evidenceRecorded(state: Convocation, at: string, said: MailEvidence): Convocation {
  const { member_id, ...told } = said;
  const fresh: MemberEvidence = { ...told, at };
  const append = (evidence: readonly MemberEvidence[]) => [
    ...evidence.filter((e) => e.channel !== fresh.channel || e.state !== fresh.state),
    fresh,
  ];
  return {
    ...state,
    members: state.members.map((m) => (m.member.member_id === member_id ? { ...m, evidence: append(m.evidence) } : m)),
    beneficiaries: state.beneficiaries.map((b) =>
      b.member_id === member_id ? { ...b, evidence: append(b.evidence) } : b,
    ),
  };
}
