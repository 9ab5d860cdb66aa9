import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { AdapterContext, Step, WireAnswer } from '../../src/ports.ts';
import type { Options } from './config.ts';
import { judge, verdict } from './judge.ts';
import type { JsonObject } from './parse.ts';
import { administrative, Bundle, Task } from './resources.ts';
import { own } from './vocabulary.ts';

export type Context = AdapterContext<Options>;
export const fhirJson = 'application/fhir+json';

export const headersOf = (message: PartialReferralMessage) => ({
  accept: fhirJson,
  'x-request-id': message.correlation_id,
});

/** Only these members are asked for: what a note may hold of the person's health is better never sent (FHIR R4, _elements). */
const elements =
  'identifier,status,statusReason,businessStatus,focus,owner,executionPeriod,lastModified,input,output,basedOn';

/** Finds the Task by our referral id, then goes on with it. No server is trusted to have searched: the identifier is checked. */
export function lookUpTask(message: PartialReferralMessage, context: Context, found: (task: Task) => Step): Step {
  const system = own(context.options, 'referral');
  const identifier = encodeURIComponent(`${system}|${message.referral_id}`);
  return search(`/Task?identifier=${identifier}&_elements=${elements}&_count=10`, message, (answer) => {
    const entries = searched(answer, context.now);
    if ('verdict' in entries) return entries;
    const tasks = entries.resources
      .flatMap((resource) => (resource.resourceType === 'Task' ? [Task.safeParse(resource)] : []))
      .filter(
        ({ data }) =>
          data === undefined || data.identifier?.some((i) => i.system === system && i.value === message.referral_id),
      );
    const [task, another] = tasks;
    if (task === undefined) return verdict('task_missing');
    if (another !== undefined) return verdict('several_tasks');
    return task.success && task.data.id !== undefined ? found(task.data) : verdict('lookup_failed');
  });
}

/** A search that changes nothing. Some servers answer a repeated search from a cache unless told not to. */
export function search(path: string, message: PartialReferralMessage, next: (answer: WireAnswer) => Step): Step {
  const headers = { ...headersOf(message), 'cache-control': 'no-cache' };
  return { send: { method: 'GET', path, headers, body: null }, effect: false, next };
}

/** The resources of a search result; a result with clinical resources is refused whole. */
export function searched(answer: WireAnswer, now: string) {
  const judged = judge(answer, 'lookup', now);
  if ('verdict' in judged) return judged;
  const bundle = Bundle.safeParse(judged.body);
  if (!bundle.success || bundle.data.type !== 'searchset') return verdict('lookup_failed');
  const resources = (bundle.data.entry ?? []).flatMap(({ resource }) => (resource ? [resource as JsonObject] : []));
  const foreign = resources.some(
    ({ resourceType }) => typeof resourceType !== 'string' || !administrative.has(resourceType),
  );
  return foreign ? verdict('clinical_content') : { resources };
}
