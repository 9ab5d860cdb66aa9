import * as declared from '../../../contracts/api/referrals.ts';
import { operation } from '../operation.ts';
import type { Server } from '../server.ts';

export function referralRoutes(server: Server): void {
  const { gateway } = server;
  operation(server, declared.submitReferral, (call, { body, later }) =>
    gateway.submitReferral({ ...call, later }, body),
  );
  operation(server, declared.listReferrals, (call, { query }) => gateway.listReferrals(call, query));
  operation(server, declared.readReferral, (call, { params }) => gateway.readReferral(call, params));
  operation(server, declared.readOutcome, (call, { params }) => gateway.readOutcome(call, params));
  operation(server, declared.recordReferralEvent, (call, { params, version, body }) =>
    gateway.recordReferralEvent(call, { ...params, if_match_version: version, event: body }),
  );
  operation(server, declared.readTimeline, (call, { params, query }) =>
    gateway.readTimeline(call, { ...params, ...query }),
  );
}
