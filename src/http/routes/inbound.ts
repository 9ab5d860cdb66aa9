import { receiveMessage } from '../../../contracts/api/inbound.ts';
import { operation } from '../operation.ts';
import type { Server } from '../server.ts';

export function inboundRoutes(server: Server): void {
  operation(server, receiveMessage, async (call, { params, body }) => {
    const outcome = await server.gateway.receive(call, { ...params, message: body });
    if ('replayed' in outcome || outcome.refused || outcome.body === null) return outcome;
    return { raw: outcome.body };
  });
}
