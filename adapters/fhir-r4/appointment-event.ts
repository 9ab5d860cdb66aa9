import type { ReferralStatus } from '../../contracts/canonical/codes.ts';
import { Appointment as CanonicalAppointment } from '../../contracts/canonical/referral.ts';
import type { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import { line } from '../../contracts/canonical/text.ts';
import type { Finding } from '../../src/ports.ts';
import { dayOf, instantOf } from './dates.ts';
import type { Appointment } from './resources.ts';

/**
 * What is known of the referral when an Appointment is read. `knownStart`: of the next visit on file, if any.
 * `justTakenOn`: every visit is news, because before nobody could have been seen.
 */
export type Before = {
  readonly state: ReferralStatus;
  readonly knownStart: string | undefined;
  readonly justTakenOn?: boolean;
};

/** What an Appointment says, in order, and what is known after it. */
export type Visit = Before & {
  readonly events: readonly ReferralEventRequest[];
  readonly findings: readonly Finding[];
};

/** The news in an Appointment, given what is known: each status only where the referral's own table has a place for it. */
export function sayAppointment(appointment: Appointment, pointer: string, before: Before): Visit {
  const nothing: Visit = { ...before, events: [], findings: [] };
  const { visit, findings } = visitOf(appointment, pointer);
  if (visit === undefined) return { ...nothing, findings };

  const { state, knownStart, justTakenOn = false } = before;
  const past = { ...before, knownStart: undefined };
  const age = knownStart === undefined ? 1 : Date.parse(visit.start) - Date.parse(knownStart);
  const scheduled = state === 'scheduled';
  const announced = { type: knownStart === undefined ? 'schedule' : 'reschedule', appointment: visit } as const;

  switch (appointment.status) {
    case 'booked': {
      const working = scheduled || state === 'accepted' || state === 'in_progress';
      // Scheduled, and for when may not be told to this body: no telling what is new.
      if (!working || age === 0 || (scheduled && knownStart === undefined)) return nothing;
      const next = state === 'in_progress' ? state : 'scheduled';
      return { ...before, state: next, knownStart: visit.start, events: [announced], findings };
    }
    case 'cancelled':
      if (!scheduled || age < 0) return nothing;
      return { ...past, state: 'accepted', events: [{ type: 'cancel_appointment' }], findings };
    case 'noshow':
    case 'arrived':
    case 'checked-in':
    case 'fulfilled': {
      // Otherwise it is an old visit: on file already, and no longer the next one.
      const isNews = (scheduled && age >= 0) || (justTakenOn && state !== 'in_progress');
      if (!isNews) return nothing;
      const attended = appointment.status !== 'noshow';
      const attendance: ReferralEventRequest = {
        type: 'record_attendance',
        attendance: attended ? 'attended' : 'no_show_unjustified',
        on: dayOf(visit.start) ?? visit.start.slice(0, 10),
      };
      const events = scheduled && age === 0 ? [attendance] : [announced, attendance];
      return { ...past, state: attended ? 'in_progress' : 'accepted', events, findings };
    }
    default:
      return nothing;
  }
}

/** The same for a pushed Appointment: the partner tells each step as it happens, and each is told for its own sake. */
export function sayPushed(appointment: Appointment, pointer: string): Visit {
  if (appointment.status === 'booked') {
    return sayAppointment(appointment, pointer, { state: 'accepted', knownStart: undefined });
  }
  const knownStart = visitOf(appointment, pointer).visit?.start;
  return sayAppointment(appointment, pointer, { state: 'scheduled', knownStart });
}

/** When and where, and nothing else: description, comment and instructions may be clinical. */
export function visitOf(
  appointment: Appointment,
  pointer: string,
): { readonly visit?: CanonicalAppointment; readonly findings: readonly Finding[] } {
  const start = instantOf(appointment.start);
  const visit = CanonicalAppointment.safeParse({
    start: start?.instant,
    end: instantOf(appointment.end)?.instant,
    place: placeOf(appointment),
  });
  if (!visit.success) return { findings: [{ pointer: `${pointer}/start`, code: 'start-missing' }] };
  return {
    visit: visit.data,
    findings: start?.assumed ? [{ pointer: `${pointer}/start`, code: 'offset-assumed' }] : [],
  };
}

function placeOf({ participant = [] }: Appointment): string | undefined {
  const place = participant.find(({ actor }) => /(^|\/)Location\//.test(actor?.reference ?? ''))?.actor?.display;
  const shown = line(200).safeParse(place);
  return shown.success ? shown.data : undefined;
}
