import { base64url } from 'jose';
import type { Awaitable, Call, Clock, Later } from '../ports.ts';
import { joined } from './read-body.ts';

type Idempotency = NonNullable<Call['idempotency']>;

/** Longer than any request works. One that a runtime dropped halfway never leaves, and must not keep its key from being tried again. */
const runningMsMax = 60_000;

/**
 * Enters a key whose request begins to run here; null: another one with it is still running. What it returns leaves.
 * Another replica learns of a running request from the store, when it commits.
 */
export function createInProgress(now: Clock): (clientId: string, key: string) => (() => void) | null {
  const running = new Map<string, number>();
  return (clientId, key) => {
    const place = `${clientId} ${key}`;
    const begunMs = Date.parse(now());
    if (begunMs - (running.get(place) ?? -Infinity) < runningMsMax) return null;
    running.set(place, begunMs);
    return () => {
      if (running.get(place) === begunMs) running.delete(place);
    };
  };
}

const text = new TextEncoder();

/**
 * What binds a key to its request: method, path and body as they were received, how the caller wants to be answered, and the purpose of its
 * voucher, under which the verb was permitted. A path has no blank, so that nothing of a body passes for what stands before it.
 */
export async function idempotencyOf(
  request: {
    readonly key: string;
    readonly method: string;
    readonly path: string;
    readonly body: Uint8Array;
    readonly later: Later;
    readonly purposeId: string | null;
  },
  digest: (data: Uint8Array) => Awaitable<Uint8Array>,
): Promise<Idempotency> {
  const { key, method, path, body, later, purposeId } = request;
  const isPlain = purposeId === null && later.reply_to === null && !later.respond_async;
  const under = isPlain ? '' : ` ${JSON.stringify([purposeId, later.reply_to, later.respond_async])}`;
  const line = text.encode(`${method} ${path}${under}\n`);
  const whole = joined([line, body], line.byteLength + body.byteLength);
  return { key, request_digest: base64url.encode(await digest(whole)) };
}
