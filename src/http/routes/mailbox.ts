import * as declared from '../../../contracts/api/mailbox.ts';
import { operation } from '../operation.ts';
import type { Server } from '../server.ts';

export function mailboxRoutes(server: Server): void {
  const { gateway } = server;
  operation(server, declared.listMailbox, (call, { query }) => gateway.listMailbox(call, query));
  operation(server, declared.readMailboxMessage, (call, { params }) => gateway.readMailboxMessage(call, params));
  operation(server, declared.acknowledgeMailboxMessage, (call, { params }) =>
    gateway.acknowledgeMailboxMessage(call, params),
  );
}
