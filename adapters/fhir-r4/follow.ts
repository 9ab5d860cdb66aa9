import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { Finding, Step } from '../../src/ports.ts';
import { catchUp, type Seen } from './catch-up.ts';
import { verdict } from './judge.ts';
import { type Context, lookUpTask, search, searched } from './look-up.ts';
import { withoutVisits } from './plan.ts';
import { Appointment, requestIn, type Task } from './resources.ts';

const elements = 'identifier,status,basedOn,start,end,participant';

/** Reads the Task, and the visits made on its ServiceRequest, and tells what is new since the state of the message. */
export function followTask(message: PartialReferralMessage, context: Context): Step {
  return lookUpTask(message, context, (task) => {
    if (task.status === 'entered-in-error') return verdict('task_withdrawn');
    const request = requestIn(task.focus);
    if (request === undefined || withoutVisits.has(task.status)) return tell(message, context, task, []);

    return search(`/Appointment?based-on=${request}&_elements=${elements}&_count=50`, message, (answer) => {
      const entries = searched(answer, context.now);
      if (!('verdict' in entries)) {
        return tell(message, context, task, visitsOn(request, entries.resources));
      }
      // A partner without Appointment says no with a 4xx; one that is down for the moment is asked again.
      if (entries.verdict.outcome === 'deferred' || entries.verdict.code.endsWith('clinical-content')) return entries;
      return tell(message, context, task, [], [{ pointer: '', code: 'appointments-not-readable' }]);
    });
  });
}

/** No server is trusted to have searched: an Appointment on another request is left out. */
function visitsOn(request: string, resources: readonly unknown[]): readonly Seen[] {
  return resources.flatMap((resource, i) => {
    const read = Appointment.safeParse(resource);
    const ours = read.data?.basedOn?.some((reference) => requestIn(reference) === request);
    return read.success && ours ? [{ appointment: read.data, pointer: `/entry/${i}/resource` }] : [];
  });
}

function tell(
  message: PartialReferralMessage,
  { options, now }: Context,
  task: Task,
  visits: readonly Seen[],
  more: readonly Finding[] = [],
): Step {
  const before = { state: message.status, knownStart: message.progress.appointment?.start };
  const news = catchUp(before, { task, pointer: '', options, now }, visits);
  return verdict('state_read', { reports: news.events, findings: [...news.findings, ...more] });
}
