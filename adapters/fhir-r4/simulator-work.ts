import type { Kept, Shelf } from './simulator-shelf.ts';

type Members = { readonly [member: string]: unknown };
type Visit = { readonly start: string; readonly end?: string; readonly place?: string };
type World = {
  readonly namespace: string;
  readonly now: () => string;
  readonly push: ((body: string) => Promise<unknown>) | undefined;
};

/** What the people at the health body do with a referral. Each act is pushed to the gateway where a way is given. */
export function createWork(shelf: Shelf, { namespace, now, push }: World) {
  const concept = (system: string, code: string) => ({ coding: [{ system: `${namespace}/${system}`, code }] });
  const taskOf = (referralId: string): Kept => {
    const [task] = shelf.byIdentifier('Task', `${namespace}/referral`, referralId);
    if (task === undefined) throw new Error('the partner holds no such referral');
    return task;
  };
  const visitOf = (referralId: string): Kept | undefined => {
    const { reference } = taskOf(referralId).focus as { reference: string };
    return shelf.all('Appointment').findLast(({ basedOn }) => JSON.stringify(basedOn).includes(`"${reference}"`));
  };
  const tell = async (resource: Kept) => {
    await push?.(JSON.stringify(resource));
  };

  /** Changes the Task, in the partner's own words. */
  const change = async (referralId: string, members: Members) => {
    await tell(shelf.put({ ...taskOf(referralId), lastModified: now(), ...members }));
  };
  const visit = async (referralId: string, members: Members) => {
    const appointment = visitOf(referralId);
    if (appointment === undefined) throw new Error('no appointment was made');
    await tell(shelf.put({ ...appointment, ...members }));
  };
  const timeOf = ({ start, end, place }: Visit) => ({
    start,
    end,
    participant: [
      { actor: { reference: 'Location/1', display: place ?? 'Servizio specialistico' }, status: 'accepted' },
    ],
  });

  return {
    change,
    /** Without a push, as when the partner only answers questions. */
    task: (referralId: string): Members => taskOf(referralId),
    receiveReferral: (id: string) => change(id, { status: 'received' }),
    acceptReferral: (id: string) => change(id, { status: 'accepted' }),
    holdReferral: (id: string, reason = 'waiting_list') =>
      change(id, { status: 'on-hold', statusReason: concept('hold-reason', reason) }),
    declineReferral: (id: string, reason = 'no_capacity') =>
      change(id, { status: 'rejected', statusReason: concept('decline-reason', reason) }),
    schedule: async (id: string, time: Visit) => {
      const identifier = { system: `${namespace}/referral`, value: id };
      const basedOn = [{ ...(taskOf(id).focus as Members), identifier }];
      await tell(shelf.create({ resourceType: 'Appointment', status: 'booked', basedOn, ...timeOf(time) }));
    },
    reschedule: (id: string, time: Visit) => visit(id, { status: 'booked', ...timeOf(time) }),
    cancelAppointment: (id: string) => visit(id, { status: 'cancelled' }),
    attend: (id: string) => visit(id, { status: 'fulfilled' }),
    missAppointment: (id: string) => visit(id, { status: 'noshow' }),
    start: (id: string, on: string) => change(id, { status: 'in-progress', executionPeriod: { start: on } }),
    complete: (id: string, end: { readonly outcome: string; readonly on: string }) =>
      change(id, {
        status: 'completed',
        executionPeriod: { ...(taskOf(id).executionPeriod as Members | undefined), end: end.on },
        output: [{ type: concept('task-input', 'outcome'), valueCodeableConcept: concept('outcome', end.outcome) }],
      }),
    confirmCancellation: (id: string) => change(id, { status: 'cancelled' }),
    refuseCancellation: (id: string, reason = 'already_started') =>
      change(id, { statusReason: concept('refusal-reason', reason) }),
    withdraw: (id: string) => change(id, { status: 'entered-in-error' }),
    /** The fault of a partner that takes a repeat for news. */
    duplicateTask: (id: string) => {
      shelf.create(taskOf(id));
    },
  };
}
