import { type Refusal, refuse } from '../../contracts/canonical/refusal.ts';
import type { Answer, Call, Outcome, RememberedReply, Unit } from '../ports.ts';
import { toProblem } from '../problem.ts';
import type { Deps } from './deps.ts';

/** The facts changed between reading and writing: the verb starts over. */
export const again: unique symbol = Symbol('again');
export type Again = typeof again;

const replyKeptMs = 7 * 24 * 3_600_000;
const attemptsMax = 4;

/**
 * Writes the unit with the reply remembered beside it, and gives the outcome only when both are durable.
 * What somebody else wrote first comes back as `again`, as their remembered reply, or as a refusal.
 */
export async function conclude<T>(
  deps: Deps,
  call: Call,
  unit: Unit,
  outcome: Answer<T> | Refusal,
): Promise<Outcome<T> | Again> {
  const reply = rememberable(deps, call, outcome);
  const result = await deps.store.commit(reply === null ? unit : { ...unit, reply });
  if (result.committed) {
    if (unit.deliveries !== undefined && unit.deliveries.length > 0) deps.wake();
    return outcome;
  }
  switch (result.conflict) {
    case 'idempotency_key':
      return (await replayOf(deps, call)) ?? refuse('request/idempotency-in-progress');
    case 'network_version':
      deps.forgetNetwork();
      return again;
    default:
      return again;
  }
}

/** Runs the verb again while its facts keep changing under it, `triesMax` times at most. */
export async function persist<T>(
  attempt: () => Promise<Outcome<T> | Again>,
  triesMax = attemptsMax,
): Promise<Outcome<T>> {
  for (let i = 0; i < triesMax; i += 1) {
    const outcome = await attempt();
    if (outcome !== again) return outcome;
  }
  return refuse('gateway/overloaded');
}

/** The reply kept under the caller's Idempotency-Key, or the refusal of a key used for something else. */
export function replayed(
  remembered: RememberedReply | null,
  call: Call,
): { readonly replayed: RememberedReply } | Refusal | null {
  if (remembered === null || call.idempotency === undefined) return null;
  if (remembered.request_digest !== call.idempotency.request_digest) return refuse('request/idempotency-key-reused');
  return { replayed: remembered };
}

export async function replayOf(
  deps: Deps,
  call: Call,
): Promise<{ readonly replayed: RememberedReply } | Refusal | null> {
  if (call.idempotency === undefined) return null;
  return replayed(await deps.store.remembered(call.caller.client_id, call.idempotency.key), call);
}

function rememberable<T>(deps: Deps, call: Call, outcome: Answer<T> | Refusal): RememberedReply | null {
  if (call.idempotency === undefined) return null;
  const { key, request_digest, effectsOnly = false } = call.idempotency;
  if (outcome.refused && effectsOnly) return null;
  const body = outcome.refused ? toProblem(outcome, call.correlation_id) : outcome.body;
  return {
    client_id: call.caller.client_id,
    key,
    request_digest,
    status: outcome.refused ? (body as { status: number }).status : outcome.status,
    headers: outcome.refused
      ? { 'content-type': 'application/problem+json' }
      : { 'content-type': 'application/json', ...outcome.headers },
    body: body === null ? '' : JSON.stringify(body),
    expires_at: new Date(Date.parse(deps.clock()) + replyKeptMs).toISOString(),
  };
}
