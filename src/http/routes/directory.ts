import * as declared from '../../../contracts/api/directory.ts';
import { operation } from '../operation.ts';
import type { Server } from '../server.ts';

export function directoryRoutes(server: Server): void {
  const { gateway } = server;
  operation(server, declared.listPurposes, (call, { query }) => gateway.listPurposes(call, query));
  operation(server, declared.readPurpose, (call, { params }) => gateway.readPurpose(call, { id: params.purpose_code }));
  operation(server, declared.listOrganizations, (call, { query }) => gateway.listOrganizations(call, query));
  operation(server, declared.readOrganization, (call, { params }) =>
    gateway.readOrganization(call, { id: params.organization_id }),
  );
  operation(server, declared.listServices, (call, { query }) => gateway.listServices(call, query));
  operation(server, declared.readService, (call, { params }) => gateway.readService(call, { id: params.service_id }));
  operation(server, declared.listAgreements, (call, { query }) => gateway.listAgreements(call, query));
  operation(server, declared.readAgreement, (call, { params }) =>
    gateway.readAgreement(call, { id: params.agreement_id }),
  );
  operation(server, declared.listSystems, (call, { query }) => gateway.listSystems(call, query));
  operation(server, declared.readSystem, (call, { params }) => gateway.readSystem(call, { id: params.system_id }));
}
