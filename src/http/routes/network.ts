import * as declared from '../../../contracts/api/network.ts';
import { operation } from '../operation.ts';
import type { Server } from '../server.ts';

export function networkRoutes(server: Server): void {
  const { gateway } = server;
  operation(server, declared.readNetwork, (call) => gateway.readNetwork(call));
  operation(server, declared.applyNetwork, (call, { body, version }) =>
    gateway.applyNetwork(call, { document: body, if_match_version: version }),
  );
}
