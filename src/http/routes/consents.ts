import * as declared from '../../../contracts/api/consents.ts';
import { operation } from '../operation.ts';
import type { Server } from '../server.ts';

export function consentRoutes(server: Server): void {
  const { gateway } = server;
  operation(server, declared.registerConsent, (call, { body }) => gateway.registerConsent(call, body));
  operation(server, declared.listConsents, (call, { query }) => gateway.listConsents(call, query));
  operation(server, declared.readConsent, (call, { params }) => gateway.readConsent(call, params));
  operation(server, declared.withdrawConsent, (call, { params, body }) =>
    gateway.withdrawConsent(call, { ...params, ...body }),
  );
}
