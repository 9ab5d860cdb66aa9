import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, startGateway } from './gateway-process.ts';
import { type Load, type Measured, run } from './load.ts';
import type { StepsAsk, StepsMeasured } from './modi-steps.ts';
import type { Ask, PdndReady, Signed } from './pdnd-server.ts';
import { referral } from './people.ts';

const clients = 100;
const stepRequests = 1000;

export type ModiRound = {
  readonly plain: Measured;
  readonly modi: Measured;
  readonly plainUs: number;
  /** The bare exchange with headers as long as those of ModI, under names that nobody reads. */
  readonly carriedUs: number;
  readonly modiUs: number;
};
export type ModiSetup = {
  readonly folder: string;
  readonly partnerPort: number;
  readonly relayPort: number;
  /** With which the gateway signs its replies. */
  readonly replyAlg: 'RS256' | 'ES256';
  readonly warmUpRounds: number;
  readonly rounds: number;
  readonly requests: number;
  readonly withSteps: boolean;
  readonly say: (line: string) => void;
};

/** As many bytes, to be read and passed over. */
const unread = (headers: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [`x-${name}`, value]));

const message = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve) => child.once('message', (m) => resolve(m as T)));
const local = (file: string): string => join(import.meta.dirname, file);

/**
 * The same operation on one gateway process in turns: bare, with a token of the gateway's own, and with everything of ModI. Signatures are
 * made before a round is measured, those of one round at a time. A gateway of its own: what else is measured has none of this.
 */
export async function measureModi(setup: ModiSetup) {
  const folder = join(setup.folder, `modi-${setup.replyAlg}`);
  mkdirSync(folder);
  const port = await freePort();
  const pdndPort = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const pdndChild = fork(local('pdnd-server.ts'), [String(pdndPort), origin, setup.replyAlg]);
  const ready = await message<PdndReady>(pdndChild);
  const gateway = await startGateway({
    ...{ folder, partnerPort: setup.partnerPort, relayPort: setup.relayPort, port, probed: true },
    env: ready.secrets,
    change: (document) => {
      const own = document.clients.find(({ id }) => id === 'comune-sportello');
      document.clients.push({ ...own, jwks: undefined, pdnd: ready.client, id: 'comune-pdnd' } as { id: string });
      document.trust = ready.trust;
    },
  });
  const sign = async (first: number, count: number): Promise<Signed> => {
    const answer = message<Signed>(pdndChild);
    pdndChild.send({ first, count } satisfies Ask);
    return answer;
  };
  const token = await gateway.token('comune-sportello');
  const operator = await gateway.token('ats-amministratore');
  const suspended = await fetch(`${origin}/v1/systems/asl-fhir/suspension`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${operator}`, 'content-type': 'application/json' },
    body: JSON.stringify({ reason: 'bench' }),
  });
  if (!suspended.ok) throw new Error(`suspension: ${suspended.status} ${await suspended.text()}`);

  const load = (proofs: (n: number) => Readonly<Record<string, string>>): Load => ({
    ...{ origin, path: '/v1/referrals', clients, requests: setup.requests },
    headers: (n) => ({
      'content-type': 'application/json',
      'idempotency-key': `bench-modi-${process.pid}-${n}`,
      ...proofs(n),
    }),
    body: (n) => JSON.stringify(referral(n)),
  });
  const timed = async (each: Load, first: number) => {
    const before = await gateway.cpuMicroseconds();
    const measured = await run(each, first);
    return { measured, us: ((await gateway.cpuMicroseconds()) - before) / setup.requests };
  };
  const rounds: ModiRound[] = [];
  for (let i = 0; i < setup.warmUpRounds + setup.rounds; i += 1) {
    const plainFirst = 3 * i * setup.requests;
    const modiFirst = plainFirst + setup.requests;
    const carriedFirst = modiFirst + setup.requests;
    const signed = await sign(modiFirst, setup.requests);
    const plainLoad = load(() => ({ authorization: `Bearer ${token}` }));
    const modiLoad = load((n) => signed.headers[n - modiFirst] ?? {});
    const plain = await timed(plainLoad, plainFirst);
    const modi = await timed(modiLoad, modiFirst);
    const carriedLoad = load((n) => ({
      authorization: `Bearer ${token}`,
      ...unread(signed.headers[n - carriedFirst]),
    }));
    const carried = await timed(carriedLoad, carriedFirst);
    if (plain.measured.failed + modi.measured.failed + carried.measured.failed > 0)
      throw new Error(
        `failed: plain ${plain.measured.failed}, ModI ${modi.measured.failed}, unread ${carried.measured.failed}`,
      );
    setup.say(
      `${i < setup.warmUpRounds ? 'warm-up' : `round ${i + 1 - setup.warmUpRounds}`}  replies ${setup.replyAlg}  plain ${Math.round(plain.measured.per_second)}/s ${Math.round(plain.us)} us  ModI ${Math.round(modi.measured.per_second)}/s ${Math.round(modi.us)} us`,
    );
    if (i < setup.warmUpRounds) continue;
    rounds.push({
      plain: plain.measured,
      modi: modi.measured,
      plainUs: plain.us,
      carriedUs: carried.us,
      modiUs: modi.us,
    });
  }
  const signed = await sign(0, 2 * stepRequests);
  await gateway.stop();
  const steps = setup.withSteps ? await measureSteps(folder, origin, ready, signed) : null;
  const gone = new Promise((resolve) => pdndChild.once('exit', resolve));
  pdndChild.send('stop');
  await gone;
  return { rounds, steps };
}

/** Each step alone, with the product's own code in a process that does nothing else. */
async function measureSteps(folder: string, origin: string, ready: PdndReady, signed: Signed): Promise<StepsMeasured> {
  const child = fork(local('modi-steps.ts'), { env: { ...process.env, ...ready.secrets } });
  const answer = message<StepsMeasured>(child);
  child.send({
    ...{ network: join(folder, 'network.yaml'), database: join(folder, 'steps'), origin },
    ...{ keys: ready.keys, headers: signed.headers },
  } satisfies StepsAsk);
  const measured = await answer;
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.disconnect();
  });
  return measured;
}
