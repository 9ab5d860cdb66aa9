import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { ConvocationRequest } from '../../contracts/canonical/convocation.ts';
import type { Delivery } from '../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import { dispatchLimits } from '../../src/dispatch/index.ts';
import { at, createSample } from '../conformance/store-sample.ts';
import { demoNetworkText } from '../world/on-node.ts';
import { type RelayStep, startTestRelay } from '../world/smtp-relay.ts';
import { networkIn } from '../world/start-world.ts';
import { convocation } from '../world/team.ts';
import { openGateway } from './gateway.ts';
import type { MailOrders } from './mail-process.ts';
import { sendTo } from './mail-relay.ts';
import { runProgram, type Told } from './run-process.ts';

/** What the relay took: of which delivery, for whom, and whether its links lead somewhere. */
export type Taken = {
  readonly delivery: string;
  readonly to: string;
  readonly subject: string;
  readonly deadLinks: number;
};

/** How a killed process left a convocation, and how it stands after another took over. */
export type MailAftermath = Told & {
  readonly meetings: readonly string[];
  readonly deliveries: readonly Delivery[];
  /** Those that an operator is shown as uncertain. */
  readonly uncertain: readonly string[];
  readonly exchanges: readonly Exchange[];
  readonly taken: readonly Taken[];
  /** What the relay has, and how the mails stand, after an operator had every uncertain one sent once more. */
  readonly rerun: { readonly taken: readonly Taken[]; readonly deliveries: readonly Delivery[] };
};

/** `killAt`: the relay has come to this step of its n-th message. */
export type MailScene = Omit<MailOrders, 'path' | 'relay'> & {
  readonly killAt?: { readonly step: RelayStep; readonly message: number };
};

const program = join(import.meta.dirname, 'mail-process.ts');
const compiled = mkdtempSync(join(tmpdir(), 'raccordo-compiled-mail-'));
export const forgetCompiledMail = (): void => rmSync(compiled, { recursive: true });
const network = networkIn(demoNetworkText);
/** As long after the crash as every lease and every backoff of the suite lasts; then again, and the meeting is still to come. */
const laterMs = dispatchLimits.leaseMs + dispatchLimits.backoffCapMs;
const runsMax = 4;

export async function playMailScene(scene: MailScene): Promise<MailAftermath> {
  const { killAt, ...orders } = scene;
  const folder = mkdtempSync(join(tmpdir(), 'raccordo-faults-mail-'));
  const path = join(folder, 'gateway.sqlite');
  const relay = await startTestRelay();
  try {
    await prepareFile(path, orders.convene);
    const told = await runProgram(program, { ...orders, path, relay: relay.relay } satisfies MailOrders, {
      mustDie: orders.crash !== null || killAt !== undefined,
      compiled,
      started: (child) => {
        if (killAt === undefined) return;
        let messages = 0;
        relay.follow({
          [killAt.step]: () => {
            messages += 1;
            if (messages === killAt.message) child.kill('SIGKILL');
            return 'accept';
          },
        });
      },
    });
    relay.follow({});
    return { ...told, ...(await takeOver(path, relay)) };
  } finally {
    await relay.stop();
    rmSync(folder, { recursive: true });
  }
}

async function prepareFile(path: string, processConvenes: boolean): Promise<void> {
  const gateway = openGateway({ path, now: () => at, series: 3 });
  const sample = createSample(4);
  const applied = { version: 1, document: network, applied_by: 'test', at };
  const exchanges = [sample.exchange({ operation: 'network.apply' })] as const;
  const done = await gateway.store.commit({ exchanges, network: applied });
  if (!done.committed) throw new Error(done.conflict);
  if (!processConvenes) await gateway.convene(ConvocationRequest.parse(convocation()));
  await gateway.close();
}

/** Opens the file again when every lease has run out, and works until nothing is due any more; then an operator decides. */
async function takeOver(path: string, relay: Awaited<ReturnType<typeof startTestRelay>>) {
  let now = Date.parse(at);
  const sender = sendTo(relay.relay);
  const clock = () => new Date(now).toISOString();
  const gateway = openGateway({ path, now: clock, series: 2, sendMail: sender.send });
  const work = async () => {
    for (let runs = 0; runs < runsMax; runs += 1) {
      now += laterMs;
      await gateway.runOnce();
    }
  };
  const seen = () => Promise.all(relay.taken().map((mail) => takenOf(mail, gateway.store)));
  const { store } = gateway;
  try {
    await work();
    const meetings = itemsOf(await store.listConvocations({ organization: 'comune-borgoverde' }, null, 10));
    const deliveries = itemsOf(await store.listDeliveries({}, null, 1000));
    const uncertain = itemsOf(await store.listDeliveries({ state: 'unknown' }, null, 1000)).map(({ id }) => id);
    const exchanges = itemsOf(await store.listExchanges({}, null, 1000));
    const taken = await seen();
    for (const id of uncertain) await gateway.rerun(id);
    if (uncertain.length > 0) await work();
    const rerun = { taken: await seen(), deliveries: itemsOf(await store.listDeliveries({}, null, 1000)) };
    return { meetings: meetings.map(({ id }) => id), deliveries, uncertain, exchanges, taken, rerun };
  } finally {
    await sender.close();
    await gateway.close();
  }
}

function itemsOf<T>(page: 'invalid_cursor' | { readonly items: readonly T[] }): readonly T[] {
  if (page === 'invalid_cursor') throw new Error('no cursor was given');
  return page.items;
}

const linkIn = /\/v1\/(?:answers|documents)\/([A-Za-z0-9_-]{43})/g;

async function takenOf(
  { raw, to }: { readonly raw: Buffer; readonly to: readonly string[] },
  store: ReturnType<typeof openGateway>['store'],
): Promise<Taken> {
  const { messageId = '', subject = '', text = '' } = await simpleParser(raw);
  const tokens = [...new Set([...text.matchAll(linkIn)].map(([, token = '']) => token))];
  const links = await Promise.all(tokens.map(async (token) => store.link(await digestOf(token))));
  return {
    delivery: messageId.slice(1, messageId.indexOf('.')),
    to: to.join(),
    subject,
    deadLinks: links.filter((link) => link === null).length,
  };
}

const digestOf = async (token: string) =>
  Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))).toString('base64url');
