import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReferralStatus, referralStatuses } from '../../contracts/canonical/codes.ts';
import { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import { nextStatus, transitions } from '../../src/core/referral/index.ts';
import type { Before } from './appointment-event.ts';
import { catchUp, type Seen } from './catch-up.ts';
import { Options } from './config.ts';
import { Appointment, Task } from './resources.ts';
import { taskStatuses } from './vocabulary.ts';

const options = Options.parse({ namespace: 'https://rete.example.it/fhir' });
const now = '2026-11-22T10:00:00.000Z';
const code = (system: string, value: string) => ({
  coding: [{ system: `${options.namespace}/${system}`, code: value }],
});
const starts = ['2026-12-01T09:30:00+01:00', '2026-12-15T09:30:00+01:00'] as const;

const task = (status: string, more: object = {}) =>
  Task.parse({
    resourceType: 'Task',
    id: '7',
    status,
    executionPeriod: { start: '2026-11-18', end: '2026-11-21' },
    output: [{ valueCodeableConcept: code('outcome', 'goals_achieved') }],
    ...more,
  });
const visit = (status: string, start: string = starts[0]): Seen => ({
  appointment: Appointment.parse({ resourceType: 'Appointment', status, start }),
  pointer: '/entry/0/resource',
});
const news = (before: Before, seen: Task, visits: readonly Seen[] = []) =>
  catchUp(before, { task: seen, pointer: '', options, now }, visits);
const typesOf = (before: Before, status: string, visits: readonly Seen[] = [], more: object = {}) =>
  news(before, task(status, more), visits).events.map(({ type }) => type);
const at = (state: ReferralStatus, knownStart?: string): Before => ({ state, knownStart });

/** Plays events on the referral's own table; fails where one is not allowed. */
function played(before: Before, events: readonly ReferralEventRequest[]): Before {
  return events.reduce<Before>(({ state, knownStart }, event) => {
    const transition = transitions.find(({ event: type }) => type === event.type);
    if (!transition?.from.includes(state)) throw new Error(`${event.type} is not allowed from ${state}`);
    return {
      state: nextStatus(transition, { status: state, held_from: 'received', cancelled_from: 'accepted' }, event),
      knownStart: startAfter(event, knownStart),
    };
  }, before);
}

/** An appointment that was kept, missed or cancelled is no longer the next one. */
const startAfter = (event: ReferralEventRequest, before: string | undefined) =>
  'appointment' in event
    ? event.appointment.start
    : ['cancel_appointment', 'record_attendance'].includes(event.type)
      ? undefined
      : before;

describe('what is new at the partner', () => {
  it.each([
    ['requested', 'received', ['acknowledge']],
    ['requested', 'accepted', ['accept']],
    ['on_hold', 'received', ['resume']],
    ['requested', 'on-hold', ['acknowledge', 'hold']],
    ['received', 'in-progress', ['accept', 'start']],
    ['received', 'completed', ['accept', 'complete']],
    ['scheduled', 'rejected', ['decline']],
    ['in_progress', 'failed', ['interrupt']],
    ['in_progress', 'cancelled', ['interrupt']],
    ['accepted', 'cancelled', ['decline']],
    ['cancellation_requested', 'cancelled', ['confirm_cancellation']],
    ['cancellation_requested', 'completed', ['complete']],
    ['cancellation_requested', 'in-progress', []],
    ['accepted', 'accepted', []],
    ['completed', 'accepted', []],
  ] as const)('from %s to %s is %j', (state, status, expected) => {
    expect(typesOf(at(state), status)).toEqual(expected);
  });

  it('is a refusal of the cancellation only with its coded reason', () => {
    const statusReason = code('refusal-reason', 'already_started');
    expect(news(at('cancellation_requested'), task('in-progress', { statusReason })).events).toEqual([
      { type: 'refuse_cancellation', reason: 'already_started' },
    ]);
  });

  it.each([
    [at('requested'), 'accepted', [visit('booked')], ['accept', 'schedule']],
    [at('accepted'), 'accepted', [visit('booked')], ['schedule']],
    [at('scheduled', starts[0]), 'accepted', [visit('booked')], []],
    [at('scheduled', starts[0]), 'accepted', [visit('booked', starts[1])], ['reschedule']],
    [at('scheduled', starts[0]), 'accepted', [visit('cancelled')], ['cancel_appointment']],
    [at('scheduled', starts[1]), 'accepted', [visit('cancelled'), visit('booked', starts[1])], []],
    [at('scheduled', starts[0]), 'accepted', [visit('noshow')], ['record_attendance']],
    [
      at('scheduled', starts[0]),
      'accepted',
      [visit('noshow'), visit('booked', starts[1])],
      ['record_attendance', 'schedule'],
    ],
    [at('scheduled', starts[1]), 'accepted', [visit('noshow'), visit('booked', starts[1])], []],
    [at('received'), 'in-progress', [visit('fulfilled')], ['accept', 'schedule', 'record_attendance']],
    [at('scheduled', starts[0]), 'completed', [visit('fulfilled')], ['record_attendance', 'complete']],
    [at('requested'), 'requested', [visit('booked')], []],
  ] as const)('from %j, Task %s and visits, is in order', (before, status, visits, expected) => {
    expect(typesOf(before, status, visits)).toEqual(expected);
  });

  it('is always allowed by the table of the referral, valid, and comes to rest', () => {
    const statuses = ['booked', 'arrived', 'fulfilled', 'cancelled', 'noshow', 'pending', 'waitlist'] as const;
    const anyVisits = fc.array(
      fc.tuple(fc.constantFrom(...statuses), fc.constantFrom(...starts)).map(([status, start]) => visit(status, start)),
      { maxLength: 2 },
    );
    const reason = fc.constantFrom({}, { statusReason: code('refusal-reason', 'other') }, { output: [] });
    fc.assert(
      fc.property(
        fc.constantFrom(...referralStatuses),
        fc.option(fc.constantFrom(...starts), { nil: undefined }),
        fc.constantFrom(...taskStatuses),
        anyVisits,
        reason,
        (state, knownStart, status, visits, more) => {
          const before = at(state, state === 'scheduled' ? (knownStart ?? starts[0]) : knownStart);
          const told = (from: Before) => {
            const { events } = news(from, task(status, more), visits);
            for (const event of events) expect(ReferralEventRequest.safeParse(event).success).toBe(true);
            return events;
          };
          const once = played(before, told(before));
          // To which state a hold or a cancellation goes back is the referral's to say: visits after it wait for the next time.
          const twice = played(once, told(once));
          expect(told(twice)).toEqual([]);
        },
      ),
      { seed: 5, numRuns: 1500 },
    );
  });
});

describe('what the partner did not say', () => {
  it('is no outcome: the completion waits', () => {
    const { events, findings, lacking } = news(at('in_progress'), task('completed', { output: [] }));
    expect(events).toEqual([]);
    expect(findings).toEqual([{ pointer: '/output', code: 'outcome-missing' }]);
    expect(lacking).toBe('/output');
  });

  it('is an outcome only where the options name one, and a finding tells', () => {
    const lenient = { ...options, outcome_when_unsaid: 'goals_partly_achieved' as const };
    const teller = { task: task('completed', { output: [] }), pointer: '', options: lenient, now };
    expect(catchUp(at('in_progress'), teller, [])).toEqual({
      events: [{ type: 'complete', outcome: 'goals_partly_achieved', ended_on: '2026-11-21' }],
      findings: [{ pointer: '/output', code: 'outcome-guessed' }],
    });
  });

  it.each([
    [{}, '2026-11-22'],
    [{ lastModified: '2026-11-19T23:30:00Z' }, '2026-11-20'],
    [{ lastModified: '2026' }, '2026-11-22'],
  ])('is a day taken from elsewhere (%j), and a finding tells', (more, started_on) => {
    const seen = task('in-progress', { executionPeriod: undefined, ...more });
    expect(news(at('accepted'), seen)).toEqual({
      events: [{ type: 'start', started_on }],
      findings: [{ pointer: '/executionPeriod/start', code: 'date-guessed' }],
    });
  });

  it.each([
    [undefined, 'missing'],
    [{ coding: [{ system: 'https://asl.example.it/esiti', code: 'X' }] }, 'code-unknown'],
  ])('is the reason other for %j', (statusReason, finding) => {
    const { events, findings } = news(at('received'), task('rejected', { statusReason }));
    expect(events).toEqual([{ type: 'decline', reason: 'other' }]);
    expect(findings).toEqual([{ pointer: '/statusReason', code: finding }]);
  });

  it('is an offset: Italian time is meant', () => {
    const { events, findings } = news(at('accepted'), task('accepted'), [visit('booked', '2026-07-01T09:30:00')]);
    expect(events).toEqual([{ type: 'schedule', appointment: { start: '2026-07-01T09:30:00+02:00' } }]);
    expect(findings).toEqual([{ pointer: '/entry/0/resource/start', code: 'offset-assumed' }]);
  });
});
