import type {
  D1Database,
  ExecutionContext,
  ForwardableEmailMessage,
  ScheduledController,
} from '@cloudflare/workers-types';
import packageJson from '../../package.json' with { type: 'json' };
import { openD1 } from '../commit/d1.ts';
import { createStore, createWebCrypto } from '../commit/index.ts';
import { type Config, type Keys, readConfig } from '../config.ts';
import { rawOfForwarded } from '../mail/intake/index.ts';
import { refuse, toProblem } from '../problem.ts';
import { certificateOfWorker } from './certificate.ts';
import { createNow } from './clock.ts';
import { compose } from './compose.ts';
import { folds } from './folds.ts';
import { keyringOf } from './keyring-of.ts';
import { createLineLog, type LogLevel, thrownFields } from './log.ts';
import { createNewId } from './new-id.ts';
import { peerIn } from './peer.ts';
import { createSmtpSender, workerPool } from './send-mail.ts';
import { createWebSender } from './send-web.ts';

type Environment = Readonly<Record<string, unknown>> & { readonly DB: D1Database };
type Gateway = Awaited<ReturnType<typeof start>>;

const now = createNow(Date.now);
const newId = createNewId(Date.now);
const logAt = (level: LogLevel) => createLineLog({ level, now, write: (line) => console.log(line) });

/** One gateway in an isolate, kept once it is whole: a promise of another event's making cannot be waited for. */
let kept: Gateway | undefined;

async function gatewayOf(environment: Environment): Promise<Gateway | null> {
  if (kept !== undefined) return kept;
  const log = logAt('info');
  const read = readConfig(environment, 'worker');
  if (!read.ok) {
    for (const { variable, rule } of read.faults) log('error', 'config.fault', { variable, rule });
    return null;
  }
  const { keys } = read.config;
  if (keys === undefined) throw new Error('on Workers a configuration without fault has keys');
  try {
    kept ??= await start({ ...read.config, keys }, environment.DB);
    return kept;
  } catch (thrown) {
    log('error', 'gateway.not_started', thrownFields(thrown));
    return null;
  }
}

async function start(config: Config & { readonly keys: Keys }, db: D1Database) {
  const log = logAt(config.logLevel);
  const crypto = createWebCrypto();
  const store = createStore({ engine: openD1(db), crypto, keyring: keyringOf(config.keys), ...folds });
  const due = { deliveries: false };
  const gateway = await compose({
    config,
    store,
    crypto,
    sendMail: createSmtpSender(config.mail, workerPool).send,
    ...createWebSender({ secretOf: config.secretOf, version: packageJson.version }),
    log,
    now,
    newId,
    random: Math.random,
    wake: () => {
      due.deliveries = true;
    },
    peerOf: ({ headers }) => peerIn(headers, 'cf-connecting-ip', undefined),
    certificateOf: certificateOfWorker,
  });
  if (config.networkText !== undefined) {
    const seeded = await gateway.seed(config.networkText);
    if (seeded.seeded === 'refused') {
      for (const { line, fault } of seeded.faults)
        log('error', 'network.fault', { line, pointer: fault.pointer, code: fault.code });
      throw new Error('the network document has faults');
    }
    log(seeded.seeded === 'kept' ? 'warn' : 'info', `network.${seeded.seeded}`, { version: seeded.version });
  }
  const standing = await gateway.standing();
  for (const { pointer, code } of standing.faults)
    log('warn', 'network.fault', { version: standing.version, pointer, code });
  const tick = () =>
    gateway.tick().then(
      () => {},
      (thrown) => log('error', 'tick.failed', thrownFields(thrown)),
    );
  return { fetch: gateway.fetch, takeMail: gateway.takeMail, tick, due };
}

async function sendDue({ due, tick }: Gateway): Promise<void> {
  if (!due.deliveries) return;
  due.deliveries = false;
  await tick();
}

/** The same stream under the name that the runtimes share. */
const streamOf = ({ raw }: ForwardableEmailMessage) => raw as unknown as ReadableStream<Uint8Array>;

function unavailable(): Response {
  const problem = toProblem(refuse('gateway/unavailable'), newId());
  return Response.json(problem, {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', 'retry-after': '30' },
  });
}

export default {
  async fetch(request: Request, environment: Environment, context: ExecutionContext): Promise<Response> {
    const gateway = await gatewayOf(environment);
    if (gateway === null) return unavailable();
    const reply = Promise.resolve(gateway.fetch(request, environment, context));
    // A caller who goes away must not stop the work halfway: its places would stay taken, and what it queued would wait for the next minute.
    context.waitUntil(reply.then(() => sendDue(gateway)));
    return reply;
  },

  /** Email Routing brings what comes in at the reply address. What cannot be taken is refused, and its sender told. */
  async email(message: ForwardableEmailMessage, environment: Environment): Promise<void> {
    const gateway = await gatewayOf(environment);
    if (gateway === null) throw new Error('the gateway is not ready');
    const collected = await rawOfForwarded({ raw: streamOf(message), rawSize: message.rawSize });
    if ('refused' in collected) return message.setReject('Message too large');
    const { taken } = await gateway.takeMail(collected.raw, message.to);
    if (!taken) message.setReject('No such recipient');
    else await gateway.tick();
  },

  async scheduled(_: ScheduledController, environment: Environment): Promise<void> {
    await (await gatewayOf(environment))?.tick();
  },
};
