import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { System } from '../../contracts/canonical/network.ts';
import type {
  Adapter,
  AdapterContext,
  Awaitable,
  Finding,
  Step,
  Verdict,
  WireAnswer,
  WireRequest,
} from '../../src/ports.ts';
import { asDisclosed, directoryOf } from './adapter-message.ts';

/** The partner as a test sees it. `effects`: how many times it really did something. */
export type Partner = { fetch(request: Request): Response | Promise<Response>; effects(): number };

export type Turn = { readonly request: WireRequest; readonly effect: boolean; readonly answer: WireAnswer };
export type Conversation = {
  readonly turns: readonly Turn[];
  readonly verdict: Verdict;
  /** Of every step and of the verdict. */
  readonly findings: readonly Finding[];
};

export type Task = 'write' | 'follow';

const stepsMax = 8;
const partnerAddress = 'https://partner.example.it';

/** Follows the continuation to its verdict. Fails when the adapter never comes to an end. */
export async function converse(
  first: Step,
  answer: (request: WireRequest, turn: number) => Awaitable<WireAnswer>,
): Promise<Conversation> {
  const turns: Turn[] = [];
  const findings: Finding[] = [];
  let step = first;
  while ('send' in step) {
    if (turns.length === stepsMax) throw new Error(`no verdict after ${stepsMax} steps`);
    findings.push(...(step.findings ?? []));
    const answered = await answer(step.send, turns.length);
    turns.push({ request: step.send, effect: step.effect, answer: answered });
    step = await step.next(answered);
  }
  return { turns, verdict: step.verdict, findings: [...findings, ...(step.verdict.findings ?? [])] };
}

/** The first step of a task. Message and directory are frozen to the last member: an adapter that writes into them throws here. */
export async function begin<O>(
  adapter: Adapter<O>,
  task: Task,
  message: PartialReferralMessage,
  system: System,
  now: string,
): Promise<Step> {
  const frozen = asDisclosed(frozenDeep(structuredClone(message)));
  const context = contextOf(adapter, frozen, system, now);
  if (task === 'write') return await adapter.write(frozen, context);
  if (adapter.follow === undefined) throw new Error(`${adapter.kind} does not follow`);
  return await adapter.follow.write(frozen, context);
}

export function contextOf<O>(
  adapter: Adapter<O>,
  message: PartialReferralMessage,
  system: System,
  now: string,
): AdapterContext<O> {
  const { organizations, services } = directoryOf(message);
  return {
    options: adapter.options.parse(system.options ?? {}),
    system: frozenDeep(structuredClone(system)),
    now,
    organization: (id) => organizations.find((organization) => organization.id === id),
    service: (id) => services.find((service) => service.id === id),
  };
}

/** Sends over no network: straight into the simulator. Header names come back in lower case, as the gateway gives them. */
export async function ask(partner: Partner, request: WireRequest): Promise<WireAnswer> {
  const { method, headers, body } = request;
  const response = await partner.fetch(new Request(new URL(request.path, partnerAddress), { method, headers, body }));
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

export function frozenDeep<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozenDeep(inner);
  }
  return value;
}
