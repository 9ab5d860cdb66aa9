import type { AvailableEvent } from '../../../contracts/canonical/available-event.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import { type Refusal, refuse } from '../../../contracts/canonical/refusal.ts';
import { availableEvents, hasBegun, isAvailable } from './available-events.ts';
import { check } from './check.ts';
import type { Facts } from './facts.ts';
import { memberOf } from './lines.ts';
import { saysNothingNew } from './says-nothing-new.ts';
import { split } from './split.ts';
import type { Answering, Content, ConvocationSaid } from './state.ts';
import { type Actor, type Transition, transitionsOf } from './transitions.ts';

export type Command = {
  readonly event: ConvocationSaid;
  /** What the speaker is to this convocation. A member speaks for the line that the event names, which the caller made sure of. */
  readonly actors: readonly Actor[];
  readonly at: string;
  /** What the network says; needed for `convene`, `reschedule` and `change_members`. */
  readonly facts?: Facts | undefined;
  /** Addresses that the network has of the body of the member who answers: colleagues are at their domains, too. */
  readonly bodyAddresses?: readonly string[] | undefined;
  /** Addresses under which the gateway itself writes: nobody is a delegate there. */
  readonly gatewayAddresses?: readonly string[] | undefined;
};

/** `nothing_new`: what was said already stands, so nothing is to be stored or told. */
export type Decided =
  | ({ readonly refused: false; readonly nothing_new: false } & Content)
  | { readonly refused: false; readonly nothing_new: true };

/**
 * Whether the event may be recorded now by this speaker, and what is to be stored of it. `state` is null before `convene`. Refuses with
 * convocation/not-your-event, event-not-available, member-unknown, answer-closed, answer-outdated, and not-consistent, which names every fault
 * by JSON pointer into what was said (of `convene`, into its request).
 */
export function decide(state: Convocation | null, command: Command): Decided | Refusal {
  const { event, actors, at } = command;
  const available_events = availableEvents(state, actors, at);
  const rows = transitionsOf(event.type).filter((t) => t.by !== 'gateway' || isOfTheGateway(event));
  const row = rows.find((t) => actors.includes(t.by));
  if (row === undefined) {
    return refuse('convocation/not-your-event', {
      detail: `The event ${event.type} is recorded by the ${rows.map((t) => t.by).join(' or the ')}.`,
      available_events,
    });
  }
  if (state !== null && event.type === 'answer') {
    const refusal = refusedAnswer(state, event, at, available_events);
    if (refusal !== null) return refusal;
  }
  if (!isAvailable(row, state, at)) {
    return refuse('convocation/event-not-available', { detail: whyNot(row, state), available_events });
  }
  const errors = check(state, event, at, command.facts, command);
  if (errors.length > 0) return refuse('convocation/not-consistent', { errors, available_events });
  if (state !== null && saysNothingNew(state, event)) return { refused: false, nothing_new: true };
  return { refused: false, nothing_new: false, ...split(state, event) };
}

/** The clock's reminder names its days, the organizer's does not. */
const isOfTheGateway = (event: ConvocationSaid) => event.type !== 'remind' || 'days' in event;

function refusedAnswer(
  state: Convocation,
  { member_id, sequence }: Answering,
  at: string,
  available_events: readonly AvailableEvent[],
): Refusal | null {
  const line = memberOf(state, member_id);
  if (line === undefined) return refuse('convocation/member-unknown', { available_events });
  if (line.removed)
    return refuse('convocation/answer-closed', { detail: 'The member left the team.', available_events });
  if (state.status !== 'convened' && state.status !== 'confirmed') return null;
  if (hasBegun(state, at)) return refuse('convocation/answer-closed', { available_events });
  if (sequence !== null && sequence !== state.sequence) {
    return refuse('convocation/answer-outdated', {
      detail: `The answer is to the meeting as it was at sequence ${sequence}; it is at ${state.sequence}.`,
      available_events,
    });
  }
  return null;
}

function whyNot({ event, from, when }: Transition, state: Convocation | null): string {
  if (state === null) return 'A convocation begins with convene.';
  if (event === 'convene') return 'The team was convened already.';
  if (from.includes(state.status)) {
    return `The event ${event} is recorded ${when === 'from_start' ? 'once the meeting began' : 'before the meeting begins'}.`;
  }
  return `The event ${event} may follow ${from.join(', ')}; the convocation is ${state.status}.`;
}
