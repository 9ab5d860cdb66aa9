import { describe, expect, it } from 'vitest';
import { meetingProposalsExample } from '../../../contracts/api/convocation-views.ts';
import { meetingSeriesExample } from '../../../contracts/api/convocations.ts';
import type { ConvocationSaid } from '../../../src/core/convocation/index.ts';
import { due, easterSunday, proposalsMax, proposeMeetings } from '../../../src/core/convocation/index.ts';
import {
  answer,
  convened,
  convenedAt,
  duringMeeting,
  following,
  nextDay,
  requestWith,
  reschedule,
  sample,
} from './convocation-sample.ts';

const nothing = { reminder_days: [], answers_overdue: false };
const remind = (...days: number[]): ConvocationSaid => ({ type: 'remind', days });

describe('what the clock must do', () => {
  it('is a reminder at nine in Rome, once', () => {
    const state = convened();
    expect(due(state, '2026-12-03T07:59:59Z')).toEqual({ ...nothing, next_at: '2026-12-03T08:00:00Z' });
    expect(due(state, '2026-12-03T08:00:00Z')).toEqual({
      ...nothing,
      reminder_days: [7],
      next_at: '2026-12-03T08:00:00Z',
    });
    const reminded = following(state, remind(7), '2026-12-03T08:00:00Z');
    expect(due(reminded, '2026-12-03T08:00:01Z')).toEqual({ ...nothing, next_at: '2026-12-04T23:00:00Z' });
  });

  it('is told of missing answers when the day is over, once, and of everything it missed together', () => {
    expect(due(convened(), '2026-12-09T20:00:00Z')).toEqual({
      reminder_days: [7, 1],
      answers_overdue: true,
      next_at: '2026-12-03T08:00:00Z',
    });
    const done = [remind(7, 1), { type: 'answers_overdue' } as const].reduce(
      (s, e) => following(s, e, '2026-12-09T20:00:00Z'),
      convened(),
    );
    expect(due(done, '2026-12-09T20:00:01Z')).toEqual({ ...nothing, next_at: null });
  });

  it('is nothing once the meeting began or is off', () => {
    expect(due(convened(), duringMeeting)).toEqual({ ...nothing, next_at: null });
    expect(due(following(convened(), { type: 'cancel', reason: 'merged' }), '2026-12-09T20:00:00Z').next_at).toBeNull();
    const lastDay = convened(requestWith({ answer_by: '2026-12-10', reminder_days: [] }));
    expect(due(lastDay, convenedAt).next_at).toBeNull();
  });

  it('does not make up for reminders that had passed when the meeting got its time', () => {
    const soon = { starts_at: '2026-11-25T09:30:00+01:00', ends_at: '2026-11-25T11:00:00+01:00' };
    expect(due(following(convened(), reschedule(soon)), convenedAt)).toEqual({
      ...nothing,
      next_at: '2026-11-24T08:00:00Z',
    });
    const moved = following(
      following(convened(), remind(7), '2026-12-03T08:00:00Z'),
      reschedule(nextDay),
      '2026-12-03T10:00:00Z',
    );
    expect(due(moved, '2026-12-04T08:00:00Z').reminder_days).toEqual([7]);
  });

  it('is due whether or not somebody waits, so that it is done', () => {
    const all = sample.members.reduce((s, m) => following(s, answer(m.member_id)), convened());
    expect(due(all, '2026-12-03T08:00:00Z').reminder_days).toEqual([7]);
  });

  it.each([
    ['2027-03-30T09:30:00+02:00', '2027-03-27T08:00:00Z'],
    ['2026-10-27T09:30:00+01:00', '2026-10-24T07:00:00Z'],
  ])('is at nine on either side of the change of the hour before %s', (starts_at, expected) => {
    const ends_at = starts_at.replace('T09', 'T10');
    const request = requestWith({
      meeting: { ...sample.meeting, starts_at, ends_at },
      answer_by: undefined,
      reminder_days: [3],
    });
    const state = { ...convened(), meeting: request.meeting, reminder_days: [3], answer_by: null, reminded_days: [] };
    expect(due(state, '2026-10-01T00:00:00Z').next_at).toBe(expected);
  });
});

const first = { starts_at: '2026-12-08T09:30:00+01:00', ends_at: '2026-12-08T11:00:00+01:00' };
const proposed = (rule: string, from = first, max?: number) => {
  const p = proposeMeetings(rule, from, max);
  if (p.refused) throw new Error(p.detail);
  return p;
};
const starts = (...args: Parameters<typeof proposed>) => proposed(...args).meetings.map((m) => m.starts_at);

describe('a series of meetings', () => {
  it('gives every second Tuesday at the same hour across the change of the hour, and says what it skipped', () => {
    const series = proposed('RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', first, 9);
    expect(series.meetings.map((m) => m.starts_at)).toEqual([
      '2026-12-22T09:30:00+01:00',
      '2027-01-05T09:30:00+01:00',
      '2027-01-19T09:30:00+01:00',
      '2027-02-02T09:30:00+01:00',
      '2027-02-16T09:30:00+01:00',
      '2027-03-02T09:30:00+01:00',
      '2027-03-16T09:30:00+01:00',
      '2027-03-30T09:30:00+02:00',
      '2027-04-13T09:30:00+02:00',
    ]);
    expect(series.meetings.at(-1)?.ends_at).toBe('2027-04-13T11:00:00+02:00');
    expect(series.skipped).toEqual([]);
  });

  it('skips public holidays, Easter Monday among them', () => {
    const monday = { starts_at: '2027-03-22T09:30:00+01:00', ends_at: '2027-03-22T11:00:00+01:00' };
    const series = proposed('FREQ=WEEKLY;COUNT=4', monday);
    expect(series.meetings.map((m) => m.starts_at.slice(0, 10))).toEqual(['2027-04-05', '2027-04-12']);
    expect(series.skipped).toEqual([{ date: '2027-03-29', holiday: 'easter_monday' }]);
    const daily = proposed('FREQ=DAILY;UNTIL=20261227', {
      starts_at: '2026-12-23T09:30:00+01:00',
      ends_at: '2026-12-23T10:00:00+01:00',
    });
    expect(daily.skipped.map((s) => s.holiday)).toEqual(['christmas', 'saint_stephen']);
    expect(daily.meetings.map((m) => m.starts_at.slice(8, 10))).toEqual(['24', '27']);
    const october = (year: number) =>
      proposed('FREQ=DAILY;COUNT=3', {
        starts_at: `${year}-10-02T09:30:00+02:00`,
        ends_at: `${year}-10-02T10:00:00+02:00`,
      }).skipped;
    expect([october(2025), october(2026)].map((s) => s.length)).toEqual([0, 1]);
  });

  it('counts the first meeting, as RFC 5545 does, and gives 52 at most', () => {
    expect(starts('FREQ=WEEKLY;COUNT=3')).toEqual(['2026-12-15T09:30:00+01:00', '2026-12-22T09:30:00+01:00']);
    expect(starts('FREQ=DAILY')).toHaveLength(proposalsMax);
    expect(starts('FREQ=WEEKLY', first, 500)).toHaveLength(proposalsMax);
    expect(starts('FREQ=MONTHLY;BYDAY=2TU;COUNT=3')).toEqual([
      '2027-01-12T09:30:00+01:00',
      '2027-02-09T09:30:00+01:00',
    ]);
  });

  it('does not count a first meeting that the rule does not fall on', () => {
    expect(starts('FREQ=WEEKLY;BYDAY=WE;COUNT=2')).toEqual(['2026-12-09T09:30:00+01:00', '2026-12-16T09:30:00+01:00']);
  });

  it('is shown in the contract as it is computed', () => {
    const { rule, count, ...from } = meetingSeriesExample;
    const { meetings, skipped } = proposed(rule, from, count);
    expect({ proposals: meetings, skipped: skipped.map((s) => ({ on: s.date, because: s.holiday })) }).toEqual(
      meetingProposalsExample,
    );
  });

  it('includes the day until which it runs', () => {
    expect(starts('FREQ=WEEKLY;UNTIL=20261222')).toHaveLength(2);
    expect(starts('FREQ=WEEKLY;UNTIL=20261222T083000Z')).toHaveLength(2);
    expect(starts('FREQ=WEEKLY;UNTIL=20261222T082959Z')).toHaveLength(1);
  });

  it.each([
    ['BYDAY=TU', 'malformed', 'has no FREQ'],
    ['', 'malformed', 'NAME=value'],
    ['FREQ=SOMETIMES', 'malformed', 'FREQ that is not DAILY'],
    ['FREQ=HOURLY', 'unsupported', 'within a day'],
    ['FREQ=SECONDLY;COUNT=5', 'unsupported', 'within a day'],
    ['FREQ=DAILY;BYHOUR=9', 'unsupported', 'has BYHOUR'],
    ['FREQ=YEARLY;BYEASTER=1', 'unsupported', 'has a part'],
    ['FREQ=YEARLY;BYYEARDAY=1', 'unsupported', 'has BYYEARDAY'],
    ['RSCALE=HEBREW;FREQ=YEARLY', 'unsupported', 'has RSCALE'],
    ['FREQ=WEEKLY;FREQ=DAILY', 'malformed', 'has FREQ twice'],
    ['FREQ=WEEKLY;COUNT=2;UNTIL=20270101', 'malformed', 'COUNT and UNTIL'],
    ['FREQ=WEEKLY;UNTIL=20271301', 'malformed', 'UNTIL on a day'],
    ['FREQ=WEEKLY;INTERVAL=0', 'malformed', 'INTERVAL that is not a number'],
    ['FREQ=WEEKLY;BYDAY=TU,,WE', 'malformed', 'BYDAY that is not weekdays'],
    ['FREQ=WEEKLY\nDTSTART:19700101T000000Z', 'malformed', 'NAME=value'],
    [`FREQ=DAILY;BYMONTHDAY=${'1,'.repeat(200)}1`, 'malformed', 'longer than 200'],
    ['FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2', 'no_meeting', 'within 3 years'],
    ['FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2;COUNT=5', 'no_meeting', 'within 3 years'],
    ['FREQ=WEEKLY;COUNT=1', 'no_meeting', 'COUNT that counts the first'],
    ['FREQ=WEEKLY;UNTIL=20200101', 'no_meeting', 'by its UNTIL'],
    ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25', 'no_meeting', 'public holidays only'],
  ])('refuses %j as %s: %s', (rule, fault, detail) => {
    expect(proposeMeetings(rule, first)).toEqual({ refused: true, fault, detail: expect.stringContaining(detail) });
  });

  it.each([
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
  ])('knows Easter of %d', (year, date) => {
    expect(easterSunday(year).toString()).toBe(date);
  });
});
