import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { ReferralEventType } from '../../contracts/canonical/referral-event.ts';
import type { Step, Verdict } from '../../src/ports.ts';
import { droppedOfEvent } from './carried.ts';
import { catchUp } from './catch-up.ts';
import { concept, type Member, prune } from './fhir.ts';
import { judge, verdict } from './judge.ts';
import { type Context, headersOf, lookUpTask } from './look-up.ts';
import type { Task } from './resources.ts';
import { finalTaskStatuses, own, reasonSystemOf, taskStatusOf } from './vocabulary.ts';

/** Events that say something and leave the state of the referral as it is. */
const stateless: ReadonlySet<ReferralEventType> = new Set([
  'supply_information',
  'request_information',
  'report_progress',
]);

/**
 * A later event, as a change of the Task: read it, see whether it was made already, patch what is ours, and only if nobody
 * changed it meanwhile (FHIR R4, 3.1.0.5: If-Match). A patch leaves what the partner wrote, and does not bring it here.
 */
export function writeUpdate(message: PartialReferralMessage, context: Context): Step {
  return lookUpTask(message, context, (task) => {
    const isMade = task.input?.some(({ id }) => id === message.message_id) === true;
    const ended = finalTaskStatuses.has(task.status);
    // How a Task ended is the partner's to say in detail: the same end is not written over.
    if (isMade || (ended && taskStatusOf[message.status] === task.status)) return verdict('already_so');
    if (ended && message.event_type !== 'mark_entered_in_error') {
      return verdict('task_final', endOf(message, task, context));
    }
    return patch(message, task, context);
  });
}

function patch(message: PartialReferralMessage, task: Task, context: Context): Step {
  const version = task.meta?.versionId;
  const unversioned = version === undefined ? [{ pointer: '/meta/versionId', code: 'no-version' }] : [];
  return {
    send: {
      method: 'PATCH',
      path: `/Task/${task.id}`,
      headers: {
        ...headersOf(message),
        'content-type': 'application/json-patch+json',
        // An OperationOutcome proves that a FHIR server took it, without bringing the Task here.
        prefer: 'return=OperationOutcome',
        ...(version === undefined ? {} : { 'if-match': `W/"${version}"` }),
      },
      body: JSON.stringify(prune(patchOf(message, task, context))),
    },
    effect: true,
    findings: [...droppedOfEvent(message.event), ...unversioned],
    next: (answer) => {
      const judged = judge(answer, 'change', context.now);
      if ('verdict' in judged) return judged;
      const confirmed = ['OperationOutcome', 'Task'].includes(String(judged.body.resourceType));
      return verdict(confirmed ? 'updated' : 'nonsense');
    },
  };
}

/**
 * JSON Patch (RFC 6902): `add` to a member sets it whether it was there or not; to a list that is not there, it makes one.
 * Each event leaves an input under its message id: that is how a repeat is known.
 */
function patchOf(message: PartialReferralMessage, task: Task, { options }: Context): Member {
  const { event, event_type: type } = message;
  const set = (path: string, value: Member): Member => ({ op: 'add', path, value });
  const status = taskStatusOf[message.status];
  const text = event && 'text' in event ? event.text : event && 'note' in event ? event.note : undefined;
  const input = {
    id: message.message_id,
    type: concept(own(options, 'task-input'), type),
    ...(text ? { valueString: text } : { valueDateTime: message.at }),
  };
  const state = [
    status ? set('/status', status) : undefined,
    set('/businessStatus', concept(own(options, 'referral-status'), message.status)),
    ...reasonOf(message, options).map((reason) => set('/statusReason', reason)),
  ];
  return [
    ...(stateless.has(type) ? [] : state),
    task.input ? set('/input/-', input) : set('/input', [input]),
    set('/lastModified', message.at),
  ];
}

function reasonOf({ event, event_type: type }: PartialReferralMessage, options: Context['options']): readonly Member[] {
  const reason = event && 'reason' in event ? event.reason : undefined;
  const system = reasonSystemOf[type];
  return reason === undefined || system === undefined ? [] : [concept(own(options, system), reason)];
}

/** Messages crossed: what the Task says of its end is news for the sender. */
function endOf(message: PartialReferralMessage, task: Task, { options, now }: Context): Partial<Verdict> {
  const before = { state: message.status, knownStart: message.progress.appointment?.start };
  const { events, findings } = catchUp(before, { task, pointer: '', options, now }, []);
  return { reports: events, findings };
}
