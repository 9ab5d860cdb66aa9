import { writeSync } from 'node:fs';
import type { DispatchLimits } from '../../src/dispatch/index.ts';
import { at } from '../conformance/store-sample.ts';
import { type CrashPoint, createCrasher } from './crash.ts';
import { openGateway } from './gateway.ts';

/** What a process is to do, as its only argument. */
export type Orders = {
  readonly path: string;
  readonly referrals: number;
  readonly limits: Partial<DispatchLimits>;
  readonly crash: CrashPoint | null;
};

// The program of a process that takes referrals, dispatches them, and dies on the way if so ordered. It tells on its standard
// output what it acknowledged, synchronously: what is written there was known outside.
const orders = JSON.parse(process.argv[2] ?? '') as Orders;
const crasher = createCrasher(orders.crash);
const gateway = openGateway({
  path: orders.path,
  now: () => at,
  series: 1,
  limits: orders.limits,
  around: crasher.around,
});
const tell = (line: object) => writeSync(1, `${JSON.stringify(line)}\n`);

crasher.watchStatements();
const people = Array.from({ length: orders.referrals }, (_, index) => index);
await Promise.all(people.map(async (person) => tell({ acknowledged: await gateway.submit(person) })));
await gateway.runOnce();
tell({ traces: crasher.traces });
await gateway.close();
