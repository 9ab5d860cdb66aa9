import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { z } from 'zod';
import type { Keyed } from '../../modi/index.ts';
import { reasonsOf } from '../../pdnd/index.ts';
import type { SendResult } from '../../ports.ts';
import { clientAssertion, formOf, type ReplyFault, readTokenReply } from '../../proof/index.ts';
import { askForToken } from './ask-for-token.ts';
import { configurationFindings, lineOf, sayLeft, sayStep } from './pdnd-findings.ts';
import { type Target, targetsOf } from './pdnd-targets.ts';
import { configuration, namedNetwork } from './read-network.ts';
import { type ExitCode, type Io, read, UsageError, type Verb } from './verb.ts';

const skewSecondsMax = 5;
const Voucher = z.object({ access_token: z.string(), expires_in: z.number(), token_type: z.string() });

/** A real voucher, obtained as the gateway does; where PDND refuses it, why that may be. */
export const pdndToken: Verb = {
  usage: '(--system ID | --api) [--network FILE]',
  about: 'obtain a voucher from PDND for a system, or for its API; explains a refusal',
  run: async (args, io) => {
    const { options, flags } = read(args, ['system', 'network'], 0, ['api']);
    const only = { system: options.system, api: flags.has('api') };
    if (only.api === (only.system !== undefined)) throw new UsageError('give either --system or --api');
    const config = configuration(io);
    const network = config && (await namedNetwork(options.network, config, io));
    if (config === null || network === null) return 2;
    const [target] = targetsOf(network, only);
    if (target === undefined) throw new Error('targets are never none');
    const { findings, signing, jwk } = await configurationFindings(target, config.secretOf);
    for (const finding of findings) io.err(`${target.name}: ${finding}`);
    if (signing === null || jwk === null) return 2;
    return obtain(target, signing, { jwk, isSound: findings.length === 0 }, io);
  },
};

type Answer = Extract<SendResult, { answered: true }>['answer'];

type Known = {
  readonly jwk: Readonly<Record<string, unknown>>;
  /** Nothing stands against the configuration. */
  readonly isSound: boolean;
};

async function obtain(target: Target, key: Keyed, known: Known, io: Io): Promise<ExitCode> {
  const nowSeconds = Math.floor(io.now().getTime() / 1000);
  const assertion = await clientAssertion(
    { ...target, evidenceDigest: null },
    key,
    () => crypto.randomUUID(),
    nowSeconds,
  );
  const form = formOf(target.clientId, assertion);
  const proven = target.dpop ? { dpop: await proof(target.tokenUrl, nowSeconds) } : {};
  const result = await askForToken(target.tokenUrl, form, proven, io);
  if (!result.answered) {
    io.err(`${target.tokenUrl} ${result.code}`);
    return 1;
  }
  const { status, headers, body } = result.answer;
  sayClock(headers.date ?? null, nowSeconds, io);
  const reply = readTokenReply(result, target.dpop, io.now().getTime());
  if (reply.ok) {
    io.out(JSON.stringify(Voucher.parse(JSON.parse(body))));
    if (target.dpop)
      io.err('The voucher is bound to a key that lived as long as this command: it shows that PDND gives one.');
    if (target.bound)
      io.err('It is bound to no evidence; those that the gateway obtains for this system are (AUDIT_REST_02).');
    return 0;
  }
  const codes = codesIn(parsed(body));
  io.err(`${target.tokenUrl} answered ${[status, ...codes].join(' ')}`);
  if (reply.faults !== undefined) sayMalformed(parsed(body), reply.faults, io);
  else if (!saidOtherwise(result.answer, codes, io)) await explain(form, target, known, nowSeconds, io);
  return 1;
}

const tokenMembers: readonly ReplyFault['member'][] = ['access_token', 'token_type', 'expires_in'];

/** A reply with status 200 that the gateway would not take for a voucher. */
function sayMalformed(body: unknown, faults: readonly ReplyFault[], io: Io): void {
  const isOne = typeof body === 'object' && body !== null && tokenMembers.some((name) => name in body);
  if (!isOne) {
    io.err("That is no token reply: is token_url that of PDND's token endpoint?");
    return;
  }
  for (const { member, rule } of faults) io.err(`${member} ${rule}`);
  io.err(
    'The gateway takes that for no voucher (voucher-malformed), and sends nothing with it. It is no matter of the assertion.',
  );
}

/** Whether an answer is no word on the assertion, which is told then. */
function saidOtherwise({ status, headers }: Answer, codes: readonly string[], io: Io): boolean {
  if (status === 429) {
    const ms = headers['x-rate-limit-interval'];
    io.err(`Too many requests${ms === undefined ? '' : `: the limit counts for ${ms} ms`}. Repeat later.`);
    return true;
  }
  if (status >= 500) {
    io.err('The server failed, which says nothing of the assertion. Repeat later.');
    return true;
  }
  if (status === 404) {
    io.err('Nothing is there, which says nothing of the assertion: look at token_url, its path above all.');
    return true;
  }
  if (status < 400 || codes.length === 0) {
    io.err(
      `That is ${status < 400 ? 'no token reply' : "none of PDND's refusals"}: is token_url that of PDND's token endpoint?`,
    );
    return true;
  }
  return false;
}

/** What stands against an assertion that PDND refused. */
async function explain(
  form: Parameters<typeof reasonsOf>[0],
  target: Target,
  { jwk, isSound }: Known,
  nowSeconds: number,
  io: Io,
): Promise<void> {
  const reasons = await reasonsOf(form, {
    now: nowSeconds,
    client: { kind: target.kind },
    keys: new Map([[target.key.kid, jwk]]),
    platform: { audiences: [target.assertionAudience] },
  });
  for (const reason of reasons) io.err(lineOf(reason));
  if (reasons.length > 0) return sayStep(io);
  if (!isSound) return io.err('Correct first what is told above of the configuration.');
  io.err(
    'The assertion is as PDND wants it, if assertion_audience and token_url are those of this environment (0004).',
  );
  io.err('If they are, the reason is one that only PDND knows.');
  sayLeft(target.kind, io);
}

/** PDND gives no tolerance: a clock that differs is a reason of its own. */
function sayClock(date: string | null, nowSeconds: number, io: Io): void {
  const theirs = date === null ? Number.NaN : Date.parse(date) / 1000;
  const ahead = Math.round(nowSeconds - theirs);
  if (Math.abs(ahead) > skewSecondsMax)
    io.err(`The clock here is ${Math.abs(ahead)} s ${ahead > 0 ? 'ahead of' : 'behind'} that of the server.`);
}

async function proof(url: string, iat: number): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  return new SignJWT({ htm: 'POST', htu: url, iat, jti: crypto.randomUUID() })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(publicKey) })
    .sign(privateKey);
}

const Refusal = z.looseObject({ errors: z.array(z.looseObject({ code: z.string() })) });

const codesIn = (body: unknown): string[] =>
  (Refusal.safeParse(body).data?.errors ?? []).flatMap(({ code }) => (/^[\w-]{1,40}$/.test(code) ? [code] : []));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
