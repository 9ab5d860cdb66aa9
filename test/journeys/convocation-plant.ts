import type { OrganizationKind } from '../../contracts/canonical/codes.ts';
import type { MailLanguage, TeamFunction } from '../../contracts/canonical/convocation-codes.ts';
import { PreliminaryAnalysisRequest } from '../../contracts/canonical/preliminary-analysis.ts';
import type { ClientId } from '../world/clients.ts';
import { convocation } from '../world/team.ts';
import { createNumbers, type Mark, plant } from './taint/plant.ts';

/** The bodies that members come from, each with one of its functions and the client that reads for it. */
export const bodies = {
  comune: { id: 'comune-borgoverde', kind: 'comune', role: 'social_worker', client: 'comune-sportello' },
  cpi: { id: 'cpi-borgoverde', kind: 'cpi', role: 'cpi_operator', client: 'cpi-sil' },
  asl: { id: 'asl-borgoverde', kind: 'asl', role: 'health_mental', client: 'asl-cup' },
  school: { id: 'ic-borgoverde', kind: 'school', role: 'school', client: 'ic-segreteria' },
  housing: { id: 'casa-borgoverde', kind: 'housing', role: 'housing', client: 'casa-sportello' },
  thirdSector: { id: 'associazione-ilponte', kind: 'third_sector', role: 'educator', client: 'associazione-ilponte' },
} as const satisfies Record<string, { id: string; kind: OrganizationKind; role: TeamFunction; client: ClientId }>;
export type BodyName = keyof typeof bodies;

export type Plan = {
  /** How many cases, and which of them a person objects to before any mail leaves, or the organizer withdraws after. */
  readonly cases: number;
  readonly objections: readonly { readonly of: number; readonly to: BodyName | null }[];
  readonly withdrawn: number | null;
  readonly members: readonly {
    readonly body: BodyName;
    readonly cases: readonly number[];
    readonly language: MailLanguage;
    /** They work with nobody of the household by name: what is said of the household as a whole is not for them. */
    readonly ofNobody: boolean;
    readonly pec: boolean;
  }[];
  /** Cases whose household has an adult who is asked to come. */
  readonly beneficiaries: readonly number[];
};

/** A value that stands at one place of one case. */
export type CaseMark = Mark & { readonly caseRef: string };
export type Person = {
  readonly id: string;
  readonly body: BodyName;
  readonly cases: readonly string[];
  readonly ofNobody: boolean;
  readonly names: readonly string[];
  readonly addresses: readonly string[];
};

export const refOf = (index: number): string => `fascicolo-${index}`;

/** A convocation after a plan, in which every member of the analyses and every name, address and number is a value of its own. */
export function plantConvocation(plan: Plan) {
  const next = createNumbers();
  const marks: CaseMark[] = [];
  const mark = (caseRef: string, dataClass: Mark['dataClass'], pointer: string, text: string) => {
    marks.push({ caseRef, dataClass, pointer, text });
    return text;
  };
  const analyses = Array.from({ length: plan.cases }, (_, index) => {
    const { value, marks: found } = plant(PreliminaryAnalysisRequest, '/analysis', next);
    // A planted date lies in any year, and an analysis is of a day that has been.
    const kept = found.filter(({ pointer }) => pointer !== '/analysis/assessed_on');
    marks.push(...kept.map((each) => ({ ...each, caseRef: refOf(index) })));
    return { ...PreliminaryAnalysisRequest.parse(value), assessed_on: '2026-11-12' };
  });
  const agenda = analyses.map(({ subject }, index) => ({
    case_ref: refOf(index),
    case_id: mark(refOf(index), 'case_reference', '/agenda/case_id', `Segno${next()}`),
    subject,
    residence: bodies.comune.id,
    case_manager: 'assistente',
  }));
  const everything = agenda.map((_, index) => index);
  const lines = [
    { body: 'comune', cases: everything, language: 'it', ofNobody: false, pec: false } as const,
    ...plan.members.map((line) => ({ ...line, cases: [...new Set(line.cases.map((c) => c % plan.cases))] })),
  ];
  const members = lines.map(({ body, cases, language, ofNobody, pec }, index) => ({
    member_id: index === 0 ? 'assistente' : `persona-${index}`,
    given_name: `Nome${next()}`,
    family_name: `Cognome${next()}`,
    function: bodies[body].role,
    organization: bodies[body].id,
    email: `segno${next()}@${body.toLowerCase()}.example`,
    ...(pec ? { pec: `segno${next()}@pec.example` } : {}),
    language,
    cases: cases.map(refOf),
    ...(ofNobody ? { concerns: ['nessuno'] } : {}),
  }));
  const people = members.map(
    (member, index): Person => ({
      id: member.member_id,
      body: lines[index]?.body ?? 'comune',
      cases: member.cases,
      ofNobody: lines[index]?.ofNobody ?? false,
      names: [member.given_name, member.family_name],
      addresses: [member.email, ...('pec' in member ? [String(member.pec)] : [])],
    }),
  );
  const beneficiaries = [...new Set(plan.beneficiaries.map((c) => c % plan.cases))].map((index) => ({
    member_id: `adulto-${index}`,
    case: refOf(index),
    given_name: mark(refOf(index), 'identity', '/beneficiary', `Nome${next()}`),
    family_name: mark(refOf(index), 'identity', '/beneficiary', `Cognome${next()}`),
    email: mark(refOf(index), 'contact', '/beneficiary', `segno${next()}@posta.example`),
  }));
  const minutesOf = (caseRef: string) => ({
    case_ref: caseRef,
    decisions: [{ code: 'other', text: mark(caseRef, 'commitments', '/minutes/decision', `Segno${next()}`) }],
    text: mark(caseRef, 'social', '/minutes/text', `Segno${next()}`),
  });
  const minutes = agenda.map(({ case_ref }) => minutesOf(case_ref));
  return {
    request: convocation({ agenda, members, beneficiaries }),
    agenda,
    analyses,
    members,
    beneficiaries,
    minutes,
    // Dates are few: one that stands twice tells nothing.
    marks: marks.filter(({ text }) => marks.filter((other) => other.text === text).length === 1),
    people,
  };
}
export type Planted = ReturnType<typeof plantConvocation>;
