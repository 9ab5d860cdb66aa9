import { describe, expect, it } from 'vitest';
import { ConvocationRequest, convocationRequestExample } from '../../../contracts/canonical/convocation.ts';
import { ConvocationEventRequest, convocationEventExample } from '../../../contracts/canonical/convocation-event.ts';
import type { ProblemError } from '../../../contracts/canonical/problem.ts';
import { type ConvocationSaid, check, type Facts } from '../../../src/core/convocation/index.ts';
import {
  attendance,
  convene,
  convened,
  convenedAt,
  delegation,
  duringMeeting,
  facts,
  following,
  minutes,
  nextDay,
  requestWith,
  reschedule,
  sample,
  teamMember,
} from './convocation-sample.ts';

const brief = (errors: readonly ProblemError[]) => errors.map((e) => `${e.pointer} ${e.code}`);
const [first, second, third] = sample.agenda;
const meetingWith = (more: object) => ({ meeting: { ...sample.meeting, ...more } });
const membersWith = (index: number, more: object) => ({
  members: sample.members.map((m, i) => (i === index ? { ...m, ...more } : m)),
});
const agendaWith = (more: object) => ({ agenda: [first, second, { ...third, ...more }] });
const checked = (more: object, with_: Facts = facts) =>
  brief(check(null, convene(requestWith(more)), convenedAt, with_));

describe('a request to convene', () => {
  it('has no fault as it stands', () => {
    expect(checked({})).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    ['ends first', meetingWith({ ends_at: '2026-12-10T09:30:00+01:00' }), ['/meeting/ends_at contradiction']],
    ['too long', meetingWith({ ends_at: '2026-12-10T21:31:00+01:00' }), ['/meeting/ends_at too_long']],
    ['no place', meetingWith({ place: undefined }), ['/meeting/place missing']],
    ['no address on line', meetingWith({ mode: 'online', place: undefined }), ['/meeting/online_url missing']],
    [
      'hybrid with neither',
      meetingWith({ mode: 'hybrid', place: undefined }),
      ['/meeting/place missing', '/meeting/online_url missing'],
    ],
    ['late answers', { answer_by: '2026-12-11' }, ['/answer_by contradiction']],
    ['past answers', { answer_by: '2026-11-19' }, ['/answer_by past']],
    ['reminders', { reminder_days: [1, 20, 1] }, ['/reminder_days/2 duplicate', '/reminder_days/1 useless']],
    ['organizer unknown', { organizer: 'altrove' }, ['/organizer unknown']],
    ['organizer is no Comune', { organizer: 'cpi-borgoverde' }, ['/organizer not_allowed']],
    ['same label', agendaWith({ case_ref: 'caso-2' }), ['/agenda/2/case_ref duplicate']],
    ['same person', agendaWith({ subject: first?.subject }), ['/agenda/2/subject duplicate']],
    ['residence unknown', agendaWith({ residence: 'altrove' }), ['/agenda/2/residence unknown', '/agenda/2 missing']],
    [
      'residence no Comune',
      agendaWith({ residence: 'asl-borgoverde' }),
      ['/agenda/2/residence not_allowed', '/agenda/2 missing'],
    ],
    ['manager of another case', agendaWith({ case_manager: 'scuola' }), ['/agenda/2/case_manager missing']],
    [
      'no social worker',
      membersWith(0, { function: 'educator' }),
      ['/agenda/0 missing', '/agenda/1 missing', '/agenda/2 missing'],
    ],
    ['same member_id', membersWith(5, { member_id: 'medico' }), ['/members/5/member_id duplicate']],
    [
      'beneficiary with a label of a member',
      { beneficiaries: [{ ...sample.beneficiaries[0], member_id: 'medico', case: 'caso-9' }] },
      ['/beneficiaries/0/member_id duplicate', '/beneficiaries/0/case unknown'],
    ],
    ['body unknown', membersWith(3, { organization: 'altrove' }), ['/members/3/organization unknown']],
    ['function of another kind', membersWith(3, { function: 'psychologist' }), ['/members/3/function not_allowed']],
    ['case unknown', membersWith(3, { cases: ['caso-2', 'caso-9'] }), ['/members/3/cases/1 unknown']],
    ['case twice', membersWith(3, { cases: ['caso-2', 'caso-2'] }), ['/members/3/cases/1 duplicate']],
    ['same mailbox', membersWith(3, { email: 'PSICOLOGA@enti.example.it' }), ['/members/3/email duplicate']],
    ['same mailbox on another case', membersWith(3, { email: 'medico@enti.example.it' }), []],
  ])('%s', (_, more, expected) => {
    const found = checked(more);
    // A case that lost its label takes its members' labels along.
    expect(found.filter((f) => !/caso-3|cases\/\d+ unknown/.test(f) || expected.includes(f))).toEqual(
      expect.arrayContaining(expected),
    );
    if (!_.startsWith('same label')) expect(found).toEqual(expected);
  });

  it('tells a case without members, its manager and its social worker at once', () => {
    const members = sample.members.map((m) => ({ ...m, cases: m.cases.filter((c) => c !== 'caso-2') }));
    const kept = members.filter((m) => m.cases.length > 0);
    expect(checked({ members: kept })).toEqual([
      '/agenda/1 missing',
      '/agenda/1/case_manager missing',
      '/agenda/1 missing',
    ]);
  });

  it('knows people by who they are on file as well', () => {
    const request = requestWith();
    const subjects = request.agenda.map(({ case_ref }, i) => ({
      case_ref,
      subject_id: `p${i % 2}`,
      analysis_version: null,
    }));
    expect(brief(check(null, { type: 'convene', request, subjects }, convenedAt, facts))).toEqual([
      '/agenda/2/subject duplicate',
    ]);
  });

  it('does not make one person of two cases that share a label', () => {
    const request = requestWith(agendaWith({ case_ref: 'caso-2' }));
    const subjects = request.agenda.map(({ case_ref }, i) => ({
      case_ref,
      subject_id: `p${i}`,
      analysis_version: null,
    }));
    const found = brief(check(null, { type: 'convene', request, subjects }, convenedAt, facts));
    expect(found.filter((each) => each.startsWith('/agenda'))).toEqual(['/agenda/2/case_ref duplicate']);
  });

  it('needs agreements in force, allowed functions and room on the day', () => {
    const organizations = new Map(facts.organizations).set('ic-borgoverde', {
      kind: 'school',
      functions: [],
      agreement: false,
    });
    expect(checked({}, { ...facts, organizations, day: { meetings: 3, meetingsMax: 3 } })).toEqual([
      '/meeting/starts_at over_capacity',
      '/members/3/organization without_agreement',
      '/members/3/function not_allowed',
    ]);
  });

  it('refuses a purpose that convenes nobody at its own place, and names those that do', () => {
    const organizations = new Map(facts.organizations).set('ic-borgoverde', {
      kind: 'school',
      functions: ['school'],
      agreement: false,
    });
    const purpose = { ...facts.purpose, code: 'LAV-INV' };
    const errors = check(null, convene(requestWith({ purpose: 'LAV-INV' })), convenedAt, {
      ...facts,
      organizations,
      purpose,
    });
    expect(errors).toEqual([
      {
        pointer: '/purpose',
        code: 'not_allowed',
        detail: 'is not a purpose that convenes; these do: ADI-CONV, ADI-VMD',
      },
    ]);
    expect(check(null, convene(), convenedAt, { ...facts, organizations })).toMatchObject([
      {
        pointer: '/members/3/organization',
        detail: 'has no agreement with the organizer for ADI-CONV in force on 2026-12-10, the day of the meeting',
      },
    ]);
  });

  it('tells a meeting in the past, and never a value', () => {
    const said = convene(requestWith({ answer_by: undefined, reminder_days: [] }));
    const errors = check(null, said, duringMeeting, facts);
    expect(brief(errors)).toEqual(['/meeting/starts_at past']);
    const all = check(null, convene({ ...requestWith(), members: [] } as ConvocationRequest), convenedAt, facts);
    expect(JSON.stringify(all)).not.toMatch(/assistente|BV-2026|borgoverde/);
  });
});

const team = convened();
const against = (said: ConvocationSaid, at = convenedAt, with_ = facts) => brief(check(team, said, at, with_));
const change = (more: object) => against({ type: 'change_members', ...more } as ConvocationSaid);

describe('a change', () => {
  it.each<[string, object, string[]]>([
    ['of an unknown member', { remove: ['nessuno'] }, ['/remove/0 unknown']],
    ['twice', { remove: ['scuola', 'scuola'] }, ['/remove/1 duplicate']],
    ['to a label in use', { add: [teamMember('medico', { email: 'x@y.example.it' })] }, ['/add/0/member_id duplicate']],
    [
      'to a mailbox in use',
      { add: [teamMember('altra', { email: 'operatore@enti.example.it' })] },
      ['/add/0/email duplicate'],
    ],
    [
      'to a mailbox that leaves',
      { remove: ['operatore'], add: [teamMember('altra', { email: 'operatore@enti.example.it' })] },
      [],
    ],
    ['to an unknown case', { add: [teamMember('altra', { cases: ['caso-9'] })] }, ['/add/0/cases/0 unknown']],
    ['to another function', { add: [teamMember('altra', { function: 'school' })] }, ['/add/0/function not_allowed']],
    [
      'of the manager and last social worker',
      { remove: ['scuola', 'assistente'] },
      ['/remove/1 missing', '/remove missing'],
    ],
    [
      'of beneficiaries',
      { add_beneficiaries: [{ ...sample.beneficiaries[0], case: 'caso-9' }] },
      ['/add_beneficiaries/0/member_id duplicate', '/add_beneficiaries/0/case unknown'],
    ],
  ])('%s', (_, more, expected) => {
    expect(change(more)).toEqual(expected);
  });

  it('is shown in the contract as one that the convocation shown there takes', () => {
    const shown = convened(ConvocationRequest.parse(convocationRequestExample));
    const said = ConvocationEventRequest.parse(convocationEventExample);
    expect(check(shown, said, convenedAt, facts)).toEqual([]);
  });

  it('names the cases that it leaves without a rule kept', () => {
    const said = { type: 'change_members', remove: ['assistente'] } as ConvocationSaid;
    expect(check(team, said, convenedAt, facts).map(({ detail }) => detail)).toEqual([
      'the case manager is not a member of the case: caso-1, caso-2, caso-3',
      'a case has no social worker of the Comune of residence: caso-1, caso-2, caso-3',
    ]);
  });

  it('cannot use a label again, or remove twice', () => {
    const gone = following(team, { type: 'change_members', remove: ['scuola', 'persona-3'] });
    const said = { type: 'change_members', add: [teamMember('scuola')], remove: ['scuola', 'persona-3'] } as const;
    expect(brief(check(gone, { ...said, add: [...said.add], remove: [...said.remove] }, convenedAt, facts))).toEqual([
      '/remove/0 removed',
      '/remove/1 removed',
      '/add/0/member_id duplicate',
    ]);
  });

  it('keeps a meeting within its size', () => {
    const add = Array.from({ length: 56 }, (_, i) => teamMember(`m${i}`));
    expect(change({ add })).toEqual(['/add too_many']);
  });

  it('counts a delegate out with the member', () => {
    const sent = following(team, delegation('psicologa'));
    const add = [teamMember('altra', { email: 'bruno@enti.example.it' })];
    const said = (remove: string[]): ConvocationSaid => ({ type: 'change_members', add, remove });
    expect(brief(check(sent, said([]), convenedAt, facts))).toEqual(['/add/0/email duplicate']);
    expect(brief(check(sent, said(['psicologa']), convenedAt, facts))).toEqual([]);
  });

  it('of time needs what any meeting needs, and agreements on the new date', () => {
    const organizations = new Map(facts.organizations);
    organizations.delete('asl-borgoverde');
    expect(
      against(reschedule({ ...nextDay, place: undefined }, { answer_by: '2026-12-12' }), convenedAt, {
        ...facts,
        organizations,
      }),
    ).toEqual(['/meeting/place missing', '/answer_by contradiction', '/meeting/starts_at without_agreement']);
  });

  it('leaves a case on the agenda', () => {
    const withdraw = (case_ref: string): ConvocationSaid => ({ type: 'withdraw_case', case_ref, reason: 'solved' });
    const one = following(following(team, withdraw('caso-1')), withdraw('caso-2'));
    expect(brief(check(one, withdraw('caso-3'), convenedAt, facts))).toEqual(['/case_ref last_case']);
    expect(brief(check(one, withdraw('caso-1'), convenedAt, facts))).toEqual(['/case_ref withdrawn']);
    expect(brief(check(one, withdraw('caso-9'), convenedAt, facts))).toEqual(['/case_ref unknown']);
  });
});

describe('the record', () => {
  const reduced = [
    { type: 'withdraw_case', case_ref: 'caso-1', reason: 'solved' } as const,
    { type: 'change_members', remove: ['scuola'] } satisfies ConvocationSaid,
  ].reduce((s, e) => following(s, e), team);

  it('of attendance names faults by place', () => {
    const said = attendance({ nessuno: [], scuola: ['caso-2'], psicologa: ['caso-2', 'caso-1', 'caso-3'] });
    expect(brief(check(reduced, said, duringMeeting, undefined))).toEqual([
      '/attendance/0/member_id unknown',
      '/attendance/1/member_id removed',
      '/attendance/2/cases/1 withdrawn',
      '/attendance/2/cases/2 unknown',
      '/beneficiaries/0/member_id unknown',
    ]);
    const twice = { ...attendance({}), attendance: ['medico', 'medico'].map((m) => ({ member_id: m, cases: [] })) };
    expect(brief(check(team, twice as ConvocationSaid, duringMeeting, undefined))).toEqual([
      '/attendance/1/member_id duplicate',
    ]);
  });

  it('of minutes names faults by place', () => {
    const said = minutes('caso-1', 'caso-9', 'caso-2', 'caso-2');
    expect(brief(check(reduced, said, duringMeeting, undefined))).toEqual([
      '/cases/0/case_ref withdrawn',
      '/cases/1/case_ref unknown',
      '/cases/3/case_ref duplicate',
      '/cases missing',
    ]);
    const responsible = (who: string): ConvocationSaid => ({
      type: 'record_minutes',
      text: 'x',
      cases: [
        { case_ref: 'caso-2', decisions: [{ code: 'other', responsible: who }] },
        { case_ref: 'caso-3', decisions: [] },
      ],
    });
    expect(brief(check(reduced, responsible('psicologa'), duringMeeting, undefined))).toEqual([]);
    for (const who of ['medico', 'scuola', 'nessuno'])
      expect(brief(check(reduced, responsible(who), duringMeeting, undefined))).toEqual([
        '/cases/0/decisions/0/responsible unknown',
      ]);
  });
});
