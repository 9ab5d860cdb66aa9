import * as declared from '../../../contracts/api/tracing.ts';
import { operation } from '../operation.ts';
import type { Server } from '../server.ts';

export function tracingRoutes(server: Server): void {
  operation(server, declared.readTracing, async (call, { query }) => {
    const outcome = await server.gateway.readTracing(call, query);
    if ('replayed' in outcome || outcome.refused || outcome.body === null) return outcome;
    return { raw: outcome.body, headers: outcome.headers };
  });
}
