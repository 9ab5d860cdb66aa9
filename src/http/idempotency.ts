import { base64url } from 'jose';
import type { Awaitable, Call, Later } from '../ports.ts';
import { joined } from './read-body.ts';

type Idempotency = NonNullable<Call['idempotency']>;

/** Keys whose first request is still running here. Another replica learns it from the store, when it commits. */
export function createInProgress() {
  const running = new Set<string>();
  return {
    /** False: the key is being worked on. */
    enter(clientId: string, key: string): boolean {
      const place = `${clientId} ${key}`;
      if (running.has(place)) return false;
      running.add(place);
      return true;
    },
    leave(clientId: string, key: string): void {
      running.delete(`${clientId} ${key}`);
    },
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
