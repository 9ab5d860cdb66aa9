import { describe, expect, it } from 'vitest';
import { operations } from '../../contracts/api/operations.ts';
import { fakeApp } from './fake-app.ts';
import { requestOf } from './request-of.ts';

describe.each(operations.map((operation) => [operation.id, operation] as const))('%s', (_id, operation) => {
  it('answers the example request with a reply that follows the document', async () => {
    const { app } = fakeApp();
    const reply = await app.request(...requestOf(operation));
    expect(reply.status).toBe(operation.reply.status);
    for (const name of [
      'x-correlation-id',
      'x-ratelimit-limit',
      'x-ratelimit-remaining',
      'x-ratelimit-reset',
      'cache-control',
    ]) {
      expect(reply.headers.get(name), name).not.toBeNull();
    }
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    if (operation.reply.schema !== null && operation.reply.types === undefined) {
      expect(operation.reply.schema.safeParse(await reply.json()).success).toBe(true);
    }
  });
});
