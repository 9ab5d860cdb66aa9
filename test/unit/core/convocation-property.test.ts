import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConvocationRequest } from '../../../contracts/canonical/convocation.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import {
  activeMembers,
  type ConvocationSaid,
  decide,
  delegateOf,
  liveCases,
  visibleTo,
} from '../../../src/core/convocation/index.ts';
import { taxCode } from '../../world/people.ts';
import {
  answer,
  attendance,
  convene,
  convened,
  convenedAt,
  delegation,
  duringMeeting,
  everybody,
  facts,
  following,
  minutes,
  requestWith,
  reschedule,
  type Step,
  sample,
  step,
  teamMember,
} from './convocation-sample.ts';

const runs = { seed: 20261126, numRuns: 150 };
const letters = 'ABCDEHLM';
const ref = (n: number) => `caso-${n}-x`;
const memberId = (n: number) => `membro-${n}-x`;

/** Agendas of 2 to 6 cases and up to 7 further members with any cases; the social worker is on all. Each name is found nowhere else. */
const agenda: fc.Arbitrary<ConvocationRequest> = fc
  .integer({ min: 2, max: 6 })
  .chain((cases) =>
    fc.record({
      cases: fc.constant(cases),
      members: fc.array(
        fc.record({
          on: fc.uniqueArray(fc.integer({ min: 0, max: cases - 1 }), { minLength: 1 }),
          required: fc.boolean(),
          pec: fc.boolean(),
        }),
        { minLength: 1, maxLength: 7 },
      ),
      asked: fc.uniqueArray(fc.integer({ min: 0, max: cases - 1 })),
    }),
  )
  .map(({ cases, members, asked }) =>
    requestWith({
      agenda: Array.from({ length: cases }, (_, n) => ({
        ...sample.agenda[0],
        case_ref: ref(n),
        case_id: `BV-${n}-x`,
        subject: { tax_code: taxCode(`MRNLNE7${n}${letters[n]}54B000`) },
      })),
      members: [
        teamMember('assistente', { cases: Array.from({ length: cases }, (_, n) => ref(n)) }),
        ...members.map(({ on, required, pec }, n) =>
          teamMember(memberId(n), {
            function: 'educator',
            cases: on.map(ref),
            required,
            ...(pec ? { pec: `pec-${n}@pec.example.it` } : {}),
          }),
        ),
      ],
      beneficiaries: asked.map((n) => ({
        member_id: `persona-${n}-x`,
        case: ref(n),
        given_name: `N${n}`,
        family_name: 'X',
      })),
    }),
  );

type Said = { readonly event: ConvocationSaid; readonly at: string };

/** Anything anybody may try, also what makes no sense; the later, the nearer to the meeting. */
const attempt: fc.Arbitrary<Said> = fc
  .oneof(
    fc.tuple(fc.nat(8), fc.constantFrom('accepted', 'tentative', 'declined')).map(([n, a]) => answer(who(n), a)),
    fc.tuple(fc.nat(8), fc.nat(3)).map(([n, m]) => delegation(who(n), `Bruno-${m}`)),
    fc.nat(8).map((n) => answer(`${who(n)}-d1`)),
    fc.nat(20).map((n) => reschedule({ place: { name: `Sala ${n}` } })),
    fc.nat(6).map((n): ConvocationSaid => ({ type: 'withdraw_case', case_ref: ref(n), reason: 'solved' })),
    fc.nat(8).map((n): ConvocationSaid => ({ type: 'change_members', remove: [who(n)] })),
    fc.tuple(fc.nat(99), fc.nat(6)).map(
      ([n, c]): ConvocationSaid => ({
        type: 'change_members',
        add: [teamMember(`nuovo-${n}-x`, { function: 'educator', cases: [ref(c)], required: n % 2 === 0 })],
      }),
    ),
    fc.constant<ConvocationSaid>({ type: 'remind' }),
    fc.constant<ConvocationSaid>({ type: 'answers_overdue' }),
  )
  .map((event) => ({ event, at: convenedAt }));
const who = (n: number) => (n === 8 ? 'assistente' : memberId(n));
const ending: fc.Arbitrary<readonly Said[]> = fc.constantFrom<readonly Said[]>(
  [],
  [{ event: { type: 'cancel', reason: 'merged' }, at: convenedAt }],
  [{ event: attendance({}), at: duringMeeting }],
);

/** The steps that were allowed, and had something to say. */
function stepsOf(
  request: ConvocationRequest,
  attempts: readonly Said[],
): readonly (Step & { readonly before: Convocation | null })[] {
  const first = step(null, convene(request));
  if (first === null) throw new Error('nothing convened');
  const steps: (Step & { readonly before: Convocation | null })[] = [{ ...first, before: null }];
  let state = first.after;
  for (const { event, at } of attempts) {
    const decided = decide(state, { event, actors: everybody, at, facts });
    if (decided.refused || decided.nothing_new) continue;
    const next = step(state, event, at);
    if (next === null) throw new Error('decided otherwise');
    steps.push({ ...next, before: state });
    state = next.after;
  }
  return steps;
}

/** Labels, case numbers, names and identifiers of the cases that a person has no part in, and of who is on no case with them. */
function foreignTo(state: Convocation, own: readonly string[]): readonly string[] {
  const cases = state.cases.flatMap((c) =>
    c === null || own.includes(c.item.case_ref)
      ? []
      : [`"${c.item.case_ref}"`, c.item.case_id, c.item.subject.tax_code ?? 'none', c.subject_id],
  );
  const members = state.members.flatMap(({ member }) =>
    member.cases.some((c) => own.includes(c))
      ? []
      : [`"${member.member_id}"`, `"${member.given_name}"`, `F-${member.member_id}"`],
  );
  const beneficiaries = state.beneficiaries.flatMap((b) => (own.includes(b.case) ? [] : [`"${b.member_id}"`]));
  return [...cases, ...members.filter((m) => !m.includes('Bruno')), ...beneficiaries];
}

const casesOf = (state: Convocation, id: string): readonly string[] =>
  state.members.find((m) => m.member.member_id === id)?.member.cases ??
  state.beneficiaries.filter((b) => b.member_id === id).map((b) => b.case);

const anything = fc.tuple(agenda, fc.array(attempt, { maxLength: 25 }), ending);

describe('whatever happens', () => {
  it('nobody learns of a case that is not theirs, or of who is on it', () => {
    fc.assert(
      fc.property(anything, ([request, attempts, end]) => {
        for (const { after, told } of stepsOf(request, [...attempts, ...end])) {
          for (const one of told) {
            const foreign = foreignTo(after, casesOf(after, one.member_id));
            const text = JSON.stringify(one.changes);
            expect(foreign.filter((value) => text.includes(value))).toEqual([]);
          }
          for (const id of [
            ...after.members.map((m) => m.member.member_id),
            ...after.beneficiaries.map((b) => b.member_id),
          ]) {
            const foreign = foreignTo(after, casesOf(after, id));
            const text = JSON.stringify(visibleTo(after, id));
            expect(foreign.filter((value) => text.includes(value))).toEqual([]);
          }
        }
      }),
      runs,
    );
  });

  it('a withdrawn case is shown to nobody, and told of once', () => {
    fc.assert(
      fc.property(anything, ([request, attempts, end]) => {
        const mentioned: string[] = [];
        for (const { after, told, event } of stepsOf(request, [...attempts, ...end])) {
          for (const { member } of after.members) {
            const seen = visibleTo(after, member.member_id);
            const refs = [...seen.cases.map((c) => c.item.case_ref), ...seen.members.flatMap((m) => m.cases)];
            expect(refs.filter((r) => after.withdrawn_cases.includes(r))).toEqual([]);
          }
          for (const { member_id, changes } of told) {
            for (const change of changes) {
              if (change.case_ref === undefined || !after.withdrawn_cases.includes(change.case_ref)) continue;
              expect([event.type, change.what]).toEqual(['withdraw_case', 'case_withdrawn']);
              mentioned.push(`${member_id} ${change.case_ref}`);
            }
          }
        }
        expect(new Set(mentioned).size).toBe(mentioned.length);
      }),
      runs,
    );
  });

  it('the sequence never falls, rises with time, place, mode and cancellation only, and confirmed means accepted', () => {
    fc.assert(
      fc.property(anything, ([request, attempts, end]) => {
        for (const { before, after, event } of stepsOf(request, [...attempts, ...end])) {
          const rise = after.sequence - (before?.sequence ?? 0);
          expect(rise).toBe(event.type === 'reschedule' || event.type === 'cancel' ? 1 : 0);
          expect(after.version).toBe((before?.version ?? 0) + 1);
          if (after.status !== 'convened' && after.status !== 'confirmed') continue;
          const required = activeMembers(after).filter(
            (m) => m.member.required === true && m.delegate_of === undefined,
          );
          const accepted = required.every(({ member, answer: given }) =>
            given.state === 'delegated'
              ? delegateOf(after, member.member_id)?.answer.state === 'accepted'
              : given.state === 'accepted',
          );
          expect(after.status === 'confirmed').toBe(required.length > 0 && accepted);
        }
      }),
      runs,
    );
  });

  it('everybody is told once, only who is or was called, and the organizer of each change of confirmation', () => {
    fc.assert(
      fc.property(anything, ([request, attempts, end]) => {
        for (const { before, after, told, event } of stepsOf(request, [...attempts, ...end])) {
          const ids = told.map((t) => t.member_id);
          expect(new Set(ids).size).toBe(ids.length);
          const left = new Set(before === null ? [] : activeMembers(before).map((m) => m.member.member_id));
          const stay = new Set(activeMembers(after).map((m) => m.member.member_id));
          for (const { member_id, kind } of told) {
            if (kind === 'cancellation') expect(left.has(member_id)).toBe(true);
            if (kind === 'invitation') expect(!left.has(member_id) && stay.has(member_id)).toBe(true);
            if (kind === 'update' || kind === 'reminder') expect(stay.has(member_id)).toBe(true);
          }
          const flipped = before !== null && before.status !== after.status && event.type !== 'reschedule';
          const told_of = ids.includes('_organizer') && event.type !== 'answers_overdue';
          expect(told_of).toBe(flipped && (after.status === 'convened' || after.status === 'confirmed'));
        }
      }),
      runs,
    );
  });

  it('the payload of the meeting holds no case number, person or household member', () => {
    fc.assert(
      fc.property(anything, ([request, attempts, end]) => {
        for (const { after, event } of stepsOf(request, [...attempts, ...end])) {
          const text = JSON.stringify(event.payload);
          for (const c of liveCases(after)) {
            expect(text).not.toContain(c.item.case_id);
            expect(text).not.toContain(c.item.subject.tax_code ?? 'none');
          }
          expect(text).not.toMatch(/persona-\d/);
        }
      }),
      runs,
    );
  });
});

describe('twelve answers', () => {
  const members = Array.from({ length: 12 }, (_, n) =>
    teamMember(n === 0 ? 'assistente' : memberId(n), { required: n % 2 === 0, cases: ['caso-1', 'caso-2', 'caso-3'] }),
  );
  const state = convened(requestWith({ members, beneficiaries: [] }));
  const answers = members.map((m, n) =>
    n === 4 ? delegation(m.member_id) : answer(m.member_id, n % 3 === 1 ? 'declined' : 'accepted'),
  );
  const lines = (s: Convocation) =>
    [...s.members].sort((a, b) => (a.member.member_id < b.member.member_id ? -1 : 1)).map((m) => [m.member, m.answer]);

  it('in any order give one state', () => {
    const expected = lines(answers.reduce((s, a) => following(s, a), state));
    fc.assert(
      fc.property(fc.shuffledSubarray(answers, { minLength: 12 }), (order) => {
        const all = order.reduce((s, a) => following(s, a), state);
        expect(lines(all)).toEqual(expected);
        expect(all).toMatchObject({ status: 'convened', version: 13, sequence: 0 });
      }),
      runs,
    );
  });

  it('each brought twice change nothing the second time', () => {
    const all = answers.reduce((s, a) => following(s, a), state);
    expect(answers.map((a) => step(all, a))).toEqual(answers.map(() => null));
  });

  it('leave minutes that only who attended may read', () => {
    const held = following(convened(), attendance({ assistente: ['caso-1', 'caso-2'] }), duringMeeting);
    const minuted = following(held, minutes('caso-1', 'caso-2', 'caso-3'), duringMeeting);
    for (const { member } of minuted.members) {
      const read = visibleTo(minuted, member.member_id).cases.filter((c) => c.minutes !== null);
      expect(read.map((c) => c.item.case_ref)).toEqual(member.member_id === 'assistente' ? ['caso-1', 'caso-2'] : []);
    }
  });
});
