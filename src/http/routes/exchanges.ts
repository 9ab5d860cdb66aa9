import * as declared from '../../../contracts/api/exchanges.ts';
import { operation } from '../operation.ts';
import type { Server } from '../server.ts';

export function exchangeRoutes(server: Server): void {
  const { gateway } = server;
  operation(server, declared.listExchanges, (call, { query }) => gateway.listExchanges(call, query));
  operation(server, declared.readExchange, (call, { params }) => gateway.readExchange(call, params));
}
