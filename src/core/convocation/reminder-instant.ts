import type { Meeting } from '../../../contracts/canonical/convocation.ts';
import { civilDate, compareInstants, instantAt } from '../rome/index.ts';

/** When the reminder of so many days before the meeting leaves: 09:00 in Rome of that day. */
export const reminderInstant = (meeting: Pick<Meeting, 'starts_at'>, days: number): string =>
  instantAt(civilDate(meeting.starts_at), '09:00', -days);

/** Reminders whose hour had passed when the meeting got its time: they are not made up for, the invitation just came. */
export const passedReminders = (
  meeting: Pick<Meeting, 'starts_at'>,
  reminderDays: readonly number[],
  at: string,
): readonly number[] => reminderDays.filter((days) => compareInstants(reminderInstant(meeting, days), at) <= 0);
