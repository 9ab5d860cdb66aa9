import {
  declineReasons,
  holdReasons,
  interruptReasons,
  outcomeCodes,
  refusalReasons,
} from '../../contracts/canonical/codes.ts';
import type { ReferralEventRequest, ReferralEventType } from '../../contracts/canonical/referral-event.ts';
import { line } from '../../contracts/canonical/text.ts';
import type { Finding } from '../../src/ports.ts';
import { coded } from './coded.ts';
import type { Options } from './config.ts';
import { dayOf } from './dates.ts';
import type { Task } from './resources.ts';
import { own, type ReasonSystem } from './vocabulary.ts';

/** What is said in our words. `lacking`: something the canonical event must have and the partner did not say. */
export type Said = {
  readonly event?: ReferralEventRequest;
  readonly findings: readonly Finding[];
  readonly lacking?: string;
};

export type Teller = { readonly task: Task; readonly pointer: string; readonly options: Options; readonly now: string };

/** One event in the recipient's name, from a Task. Only codes, dates and the owner's name are taken. */
export function sayTask(type: ReferralEventType, teller: Teller): Said {
  switch (type) {
    case 'acknowledge':
      return { event: { type, recipient_reference: teller.task.id }, findings: [] };
    case 'accept':
      return { event: { type, recipient_reference: teller.task.id, contact: contactOf(teller.task) }, findings: [] };
    case 'resume':
    case 'confirm_cancellation':
      return { event: { type }, findings: [] };
    case 'hold':
      return because(teller, 'hold-reason', holdReasons, (reason) => ({ type, reason }));
    case 'decline':
      return because(teller, 'decline-reason', declineReasons, (reason) => ({ type, reason }));
    case 'interrupt': {
      const ended = day(teller, 'end');
      const said = because(teller, 'interrupt-reason', interruptReasons, (reason) => ({
        type,
        reason,
        ended_on: ended.on,
      }));
      return { ...said, findings: [...said.findings, ...ended.findings] };
    }
    case 'start': {
      const started = day(teller, 'start');
      return { event: { type, started_on: started.on }, findings: started.findings };
    }
    case 'complete':
      return completion(teller);
    case 'refuse_cancellation':
      return refusal(teller);
    default:
      return { findings: [] };
  }
}

/** A reason that the list does not know is `other`, and a finding says so. */
function because<C extends string>(
  { task, pointer, options }: Teller,
  system: ReasonSystem,
  codes: readonly (C | 'other')[],
  event: (reason: C | 'other') => ReferralEventRequest,
): Said {
  const reason = coded(task.statusReason, { system, codes, pointer: `${pointer}/statusReason` }, options);
  return { event: event(reason.code ?? 'other'), findings: reason.findings };
}

/** An outcome is never guessed in silence: without a code it is what the options say, or nothing. */
function completion({ task, pointer, options, now }: Teller): Said {
  const candidates = [...(task.output ?? []).map((output) => output.valueCodeableConcept), task.statusReason];
  const read = candidates.map((concept, i) => {
    const where = i === candidates.length - 1 ? '/statusReason' : `/output/${i}`;
    return coded(concept, { system: 'outcome', codes: outcomeCodes, pointer: `${pointer}${where}` }, options);
  });
  const told = read.find(({ code }) => code !== undefined)?.code;
  const outcome = told ?? options.outcome_when_unsaid;
  const ended = day({ task, pointer, options, now }, 'end');
  if (outcome === undefined) {
    return { findings: [{ pointer: `${pointer}/output`, code: 'outcome-missing' }], lacking: `${pointer}/output` };
  }
  const guess = told === undefined ? [{ pointer: `${pointer}/output`, code: 'outcome-guessed' }] : [];
  return { event: { type: 'complete', outcome, ended_on: ended.on }, findings: [...guess, ...ended.findings] };
}

/** To go on working is no answer to a request for cancellation: only a coded reason refuses it. */
function refusal({ task, pointer, options }: Teller): Said {
  const ask = { system: 'refusal-reason', codes: refusalReasons, pointer: `${pointer}/statusReason` } as const;
  const { code } = coded(task.statusReason, ask, options);
  return code === undefined ? { findings: [] } : { event: { type: 'refuse_cancellation', reason: code }, findings: [] };
}

function day(
  { task, pointer, now }: Teller,
  edge: 'start' | 'end',
): { readonly on: string; readonly findings: readonly Finding[] } {
  const told = dayOf(task.executionPeriod?.[edge]);
  if (told !== undefined) return { on: told, findings: [] };
  const on = dayOf(task.lastModified) ?? dayOf(task.meta?.lastUpdated) ?? dayOf(now) ?? now.slice(0, 10);
  return { on, findings: [{ pointer: `${pointer}/executionPeriod/${edge}`, code: 'date-guessed' }] };
}

function contactOf({ owner }: Task): string | undefined {
  const contact = line(200).safeParse(owner?.display);
  return contact.success ? contact.data : undefined;
}

/** Whether the Task still shows that we asked for its cancellation. */
export function cancellationPending({ businessStatus, statusReason }: Task, options: Options): boolean {
  const status = own(options, 'referral-status');
  const reason = own(options, 'cancellation-reason');
  const asked = businessStatus?.coding?.some((c) => c.system === status && c.code === 'cancellation_requested');
  return asked === true || statusReason?.coding?.some((c) => c.system === reason) === true;
}
