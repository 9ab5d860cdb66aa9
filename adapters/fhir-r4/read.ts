import type { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import type { Finding, Intent, Reading, WireMessage } from '../../src/ports.ts';
import { sayPushed } from './appointment-event.ts';
import { catchUp } from './catch-up.ts';
import type { Options } from './config.ts';
import { type Context, fhirJson } from './look-up.ts';
import { parseObject } from './parse.ts';
import { supposedBefore } from './plan.ts';
import { type Refused, refusals } from './refusals.ts';
import type { Appointment, Task } from './resources.ts';
import { cancellationPending } from './task-event.ts';
import { type Placed, referralOf, unfold } from './unfold.ts';

type Told = { readonly events: readonly ReferralEventRequest[]; readonly findings: readonly Finding[] };

/** A pushed Task, Appointment or Bundle of them, as events on the referrals they belong to. Anything clinical refuses the whole. */
export function readMessage(message: WireMessage, { options, now }: Context): Reading {
  const type = message.contentType.split(';')[0]?.trim().toLowerCase();
  if (type !== fhirJson && type !== 'application/json') return refused('content-type', '');
  const parsed = parseObject(message.body);
  if (!parsed.ok) return refused(parsed.fault, '');
  const content = unfold(parsed.value);
  if ('refused' in content) return refused(content.refused, content.pointer);

  const intents: Ranked[] = [];
  const findings: Finding[] = [...content.findings];
  for (const placed of content.resources) {
    const referral = referralOf(placed, content, options);
    if (referral === undefined) return refused('referral-unknown', placed.pointer);
    const told = tell(placed, options, now);
    if ('refused' in told) return refused(told.refused, told.pointer);
    findings.push(...told.findings);
    if (told.events.length === 0) findings.push({ pointer: placed.pointer, code: 'no-news' });
    for (const event of told.events) {
      intents.push({ ...intent(placed, referral, event), rank: rank[event.type] ?? 9 });
    }
  }
  return { understood: true, intents: inOrder(intents), findings };
}

const refused = (name: Refused, pointer: string): Reading => ({ understood: false, pointer, ...refusals[name] });

function tell(
  { resource, pointer }: Placed,
  options: Options,
  now: string,
): Told | { refused: Refused; pointer: string } {
  if (resource.resourceType === 'Appointment') return sayPushed(resource, pointer);
  if (resource.status === 'entered-in-error') return { refused: 'entered-in-error', pointer: `${pointer}/status` };
  const news = catchUp(before(resource, options), { task: resource, pointer, options, now }, []);
  return news.lacking === undefined ? news : { refused: 'outcome-missing', pointer: news.lacking };
}

/** Nothing is known of the referral here: the Task itself says what it must have been. */
function before(task: Task, options: Options) {
  const ends = ['completed', 'rejected', 'failed', 'cancelled'].includes(task.status);
  const refuses = task.statusReason?.coding?.some((c) => c.system === `${options.namespace}/refusal-reason`) === true;
  const worked = task.status === 'cancelled' && task.executionPeriod?.start !== undefined;
  const pending = refuses || (ends && cancellationPending(task, options));
  const alone = worked ? 'in_progress' : supposedBefore[task.status];
  return { state: pending ? ('cancellation_requested' as const) : alone, knownStart: undefined };
}

type Ranked = Extract<Intent, { do: 'event' }> & { readonly rank: number };

/** Order within one message: taking on, visits, work, end. */
const rank: Readonly<Partial<Record<ReferralEventRequest['type'], number>>> = {
  acknowledge: 0,
  accept: 1,
  refuse_cancellation: 1,
  hold: 2,
  schedule: 3,
  cancel_appointment: 3,
  record_attendance: 4,
  start: 5,
  complete: 6,
};

function inOrder(intents: readonly Ranked[]): readonly Intent[] {
  // A visit that was attended has started the work: `start` would be refused after it.
  const attended = new Set(
    intents.flatMap(({ event, referral }) =>
      event.type === 'record_attendance' && event.attendance === 'attended' ? [referral.id] : [],
    ),
  );
  return intents
    .filter(({ event, referral }) => !(event.type === 'start' && attended.has(referral.id)))
    .sort((a, b) => a.rank - b.rank)
    .map(({ rank: _, ...one }) => one);
}

/** The same version of a resource always gives the same message ids, so that a repeated push has no second effect. */
function intent({ resource }: Placed, referral: string, event: ReferralEventRequest): Omit<Ranked, 'rank'> {
  const id = resource.id ?? `of-${referral}`;
  const version = resource.meta?.versionId ?? resource.meta?.lastUpdated ?? stateOf(resource);
  const message_id = `${resource.resourceType}/${id}/_history/${version}#${event.type}`;
  return { do: 'event', message_id, referral: { id: referral }, event };
}

const stateOf = (resource: Task | Appointment) =>
  `${resource.status}@${resource.resourceType === 'Task' ? (resource.lastModified ?? '') : (resource.start ?? '')}`;
