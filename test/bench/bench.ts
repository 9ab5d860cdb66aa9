import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startGateway } from './gateway-process.ts';
import { type Measured, run } from './load.ts';
import { measureMails } from './mails.ts';
import { type ModiRound, measureModi } from './modi.ts';
import { referral } from './people.ts';

/**
 * The figures the README quotes. Machines are noisy, so floor and full exchange are measured in turns within one run and
 * compared as a ratio. `npm run bench -- --json` prints them as its last line.
 */
const { values } = parseArgs({
  options: { json: { type: 'boolean' }, rounds: { type: 'string' }, requests: { type: 'string' } },
});
const rounds = Number(values.rounds ?? 5);
const requests = Number(values.requests ?? 4000);
// A server runs for weeks: what the compiler has not seen often enough is not what it costs.
const warmUpRounds = 3;
const clients = 100;
// Each needs a signature, made before it is measured, and to make one costs more than an exchange.
const modiRequests = Math.ceil((requests * 3) / 8);
const drainMsMax = 120_000;

const say = (line: string): void => {
  if (!values.json) process.stdout.write(`${line}\n`);
};
const message = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve) => child.once('message', (m) => resolve(m as T)));
const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
const round = (n: number, digits: number): number => Number(n.toFixed(digits));
const local = (file: string): string => join(import.meta.dirname, file);

const folder = mkdtempSync(join(tmpdir(), 'raccordo-bench-'));
const floorChild = fork(local('floor-server.ts'), [join(folder, 'floor.db')]);
const floor = await message<{ port: number; token: string }>(floorChild);
const partnerChild = fork(local('partner-server.ts'));
const partner = await message<{ port: number }>(partnerChild);
const relayChild = fork(local('relay-server.ts'));
const relay = await message<{ port: number }>(relayChild);
const gateway = await startGateway({ folder, partnerPort: partner.port, relayPort: relay.port });
const caller = await gateway.token('comune-sportello');
const operator = await gateway.token('ats-amministratore');
const asOperator = { authorization: `Bearer ${operator}`, 'content-type': 'application/json' };
const suspensionOf = (system: string) => `${gateway.origin}/v1/systems/${system}/suspension`;
const suspend = async (system: string): Promise<void> => {
  const body = JSON.stringify({ reason: 'bench' });
  const reply = await fetch(suspensionOf(system), { method: 'PUT', headers: asOperator, body });
  if (!reply.ok) throw new Error(`suspension of ${system}: ${reply.status} ${await reply.text()}`);
};
const resume = async (system: string): Promise<void> => {
  const reply = await fetch(suspensionOf(system), { method: 'DELETE', headers: asOperator });
  if (!reply.ok) throw new Error(`resumption of ${system}: ${reply.status} ${await reply.text()}`);
};

const floorLoad = {
  origin: `http://127.0.0.1:${floor.port}`,
  path: '/v1/referrals',
  clients,
  requests,
  headers: () => ({ authorization: `Bearer ${floor.token}`, 'content-type': 'application/json' }),
  body: (n: number) => JSON.stringify(referral(n)),
};
const fullLoad = {
  ...floorLoad,
  origin: gateway.origin,
  headers: (n: number) => ({
    authorization: `Bearer ${caller}`,
    'content-type': 'application/json',
    'idempotency-key': `bench-${process.pid}-${n}`,
  }),
};

// While the destination is suspended the exchanges queue up; sending them is measured apart.
await suspend('asl-fhir');

const floors: Measured[] = [];
const fulls: Measured[] = [];
for (let i = 1 - warmUpRounds; i <= rounds; i += 1) {
  const floorRound = await run(floorLoad, (i + warmUpRounds - 1) * requests);
  const fullRound = await run(fullLoad, (i + warmUpRounds - 1) * requests);
  if (floorRound.failed + fullRound.failed > 0)
    throw new Error(`failed: floor ${floorRound.failed}, full ${fullRound.failed}`);
  say(
    `${i <= 0 ? 'warm-up' : `round ${i}`}  floor ${Math.round(floorRound.per_second)}/s  full ${Math.round(fullRound.per_second)}/s  p95 ${floorRound.p95_ms.toFixed(1)} / ${fullRound.p95_ms.toFixed(1)} ms`,
  );
  if (i <= 0) continue;
  floors.push(floorRound);
  fulls.push(fullRound);
}

const queued = (rounds + warmUpRounds) * requests;
const taken = async (): Promise<number> => {
  const answer = message<{ taken: number }>(partnerChild);
  partnerChild.send('count');
  return (await answer).taken;
};
await resume('asl-fhir');
const startedMs = performance.now();
while ((await taken()) < queued) {
  if (performance.now() - startedMs > drainMsMax)
    throw new Error(`only ${await taken()} of ${queued} deliveries arrived`);
  await new Promise((wait) => setTimeout(wait, 20));
}
const dispatchSeconds = (performance.now() - startedMs) / 1000;
say(`dispatch  ${queued} deliveries in ${dispatchSeconds.toFixed(1)} s`);
const rssMib = gateway.rssMib();

let posted = 0;
const mailed = await measureMails({
  post: async (path, body) => {
    posted += 1;
    const reply = await fetch(`${gateway.origin}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${caller}`,
        'content-type': 'application/json',
        'idempotency-key': `bench-mail-${process.pid}-${posted}`,
      },
      body: JSON.stringify(body),
    });
    if (reply.status !== 201) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as { id: string };
  },
  stop: () => suspend('mail-relay'),
  resume: () => resume('mail-relay'),
  counted: () => {
    const answer = message<{ taken: number; complete: number }>(relayChild);
    relayChild.send('count');
    return answer;
  },
});
say(`mails     ${mailed.mails} with calendar and PDF in ${mailed.seconds.toFixed(1)} s`);

const kept = { rss_mib: Math.round(rssMib), rss_after_mails_mib: Math.round(gateway.rssMib()) };
await gateway.stop();
const modiSetup = { folder, partnerPort: partner.port, relayPort: relay.port, requests: modiRequests, say };
const modi = await measureModi({ ...modiSetup, replyAlg: 'RS256', warmUpRounds: 2, rounds, withSteps: true });
const modiEc = await measureModi({ ...modiSetup, replyAlg: 'ES256', warmUpRounds: 2, rounds: 3, withSteps: false });
const ratioOf = (of: readonly ModiRound[]) =>
  round(median(of.map(({ plain, modi }) => modi.per_second / plain.per_second)), 3);
const processorOf = (of: readonly ModiRound[]) => {
  const [plain, all] = [median(of.map(({ plainUs }) => plainUs)), median(of.map(({ modiUs }) => modiUs))];
  return { plain: Math.round(plain), modi: Math.round(all), difference: Math.round(all - plain) };
};
const wholes = (us: Readonly<Record<string, number>> = {}) =>
  Object.fromEntries(Object.entries(us).map(([name, each]) => [name, Math.round(each)]));
const sum = (us: Readonly<Record<string, number>> = {}) => Math.round(Object.values(us).reduce((a, b) => a + b, 0));
const modiProcessor = processorOf(modi.rounds);
const modiSteps = {
  request_headers: median(modi.rounds.map(({ plainUs, carriedUs }) => carriedUs - plainUs)),
  ...modi.steps?.steps,
};
const stepsSum = sum(modiSteps);

const figures = {
  full_over_floor: round(median(fulls.map((f, i) => f.per_second / (floors[i]?.per_second ?? 1))), 3),
  floor_per_second: Math.round(median(floors.map((f) => f.per_second))),
  full_per_second: Math.round(median(fulls.map((f) => f.per_second))),
  p95_ms: round(median(fulls.map((f) => f.p95_ms)), 1),
  floor_p95_ms: round(median(floors.map((f) => f.p95_ms)), 1),
  dispatch_per_second: Math.round(queued / dispatchSeconds),
  mails_per_second: round(mailed.mails / mailed.seconds, 1),
  ...kept,
  modi_over_plain: ratioOf(modi.rounds),
  modi_per_second: Math.round(median(modi.rounds.map((each) => each.modi.per_second))),
  modi_processor_us: modiProcessor,
  modi_steps_us: { ...wholes(modiSteps), sum: stepsSum, rest: modiProcessor.difference - stepsSum },
  modi_once_us: wholes(modi.steps?.once),
  modi_es256_over_plain: ratioOf(modiEc.rounds),
  modi_es256_processor_us: processorOf(modiEc.rounds),
};
for (const child of [floorChild, partnerChild, relayChild]) {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.send('stop');
  await gone;
}
rmSync(folder, { recursive: true });
process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : `${JSON.stringify(figures, null, 2)}\n`);
