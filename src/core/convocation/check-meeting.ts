import type { Meeting } from '../../../contracts/canonical/convocation.ts';
import type { ProblemError } from '../../../contracts/canonical/problem.ts';
import { civilDate, compareInstants, minutesBetween } from '../rome/index.ts';
import type { Facts } from './facts.ts';
import { fault, repeatedAt } from './fault.ts';
import { reminderInstant } from './reminder-instant.ts';

const meetingMinutesMax = 12 * 60;

/** Faults of a meeting and of the terms around it. `answer_by`, `reminder_days`: as said, undefined where nothing is said. */
export function checkMeeting(
  {
    meeting,
    answer_by,
    reminder_days = [],
  }: {
    readonly meeting: Meeting;
    readonly answer_by?: string | undefined;
    readonly reminder_days?: readonly number[] | undefined;
  },
  at: string,
  { day }: Pick<Facts, 'day'>,
): readonly ProblemError[] {
  const { starts_at, ends_at, mode, place, online_url } = meeting;
  const faults: ProblemError[] = [];
  const minutes = minutesBetween(starts_at, ends_at);
  if (compareInstants(starts_at, at) <= 0) faults.push(fault('/meeting/starts_at', 'past', 'is in the past'));
  if (minutes <= 0) faults.push(fault('/meeting/ends_at', 'contradiction', 'is not after starts_at'));
  if (minutes > meetingMinutesMax)
    faults.push(fault('/meeting/ends_at', 'too_long', 'is more than 12 hours after starts_at'));
  if (mode !== 'online' && place === undefined)
    faults.push(fault('/meeting/place', 'missing', 'is needed where people meet in person'));
  if (mode !== 'in_person' && online_url === undefined)
    faults.push(fault('/meeting/online_url', 'missing', 'is needed where people meet on line'));
  if (day.meetingsMax !== null && day.meetings >= day.meetingsMax)
    faults.push(fault('/meeting/starts_at', 'over_capacity', 'is on a day that holds no further meeting'));
  if (answer_by !== undefined && answer_by > civilDate(starts_at))
    faults.push(fault('/answer_by', 'contradiction', 'is after the meeting'));
  if (answer_by !== undefined && answer_by < civilDate(at)) faults.push(fault('/answer_by', 'past', 'is in the past'));
  for (const i of repeatedAt(reminder_days, String))
    faults.push(fault(`/reminder_days/${i}`, 'duplicate', 'is there twice'));
  for (const [i, days] of reminder_days.entries()) {
    if (compareInstants(reminderInstant(meeting, days), at) <= 0)
      faults.push(fault(`/reminder_days/${i}`, 'useless', 'would have left already'));
  }
  return faults;
}
