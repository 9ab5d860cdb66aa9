import * as declared from '../../../contracts/api/suspensions.ts';
import { operation } from '../operation.ts';
import type { Server } from '../server.ts';

export function suspensionRoutes(server: Server): void {
  const { gateway } = server;
  operation(server, declared.suspendSystem, (call, { params, body }) =>
    gateway.suspendSystem(call, { ...params, ...body }),
  );
  operation(server, declared.resumeSystem, (call, { params }) => gateway.resumeSystem(call, params));
}
