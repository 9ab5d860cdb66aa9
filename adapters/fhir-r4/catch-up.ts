import type { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import type { Finding } from '../../src/ports.ts';
import { type Before, sayAppointment } from './appointment-event.ts';
import { plan, withoutVisits } from './plan.ts';
import type { Appointment } from './resources.ts';
import { sayTask, type Teller } from './task-event.ts';

export type News = {
  readonly events: readonly ReferralEventRequest[];
  readonly findings: readonly Finding[];
  /** Pointer of what the partner must still say before its last step can be taken. */
  readonly lacking?: string;
};
export type Seen = { readonly appointment: Appointment; readonly pointer: string };

/** Steps that come before a visit: nobody is seen who was not taken on. The others come after it. */
const beforeVisits: ReadonlySet<string> = new Set(['acknowledge', 'resume', 'accept', 'refuse_cancellation']);

/**
 * What happened at the partner since the referral was in this state, as events in an order that the referral's own table
 * allows: taking on first, then visits by time, then start and end.
 */
export function catchUp(before: Before, teller: Teller, appointments: readonly Seen[]): News {
  const steps = plan[teller.task.status][before.state] ?? [];
  const first = steps.filter((step) => beforeVisits.has(step)).map((step) => sayTask(step, teller));
  const takenOn = first.some(({ event }) => event?.type === 'accept');
  const seen = withoutVisits.has(teller.task.status) ? [] : appointments;
  const visits = sayAll(takenOn ? acceptedFrom(before) : before, seen);
  // A visit that was attended has started the work.
  const started = visits.state === 'in_progress' && visits.events.length > 0;
  const last = steps
    .filter((step) => !beforeVisits.has(step) && !(step === 'start' && started))
    .map((step) => sayTask(step, teller));

  const lacking = last.find((said) => said.lacking !== undefined)?.lacking;
  return {
    events: [...eventsOf(first), ...visits.events, ...eventsOf(last)],
    findings: [...first.flatMap((said) => said.findings), ...visits.findings, ...last.flatMap((said) => said.findings)],
    ...(lacking === undefined ? {} : { lacking }),
  };
}

const eventsOf = (said: readonly { readonly event?: ReferralEventRequest }[]) =>
  said.flatMap(({ event }) => (event === undefined ? [] : [event]));

const acceptedFrom = ({ state, knownStart }: Before): Before => ({
  state: 'accepted',
  knownStart,
  // What was on hold may have been in care before, and its visits told.
  justTakenOn: state !== 'on_hold',
});

function sayAll(before: Before, appointments: readonly Seen[]) {
  return relevant(appointments).reduce(
    (visits, { appointment, pointer }) => {
      const visit = sayAppointment(appointment, pointer, visits);
      return {
        ...visit,
        events: [...visits.events, ...visit.events],
        findings: [...visits.findings, ...visit.findings],
      };
    },
    {
      ...before,
      events: [] as readonly ReferralEventRequest[],
      findings: [] as readonly Finding[],
    } satisfies Before & News,
  );
}

/**
 * Visits that took place or were missed, by time, then the next one: the first booked after them. One that stays booked
 * while a later one was kept was forgotten. A cancelled one counts only where no other is booked.
 */
function relevant(appointments: readonly Seen[]): readonly Seen[] {
  const byStart = [...appointments].sort((a, b) => startOf(a) - startOf(b));
  const having = (...statuses: Appointment['status'][]) =>
    byStart.filter(({ appointment }) => statuses.includes(appointment.status));
  const past = having('noshow', 'arrived', 'checked-in', 'fulfilled');
  const last = past.at(-1);
  const next = having('booked').find((visit) => last === undefined || startOf(visit) > startOf(last));
  return next === undefined ? [...past, ...having('cancelled').slice(-1)] : [...past, next];
}

const startOf = ({ appointment }: Seen) => Date.parse(appointment.start ?? '') || 0;
