import { writeSync } from 'node:fs';
import { ConvocationRequest } from '../../contracts/canonical/convocation.ts';
import type { DispatchLimits } from '../../src/dispatch/index.ts';
import { at } from '../conformance/store-sample.ts';
import { convocation } from '../world/team.ts';
import { type CrashPoint, createCrasher } from './crash.ts';
import { openGateway } from './gateway.ts';
import { type RelayAt, sendTo } from './mail-relay.ts';

/** What a process is to do, as its only argument. */
export type MailOrders = {
  readonly path: string;
  readonly relay: RelayAt;
  /** Convene, or send what another process has convened. */
  readonly convene: boolean;
  readonly limits: Partial<DispatchLimits>;
  readonly crash: CrashPoint | null;
};

// The program of a process that convenes a team, sends the mails over SMTP, and dies on the way if so ordered.
const orders = JSON.parse(process.argv[2] ?? '') as MailOrders;
const crasher = createCrasher(orders.crash);
const sender = sendTo(orders.relay);
const gateway = openGateway({
  path: orders.path,
  now: () => at,
  series: 1,
  limits: orders.limits,
  sendMail: sender.send,
  around: crasher.around,
});
const tell = (line: object) => writeSync(1, `${JSON.stringify(line)}\n`);

crasher.watchStatements();
if (orders.convene) tell({ acknowledged: await gateway.convene(ConvocationRequest.parse(convocation())) });
await gateway.runOnce();
tell({ traces: crasher.traces });
await sender.close();
await gateway.close();
