import type { Adapter, ClaimedDelivery, SendResult, WireRequest } from '../ports.ts';
import { earlierOf } from './await-result.ts';
import { type Conversation, converse } from './converse.ts';
import { msBetween } from './instant.ts';
import type { DispatchLimits } from './limits.ts';
import type { DispatchPorts, Prepared } from './ports.ts';
import { answeredByCallback } from './push.ts';
import { nameOf } from './settle.ts';

const nothingToAsk: Pick<Adapter, 'write'> = {
  write: () => ({
    verdict: {
      outcome: 'refused',
      code: 'dispatch/cannot-follow',
      detail: 'The adapter of the system has nothing to ask.',
    },
  }),
};

/** Talks to the partner in its language until a verdict, or until `deadline`. Null when it must not: see `converse`. */
export function talk(
  delivery: ClaimedDelivery,
  prepared: Extract<Prepared, { permitted: true }>,
  deadline: string,
  { store, send, clock, log }: Pick<DispatchPorts, 'store' | 'send' | 'clock' | 'log'>,
  limits: DispatchLimits,
): Promise<Conversation | null> {
  const { adapter, message, context, system, guards } = prepared;
  const translator = delivery.task === 'follow' ? (adapter.follow ?? nothingToAsk) : adapter;
  const threw = (error: unknown) =>
    log('error', 'dispatch.threw', { delivery_id: delivery.id, adapter: adapter.kind, error: nameOf(error) });
  const { id: delivery_id, correlation_id, acting_user, client } = delivery;
  let step = 0;
  const sendWithin = (request: WireRequest, effect: boolean) => {
    const timeoutMs = Math.min(system.request_timeout_ms ?? limits.requestTimeoutMs, msBetween(clock(), deadline));
    if (timeoutMs <= 0) return null;
    const headers = { ...request.headers, 'X-Correlation-ID': correlation_id };
    const on = { delivery_id, correlation_id, acting_user, client, step, effect, earlier: earlierOf(delivery) };
    step += 1;
    const within = { timeoutMs, replyBytesMax: limits.replyBytesMax };
    return sendSafely(() => send({ ...request, headers }, system, within, on), threw);
  };
  return converse(
    async () => {
      const first = await translator.write(message, context);
      return system.modi?.pattern === 'push' ? answeredByCallback(first) : first;
    },
    {
      mark: (step) => store.markSent(delivery.id, delivery.lease, step, clock(), guards),
      send: sendWithin,
      threw,
    },
    limits,
  );
}

/** A sender that throws broke its promise; what it had sent by then nobody knows. */
async function sendSafely(send: () => Promise<SendResult>, threw: (error: unknown) => void): Promise<SendResult> {
  try {
    return await send();
  } catch (error) {
    threw(error);
    return { answered: false, at: 'exchange', code: 'sender-failed' };
  }
}
