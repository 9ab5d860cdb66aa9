import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config, Keys } from '../../config.ts';
import { generateKeys } from '../generate-keys.ts';
import { keysBeside } from '../keys-file.ts';
import { printVariable, sayQuotes } from './environment-lines.ts';
import { makeModiKey, printModiKey, secretName } from './modi-key.ts';
import { configuration } from './read-network.ts';
import { type ExitCode, type Io, need, read, UsageError, type Verb } from './verb.ts';

/** New keys beside the present ones: what to set, and in which order, so that nothing is refused meanwhile. */
export const keysRotate: Verb = {
  usage: '[--for modi --secret NAME [--bits 2048|3072]]',
  about: 'print new keys beside the present ones, with the steps in which they take over',
  run: async (args, io) => {
    const { for: use, secret, bits } = read(args, ['for', 'secret', 'bits'], 0).options;
    const config = configuration(io);
    if (config === null) return 2;
    if (use !== undefined) return rotateModi(use, secretName(need(secret, '--secret')), bits, config, io);
    if (secret !== undefined || bits !== undefined) throw new UsageError('--secret and --bits go with --for modi');
    return rotateOwn(config, io);
  },
};

const tokenMinutes = 10;

async function rotateOwn(config: Config, io: Io): Promise<ExitCode> {
  const present = await presentKeys(config, io);
  if (present === null) return 2;
  const made = await generateKeys(unusedId(present.keys, io));
  const signing = JSON.parse(made.RACCORDO_SIGNING_KEY) as Keys['signing'][number];
  const former = present.keys.signing[0];
  if (former === undefined) throw new Error('a configuration has a signing key');
  const say = (text: string, signs: readonly unknown[], master: string) => {
    io.out(`# ${text}`);
    printVariable('RACCORDO_SIGNING_KEY', JSON.stringify(signs.length === 1 ? signs[0] : { keys: signs }), io);
    printVariable('RACCORDO_MASTER_KEYS', master, io);
  };
  const { master } = present;
  say(
    '1. On every replica: the new keys are known; the present ones still sign and seal.',
    [former, signing],
    `${master},${made.RACCORDO_MASTER_KEYS}`,
  );
  say(
    '2. When every replica runs with these: the new keys sign and seal.',
    [signing, former],
    `${made.RACCORDO_MASTER_KEYS},${master}`,
  );
  say(
    `3. After ${tokenMinutes} minutes, and once raccordo keys rewrap moved every key: without the former ones.`,
    [signing],
    made.RACCORDO_MASTER_KEYS,
  );
  io.err(
    `The keys are set in ${present.where}. RACCORDO_INDEX_KEY stays as it is: with another nobody would be found.`,
  );
  sayQuotes(io);
  return 0;
}

/** The keys in force, with the master keys as they are written. */
async function presentKeys(
  config: Config,
  io: Io,
): Promise<{ readonly keys: Keys; readonly master: string; readonly where: string } | null> {
  const { keys, dataDir } = config;
  const set = io.environment.RACCORDO_MASTER_KEYS;
  if (keys !== undefined && set !== undefined) return { keys, master: set, where: 'the environment' };
  const path = join(dataDir, 'keys.json');
  const file = existsSync(path) ? await keysBeside(dataDir, join(dataDir, 'raccordo.db'), '') : null;
  const again = file?.ok ? configuration({ ...io, environment: { ...io.environment, ...file.keys } }) : null;
  if (file?.ok && again?.keys !== undefined)
    return { keys: again.keys, master: file.keys.RACCORDO_MASTER_KEYS, where: path };
  io.err(`No keys are configured, and ${path} holds none: raccordo keys generate makes them`);
  return null;
}

/** The day, or the day with a number where there is one of today. */
function unusedId({ master }: Keys, io: Io): string {
  const today = io.now().toISOString().slice(0, 10);
  const taken = (id: string) => master.some((key) => key.id === id);
  let id = today;
  for (let number = 2; taken(id); number += 1) id = `${today}-${number}`;
  return id;
}

async function rotateModi(
  use: string,
  secret: string,
  bits: string | undefined,
  config: Config,
  io: Io,
): Promise<ExitCode> {
  if (use !== 'modi') throw new UsageError('--for must be modi');
  if (config.secretOf(secret) === undefined) {
    io.err(`RACCORDO_SECRET_${secret} is not set: there is nothing to rotate. raccordo keys generate --for modi`);
    return 2;
  }
  const next = nextName(secret);
  printModiKey(next, await makeModiKey(bits), io);
  for (const line of [
    '1. Upload the public key to the same client on PDND, beside the present one; for signed replies, publish it to the partners.',
    `2. Set RACCORDO_SECRET_${next} on every replica, beside RACCORDO_SECRET_${secret}.`,
    `3. Apply a network document that names secret ${next} and its kid wherever it named ${secret}. Then: raccordo pdnd check`,
    `4. After ${tokenMinutes} minutes, when the vouchers of the former key are over and partners read the new key, delete the former key`,
    `   on PDND and RACCORDO_SECRET_${secret}.`,
  ])
    io.err(line);
  sayQuotes(io);
  return 0;
}

/** MODI_KEY, MODI_KEY_2, MODI_KEY_3 ... */
function nextName(name: string): string {
  const [, stem = name, number = '1'] = /^(.*?)_(\d{1,4})$/.exec(name) ?? [];
  return secretName(`${stem}_${Number(number) + 1}`);
}
