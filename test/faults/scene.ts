import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Delivery } from '../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import type { Referral } from '../../contracts/canonical/referral.ts';
import { dispatchLimits } from '../../src/dispatch/index.ts';
import { at, createSample } from '../conformance/store-sample.ts';
import { openGateway } from './gateway.ts';
import { networkAt } from './network.ts';
import { laterPath, type Partner, startPartner } from './partner.ts';
import type { Orders } from './process.ts';
import { runProgram, type Told } from './run-process.ts';

/** How a killed process left things, and how they stand after another took over. */
export type Aftermath = {
  readonly acknowledged: Told['acknowledged'];
  /** The calls and the statements the process made, when it lived to tell. */
  readonly traces: Told['traces'];
  readonly referrals: readonly (Referral & { readonly events: readonly string[] })[];
  readonly deliveries: readonly Delivery[];
  readonly exchanges: readonly Exchange[];
  readonly takes: Partner['takes'];
};

const program = join(import.meta.dirname, 'process.ts');
/** The first process that lives to its end leaves what it compiled to the others, which start in half the time. */
const compiled = mkdtempSync(join(tmpdir(), 'raccordo-compiled-'));
export const forgetCompiled = (): void => rmSync(compiled, { recursive: true });
const referralsMax = 100;
/** As long after the crash as every lease and every backoff of the suite lasts. */
const laterMs = dispatchLimits.leaseMs + dispatchLimits.backoffCapMs;
const runsMax = 8;

/** Plays one scene: a process works and is killed, its successor works on the same file, and everything is looked at. */
export async function playScene(
  orders: Omit<Orders, 'path'> & { readonly killAtRequest?: number; readonly later?: boolean },
): Promise<Aftermath> {
  const folder = mkdtempSync(join(tmpdir(), 'raccordo-faults-'));
  const path = join(folder, 'gateway.sqlite');
  const partner = await startPartner();
  try {
    const { later, ...own } = orders;
    await prepareFile(path, partner.address, later ? `${partner.address}${laterPath}` : undefined);
    const told = await runProcess({ ...own, path }, partner);
    const after = await takeOver(path);
    return { ...told, ...after, takes: partner.takes };
  } finally {
    await partner.stop();
    rmSync(folder, { recursive: true });
  }
}

async function prepareFile(path: string, address: string, later: string | undefined): Promise<void> {
  const gateway = openGateway({ path, now: () => at, series: 3 });
  const sample = createSample(4);
  const network = { version: 1, document: networkAt(address, later), applied_by: 'test', at };
  const done = await gateway.store.commit({ exchanges: [sample.exchange({ operation: 'network.apply' })], network });
  if (!done.committed) throw new Error(done.conflict);
  await gateway.close();
}

async function runProcess(orders: Orders & { readonly killAtRequest?: number }, partner: Partner) {
  const { killAtRequest, ...own } = orders;
  const mustDie = own.crash !== null || killAtRequest !== undefined;
  const started = (child: ChildProcess) => {
    partner.onRequest = (count) => {
      if (count === killAtRequest) child.kill('SIGKILL');
    };
  };
  const told = await runProgram(program, own, { mustDie, compiled, started });
  partner.onRequest = () => {};
  return told;
}

/** Opens the file again when every lease has run out, and works until nothing is due any more. */
async function takeOver(path: string): Promise<Pick<Aftermath, 'referrals' | 'deliveries' | 'exchanges'>> {
  let now = Date.parse(at);
  const gateway = openGateway({ path, now: () => new Date(now).toISOString(), series: 2 });
  try {
    for (let runs = 0; runs < runsMax; runs += 1) {
      now += laterMs;
      await gateway.runOnce();
    }
    const { store } = gateway;
    const listed = await store.listDeliveries({}, null, 1000);
    const kept = await store.listExchanges({}, null, 1000);
    if (listed === 'invalid_cursor' || kept === 'invalid_cursor') throw new Error('no cursor was given');
    const ids = [...new Set(kept.items.flatMap(({ referral_id }) => referral_id ?? []))].slice(0, referralsMax);
    const referrals = await Promise.all(
      ids.map(async (id) => {
        const [referral, events] = await Promise.all([store.referral(id), store.referralEvents(id, 0, 100)]);
        if (referral === null) throw new Error('the ledger names a referral that is not there');
        return { ...referral, events: events.map(({ type }) => type) };
      }),
    );
    return { referrals, deliveries: listed.items, exchanges: kept.items };
  } finally {
    await gateway.close();
  }
}
