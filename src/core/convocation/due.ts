import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import { compareInstants, instantAt } from '../rome/index.ts';
import { hasBegun } from './available-events.ts';
import { reminderInstant } from './reminder-instant.ts';

export type Due = {
  /** Reminders whose hour has come, by days before the meeting: one `remind` event with all of them. */
  readonly reminder_days: readonly number[];
  /** The day for answers is over: one `answers_overdue` event. */
  readonly answers_overdue: boolean;
  /** The earliest instant (UTC) at which something of this is or will be due; not after `at` where it is due now. Null: never. */
  readonly next_at: string | null;
};

/**
 * What the clock must do at an instant. Each thing is done once, by its event, whether or not somebody is then still to be told: see
 * `recipients`. Nothing is due once the meeting began or was cancelled.
 */
export function due(state: Convocation, at: string): Due {
  const open = state.status === 'convened' || state.status === 'confirmed';
  if (!open || hasBegun(state, at)) return { reminder_days: [], answers_overdue: false, next_at: null };
  const reminders = state.reminder_days
    .filter((days) => !state.reminded_days.includes(days))
    .map((days) => ({ days, instant: reminderInstant(state.meeting, days) }));
  const overdueAt = overdueInstant(state);
  const instants = [...reminders.map((r) => r.instant), ...(overdueAt === null ? [] : [overdueAt])];
  return {
    reminder_days: reminders.filter((r) => hasCome(r.instant, at)).map((r) => r.days),
    answers_overdue: overdueAt !== null && hasCome(overdueAt, at),
    next_at: instants.sort(compareInstants)[0] ?? null,
  };
}

/** The end of the day for answers in Rome; null where there is none, it was noted, or the meeting has begun by then. */
function overdueInstant({ answer_by, answer_overdue_told, meeting }: Convocation): string | null {
  if (answer_by === null || answer_overdue_told) return null;
  const instant = instantAt(answer_by, '00:00', 1);
  return compareInstants(instant, meeting.starts_at) < 0 ? instant : null;
}

const hasCome = (instant: string, at: string): boolean => compareInstants(instant, at) <= 0;
