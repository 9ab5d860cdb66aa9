import * as declared from '../../../contracts/api/deliveries.ts';
import { operation } from '../operation.ts';
import type { Server } from '../server.ts';

export function deliveryRoutes(server: Server): void {
  const { gateway } = server;
  operation(server, declared.listDeliveries, (call, { query }) => gateway.listDeliveries(call, query));
  operation(server, declared.readDelivery, (call, { params }) => gateway.readDelivery(call, params));
  operation(server, declared.rerunDelivery, (call, { params, body }) =>
    gateway.rerunDelivery(call, { ...params, ...body }),
  );
  operation(server, declared.resolveDelivery, (call, { params, body }) =>
    gateway.resolveDelivery(call, { ...params, ...body }),
  );
}
