import { base64url } from 'jose';
import type { Awaitable, Call } from '../ports.ts';
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

/** What binds a key to its request: method, path and body as they were received. */
export async function idempotencyOf(
  request: { readonly key: string; readonly method: string; readonly path: string; readonly body: Uint8Array },
  digest: (data: Uint8Array) => Awaitable<Uint8Array>,
): Promise<Idempotency> {
  const line = text.encode(`${request.method} ${request.path}\n`);
  const whole = joined([line, request.body], line.byteLength + request.body.byteLength);
  return { key: request.key, request_digest: base64url.encode(await digest(whole)) };
}
